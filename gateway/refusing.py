"""How a door beside /graphql refuses: a code in JSON, never more."""

from starlette.responses import JSONResponse, Response


def refuse(code: str, status: int, headers: dict[str, str] | None = None) -> Response:
    """For programs that push: partners and channels."""
    return JSONResponse({"error": {"code": code}}, status, headers)
