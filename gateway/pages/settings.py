"""Settings: who the bank knows the customer as, the payment PIN, sign-ins and devices."""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from gateway.pages.visits import Show, Visit

DONE = ("pin", "identity", "session", "device")
TEXT_MAX = 200


async def show_settings(visit: Visit) -> Response:
    done = visit.request.query_params.get("done")
    return await _settings(visit, done=done if done in DONE else None)


async def set_pin(visit: Visit) -> Response:
    """The first PIN, a changed one, or one for a PIN that was forgotten: by what the form says it is."""
    form = visit.form
    new, again = form.get("new_pin", ""), form.get("new_pin_again", "")
    if new != again:
        return await _settings(visit, place="pin", problem=visit.say("两次输入的支付密码不一致。", "The two new PINs are not the same."))
    match form.get("how"):
        case "set":
            outcome = await visit.tell("set_pin", pin=new)
        case "change":
            outcome = await visit.tell("change_pin", currentPin=form.get("current_pin", ""), newPin=new)
        case "reset":
            outcome = await visit.tell("reset_pin", newPin=new)
        case _:
            raise HTTPException(400)
    return await _after(visit, outcome, "pin")


async def verify_identity(visit: Visit) -> Response:
    form = visit.form
    outcome = await visit.tell(
        "verify_identity", requestId=str(visit.request_id()), name=form.get("name", "").strip(), idNumber=form.get("id_number", "").strip()
    )
    return await _after(visit, outcome, "identity")


def revoking(name: str, place: str, argument: str) -> Show:
    """The page that takes the button beside a session or a device."""

    async def revoke(visit: Visit) -> Response:
        outcome = await visit.tell(name, requestId=str(visit.request_id()), **{argument: visit.form.get("id", "")})
        return await _after(visit, outcome, place)

    return revoke


async def _after(visit: Visit, outcome: dict[str, Any], place: str) -> Response:
    if "message" in outcome:
        return await _settings(visit, place=place, problem=outcome["message"])
    return visit.see_other(f"/settings?done={place}#{place}")


async def _settings(visit: Visit, *, done: str | None = None, place: str | None = None, problem: str | None = None) -> Response:
    viewer = (await visit.ask("settings"))["viewer"]
    current = next((one for one in viewer["sessions"] if one["isCurrent"]), None)
    return visit.render(
        "settings.html",
        200 if problem is None else 422,
        viewer=viewer,
        current_device=current["deviceId"] if current is not None else None,
        form=visit.form if place == "identity" else {},
        done=done,
        place=place,
        problem=problem,
    )
