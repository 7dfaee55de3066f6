"""Where a code leads when no app took it: what it is, and how to go on, in the app, in a mini-program or here."""

from dataclasses import replace
from typing import Any

from starlette.responses import RedirectResponse, Response

from gateway.pages.visits import Visit
from gateway.pages.wording import PRODUCT_KINDS, SCAN_ACTIONS

APP_AGENT = "ScenebankApp/"
MINI_PROGRAM_AGENT = "miniProgram"
APP_SCHEME = "scenebank"


async def show_code(visit: Visit) -> Response:
    """The code's page, which counts as a scan. Our app's own browser is sent into the app, with the scan."""
    token = visit.request.path_params["token"]
    agent = visit.request.headers.get("user-agent", "")
    device = "MINI_PROGRAM" if MINI_PROGRAM_AGENT in agent else "BROWSER"
    outcome = await visit.tell("scan", code=f"{visit.pages.settings.origin}/c/{token}", device=device)
    if outcome["__typename"] != "Scanned":
        return visit.render("code_unknown.html", 404, problem=outcome["message"])
    app_address = f"{APP_SCHEME}://c/{token}?attribution={outcome['attribution']}"
    if APP_AGENT in agent:
        return RedirectResponse(app_address, 303)
    if not visit.is_signed_in:
        visit.keep(replace(visit.session, attribution=outcome["attribution"]))
    return visit.render(
        "code_found.html",
        kind_words=visit.say(*PRODUCT_KINDS[outcome["kind"]]),
        name=_name(visit, outcome["target"]),
        place=None if outcome["placement"] is None or outcome["placement"]["kind"] == "SHARE" else outcome["placement"]["label"],
        lines=_lines(visit, outcome["target"]),
        steps=[visit.say(*SCAN_ACTIONS[action]) for action in outcome["actions"]],
        app_address=app_address,
        picture=f"/codes/{token}.svg",
        page_address=f"{visit.pages.settings.origin}/c/{token}",
        is_mini_program=device == "MINI_PROGRAM",
    )


def _name(visit: Visit, target: dict[str, Any]) -> str:
    if target["__typename"] == "QueueTicket":
        return visit.say(f"{target['number']} 号", f"Number {target['number']}")
    if target["__typename"] == "BranchService":
        return visit.say(target["serviceZh"], target["serviceEn"])
    if target["__typename"] == "Prefill":
        return visit.say("您预填的表单", "Your form")
    if target["__typename"] == "ScannedPerson":
        return str(target["party"]["displayName"])
    return visit.say(target["nameZh"], target["nameEn"])


def _lines(visit: Visit, target: dict[str, Any]) -> list[str]:
    """What else the holder of a ticket or a form is told."""
    if target["__typename"] == "Prefill":
        return [visit.say("到网点出示此码, 柜员只能打开一次。", "Show this code at the counter: it opens the form once.")]
    if target["__typename"] != "QueueTicket":
        return []
    if target["counter"] is not None:
        return [visit.say(f"请到{target['counter']}", f"Please come to {target['counter']}")]
    standing = target["standing"]
    if standing is None:
        return []
    ahead, minutes = standing["ahead"], -(-standing["waitSeconds"] // 60)
    return [visit.say(f"前面还有 {ahead} 位, 约 {minutes} 分钟", f"{ahead} before you, about {minutes} minutes")]
