"""A television, watch or shop screen asks for a customer's consent: its code is typed here (RFC 8628)."""

from uuid import UUID, uuid5

from starlette.responses import Response

from gateway.limits import PostgresBuckets
from gateway.pages.consenting import show
from gateway.pages.errands import find_device
from gateway.pages.failing import error_page
from gateway.pages.visits import Visit

TRIES_MOST, COST_OF_ONE = 100, 10
"""Ten codes at once, then one every ten seconds: by what a browser's address types, and of what a customer types."""

_DEVICES = UUID("0d5c2c5e-9a52-5f0e-8f1b-3b1f6f2f7a11")


async def show_device(visit: Visit) -> Response:
    """Where a code is typed. One that comes with the address is shown to be compared, never taken as typed."""
    return visit.render("device.html", typed=visit.request.query_params.get("user_code", "")[:20], problem=None)


async def find(visit: Visit) -> Response:
    """The code was posted: on to signing in, and to what the device asks for."""
    typed = visit.form.get("user_code", "")[:20]
    who = str(visit.viewer.id) if visit.is_signed_in else visit.viewer.address
    taken = await PostgresBuckets(visit.pages.database, TRIES_MOST, 1).take(uuid5(_DEVICES, who), COST_OF_ONE, COST_OF_ONE)
    if not taken.granted:
        return error_page(visit, 429)
    errand = await find_device(visit, typed)
    if errand is None:
        problem = visit.say(
            "找不到此代码, 或已过期。请核对设备上显示的代码。", "There is no such code, or it has expired. Compare it with what the device shows."
        )
        return visit.render("device.html", 422, typed=typed, problem=problem)
    return await show(visit, errand)
