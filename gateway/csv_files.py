"""Files that are given to programs over plain HTTP, and how they are refused."""

from collections.abc import AsyncIterator
from typing import Any

from starlette.responses import JSONResponse, Response, StreamingResponse

from gateway.refusing import answered_with


def give_csv(lines: AsyncIterator[Any], name: str) -> Response:
    """The lines as they come, under that name, for this caller alone."""
    return StreamingResponse(lines, media_type="text/csv; charset=utf-8", headers=file_headers(name))


def file_headers(name: str) -> dict[str, str]:
    """Of a file under that name, for this caller alone."""
    return {"content-disposition": f'attachment; filename="{name}"', "cache-control": "private, no-store", "x-content-type-options": "nosniff"}


def refuse_file(code: str, status: int, headers: dict[str, str] | None = None, message: str | None = None) -> Response:
    """Why there is no file: the code alone."""
    return JSONResponse({"error": code}, status, headers)


file_answered = answered_with(refuse_file)
"""In the shape of `refuse_file`."""
