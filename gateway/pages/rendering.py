"""Templates and the files they need, read once. Everything that is put into a template is escaped."""

import hashlib
from pathlib import Path
from typing import NamedTuple

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import Response

FOLDER = Path(__file__).parent
ASSET_TYPES = {".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}
ASSETS_PATH = "/assets"


class Asset(NamedTuple):
    path: str
    body: bytes
    content_type: str


def _assets() -> dict[str, Asset]:
    found = {}
    for file in sorted((FOLDER / "assets").iterdir()):
        body = file.read_bytes()
        # The name changes with the content: what a browser keeps is never out of date.
        path = f"{ASSETS_PATH}/{hashlib.sha256(body).hexdigest()[:12]}/{file.name}"
        found[file.name] = Asset(path, body, ASSET_TYPES[file.suffix])
    return found


ASSETS = _assets()
_BY_PATH = {asset.path: asset for asset in ASSETS.values()}

TEMPLATES = Environment(
    loader=FileSystemLoader(FOLDER / "templates"), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True, auto_reload=False
)
TEMPLATES.globals["asset"] = lambda name: ASSETS[name].path


def find_asset(request: Request) -> Response | None:
    """A style or picture by its path; None for any other path."""
    asset = _BY_PATH.get(request.url.path)
    if asset is None:
        return None
    return Response(asset.body, headers={"content-type": asset.content_type, "cache-control": "public, max-age=31536000, immutable"})
