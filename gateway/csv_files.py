"""Files of lines that are given to programs over plain HTTP, and how they are refused."""

from collections.abc import AsyncIterator
from typing import Any

from starlette.responses import JSONResponse, Response, StreamingResponse


def give_csv(lines: AsyncIterator[Any], name: str) -> Response:
    """The lines as they come, under that name, for this caller alone."""
    headers = {"content-disposition": f'attachment; filename="{name}"', "cache-control": "private, no-store", "x-content-type-options": "nosniff"}
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=headers)


def refuse_file(code: str, status: int, headers: dict[str, str] | None = None) -> Response:
    """Why there is no file."""
    return JSONResponse({"error": code}, status, headers)
