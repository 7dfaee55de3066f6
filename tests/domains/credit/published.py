"""The first versions of credit's data, as the migration publishes them."""

from importlib import import_module
from pathlib import Path

import migrations

_NAME = next(path.stem for path in (Path(migrations.HERE) / "versions").glob("*_credit.py"))
_published = import_module(f"migrations.versions.{_NAME}")

SCENE_CARD = _published.SCENE_CARD
POLICY = _published.POLICY
