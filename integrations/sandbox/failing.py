"""How a sandbox fails on demand, the same at every desk."""

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from integrations.sandbox.faults import Fault


def refusal(code: str, status: int) -> Response:
    """An error that the sandbox tells by its code."""
    return JSONResponse({"error": {"code": code}}, status)


async def fail(request: Request, fault: Fault | None, held_seconds: float) -> Response:
    """The failure: an error, or nothing until the caller has hung up, `held_seconds` at most."""
    if fault in (Fault.SERVER_ERROR, Fault.SERVER_ERROR_AFTER_SUCCESS):
        return refusal("internal", 500)
    if fault is Fault.UNAVAILABLE:
        return refusal("unavailable", 503)
    try:
        async with asyncio.timeout(held_seconds):
            while (await request.receive())["type"] != "http.disconnect":
                continue
    except TimeoutError:
        return refusal("internal", 504)
    return Response(status_code=499)
