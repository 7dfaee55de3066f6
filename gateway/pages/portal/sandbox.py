"""The sandbox's switches: a till to have money paid to, and faults of its scene partners on demand. In development only."""

from starlette.exceptions import HTTPException
from starlette.responses import Response

from domains import scenes
from domains.scenes import PortalPartner
from gateway.pages.portal.entering import page
from gateway.pages.portal.words import FAULT_WORDS
from gateway.pages.visits import Visit
from gateway.sandbox_tills import open_till as open_sandbox_till
from gateway.sandbox_tills import sandbox_payee_id
from integrations.errors import PartnerUnavailable
from integrations.http import Bounds, PartnerHttp
from integrations.sandbox.scenes import SCENES

COUNTS = ("1", "3", "10")


async def show_sandbox(visit: Visit, partner: PortalPartner) -> Response:
    _check(visit)
    return await _page(visit, partner)


async def open_till(visit: Visit, partner: PortalPartner) -> Response:
    """The partner's payee in the sandbox. However often it is asked for, it is one."""
    _check(visit)
    await open_sandbox_till(visit.pages.database, partner.id)
    return await _page(visit, partner, done=visit.say("测试收款方已开通。", "The till is open."))


async def plan(visit: Visit, partner: PortalPartner) -> Response:
    """Have a scene partner fail with its next payments, or go right again."""
    _check(visit)
    name, fault, count = (visit.form.get(field, "") for field in ("scene", "fault", "count"))
    if name not in SCENES or (fault and (fault not in FAULT_WORDS or count not in COUNTS)):
        raise HTTPException(400)
    settings = visit.pages.settings
    key = settings.sandbox_api_key.get_secret_value()
    headers = {"authorization": f"Bearer {key}"}
    try:
        async with PartnerHttp("sandbox", settings.sandbox_url or "", headers=headers, secrets=(key,), bounds=Bounds(total=3.0, attempts_max=1)) as sandbox:
            path = f"/scenes/{name}/faults"
            answer = await (sandbox.call("POST", path, json={"fault": fault, "count": int(count)}) if fault else sandbox.call("DELETE", path))
    except PartnerUnavailable:
        answer = None
    if answer is None or answer.status >= 300:
        return await _page(visit, partner, problem=visit.say("沙箱暂时没有回应。", "The sandbox does not answer just now."))
    done = visit.say(f"{name}: 接下来 {count} 次: {FAULT_WORDS[fault][0]}。", f"{name}, the next {count}: {FAULT_WORDS[fault][1]}.") if fault else None
    return await _page(visit, partner, done=done or visit.say(f"{name} 恢复正常。", f"{name} goes right again."))


def _check(visit: Visit) -> None:
    if not visit.pages.settings.is_development:
        raise HTTPException(404)


async def _page(visit: Visit, partner: PortalPartner, *, problem: str | None = None, done: str | None = None) -> Response:
    payee_id = sandbox_payee_id(partner.id)
    async with visit.pages.database.reading(single=True) as read:
        (payee,) = await scenes.find_payees(read, [partner.id], [payee_id])
    return page(
        visit,
        partner,
        "sandbox.html",
        200 if problem is None else 422,
        payee_id=payee_id if payee is not None else None,
        scenes=list(SCENES) if visit.pages.settings.sandbox_url else [],
        faults={name: visit.say(*words) for name, words in FAULT_WORDS.items()},
        counts=COUNTS,
        problem=problem,
        done=done,
    )
