"""What a partner asks of a customer: signing in for it, the page that says so in plain words, and the answer."""

from dataclasses import fields, replace
from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from domains import customers, scenes, wallet
from domains.kernel.errors import IdReused, Refusal
from gateway.oauth.authorization import answer_request
from gateway.pages.consent_terms import FormWrong, Offer, cap_text, chosen_terms, offer_of
from gateway.pages.errands import CODE_PATH, DEVICE_PATH, Errand, enter, find_device, find_errand, interaction_token, is_of_interaction, payee_name
from gateway.pages.scope_words import OPEN_CLAIM_WORDS, SCOPE_WORDS, TOO_WIDE_WORDS
from gateway.pages.sessions import PageSession
from gateway.pages.visits import Visit
from gateway.pages.wording import device_name
from resolvers.problems import HANDLERS

PLATFORM = "web"


async def show_consent(visit: Visit) -> Response:
    """The request's page: to sign in first or, for whoever is signed in, what is asked for."""
    errand = await find_errand(visit)
    return _not_open(visit) if errand is None else await show(visit, errand)


async def show(visit: Visit, errand: Errand, problem: str | None = None) -> Response:
    """The page of an errand."""
    enter(visit, errand)
    if not visit.is_signed_in or (errand.must_sign_in and visit.session.signed_in_for != str(errand.id)):
        return _render(visit, errand, "partner_login.html", 200, phone="", problem=problem)
    return await _consent(visit, errand, problem=problem)


async def ask_for_code(visit: Visit) -> Response:
    """The phone was posted: send a code, and ask for it."""
    errand = await _bound_errand(visit)
    phone = visit.form.get("phone", "").strip()
    outcome = await visit.tell("request_code", requestId=str(visit.request_id()), phone=phone)
    if outcome["__typename"] != "CodeSent":
        return _render(visit, errand, "partner_login.html", 422, phone=phone, problem=outcome["message"])
    visit.keep(replace(visit.session, phone=phone))
    return _render(visit, errand, "partner_code.html", 200, phone=phone, problem=None, is_used_up=False)


async def sign_in(visit: Visit) -> Response:
    """The code was posted."""
    errand = await _bound_errand(visit)
    phone = visit.session.phone
    if not phone:
        return visit.see_other(errand.path)
    outcome = await visit.tell(
        "sign_in",
        phone=phone,
        code=visit.form.get("code", "").strip(),
        deviceName=device_name(visit.request.headers.get("user-agent", "")),
        platform=PLATFORM,
    )
    if outcome["__typename"] != "SignedIn":
        is_used_up = outcome.get("attemptsLeft") == 0
        return _render(visit, errand, "partner_code.html", 422, phone=phone, problem=outcome["message"], is_used_up=is_used_up)
    visit.keep(replace(visit.pages.with_tokens(PageSession(), outcome["tokens"]), signed_in_for=str(errand.id)))
    return visit.see_other(errand.path)


async def switch(visit: Visit) -> Response:
    """It is somebody else who is to answer: forget who was signed in."""
    errand = await _bound_errand(visit)
    if visit.is_signed_in:
        await visit.tell("sign_out", requestId=str(visit.request_id()), everywhere=False)
    visit.keep(PageSession())
    return visit.see_other(errand.path)


async def answer(visit: Visit) -> Response:
    """Allowed or refused: the client is told, in one transaction with the consent."""
    errand = await _bound_errand(visit)
    decision = visit.form.get("decision")
    if decision == "refuse":
        return await _refuse(visit, errand)
    if decision != "allow":
        raise HTTPException(400)
    if not visit.is_signed_in:
        return visit.see_other(errand.path)
    return await _allow(visit, errand)


async def _allow(visit: Visit, errand: Errand) -> Response:
    offer = await _offer(visit, errand)
    try:
        terms = chosen_terms(offer, visit.form, visit.pages.clock.now())
    except FormWrong as wrong:
        return await _consent(visit, errand, problem=_too_wide(visit, wrong.what))
    pin = await customers.prove_pin(visit.pages.database.write, visit.viewer.id, visit.form.get("pin") or None)
    command = scenes.Answer(
        request_id=None,
        owner_id=visit.viewer.id,
        session_id=visit.viewer.session_id,
        partner_id=errand.client.partner_id,
        client_id=errand.client.id,
        authorization_id=None if errand.is_device else errand.id,
        browser_key=errand.browser_key,
        device_id=errand.id if errand.is_device else None,
        widest=offer.widest,
        chosen=terms,
        pin=pin,
    )
    try:
        await visit.pages.database.write(scenes.answer_request, command)
    except (scenes.RequestNotOpen, IdReused):
        return await _answered_meanwhile(visit, errand)
    except scenes.ConsentTooWide as wide:
        return await _consent(visit, errand, problem=_too_wide(visit, wide.what))
    except Refusal as refusal:
        return await _consent(visit, errand, problem=worded(visit, refusal))
    return await _done(visit, errand, allowed=True)


async def _refuse(visit: Visit, errand: Errand) -> Response:
    """Anybody in this browser may say no to a request; a device is refused by whoever is signed in."""
    try:
        if not errand.is_device:
            command = scenes.Decline(request_id=None, owner_id=errand.client.partner_id, authorization_id=errand.id, browser_key=errand.browser_key)
            await visit.pages.database.write(scenes.decline_request, command)
        elif visit.is_signed_in:
            no = scenes.Answer(
                request_id=None,
                owner_id=visit.viewer.id,
                session_id=visit.viewer.session_id,
                partner_id=errand.client.partner_id,
                client_id=errand.client.id,
                device_id=errand.id,
            )
            await visit.pages.database.write(scenes.answer_request, no)
    except scenes.RequestNotOpen:
        return await _answered_meanwhile(visit, errand)
    return await _done(visit, errand, allowed=False)


async def _answered_meanwhile(visit: Visit, errand: Errand) -> Response:
    """A button that is pressed twice answers once, and leads to the client all the same: a browser follows the last press."""
    if not errand.is_device:
        led = await answer_request(visit.pages.oauth, errand.id, errand.browser_key)
        if led.status_code == 303:
            return led
    return _not_open(visit)


async def _done(visit: Visit, errand: Errand, *, allowed: bool) -> Response:
    """Back to the client or, where a device waits, a word that it may go on. The form that was posted is good for nothing more."""
    visit.keep(replace(visit.session, form_key=PageSession().form_key, signed_in_for=""))
    if errand.is_device:
        return visit.render("device_done.html", client=errand.client, allowed=allowed)
    return await answer_request(visit.pages.oauth, errand.id, errand.browser_key)


async def _bound_errand(visit: Visit) -> Errand:
    """The errand of a posted form, which was made for it. Raises HTTPException (400, 403)."""
    typed = visit.form.get("user_code", "")
    errand = await find_device(visit, typed) if typed else await find_errand(visit)
    if errand is None:
        raise HTTPException(400)
    enter(visit, errand)
    if not is_of_interaction(visit, errand):
        raise HTTPException(403)
    return errand


async def _offer(visit: Visit, errand: Errand) -> Offer:
    async with visit.pages.database.reading() as read:
        (accounts,) = await wallet.list_wallets(read, [visit.viewer.id])
    return offer_of(errand, accounts, visit.pages.clock.now())


async def _consent(visit: Visit, errand: Errand, *, problem: str | None) -> Response:
    offer = await _offer(visit, errand)
    async with visit.pages.database.reading() as read:
        me = (await customers.list_customers(read, [visit.viewer.id]))[visit.viewer.id]
        payee = await payee_name(read, errand)
    is_money = scenes.has_money(errand.scopes)
    is_possible = (not is_money or me.has_pin) and (not offer.needs_account or bool(offer.accounts)) and (errand.detail is None or payee is not None)
    return _render(
        visit,
        errand,
        "consent.html",
        200 if problem is None else 422,
        offer=offer,
        # The one payment says all that its scope would.
        words=[SCOPE_WORDS[scope.words] for name, scope in scenes.SCOPES.items() if name in errand.scopes and (errand.detail is None or not scope.is_money)],
        claims=[(name, OPEN_CLAIM_WORDS[name]) for name in offer.widest.open_claims],
        me=me,
        payee=payee,
        is_money=is_money,
        is_possible=is_possible,
        cap_text=cap_text,
        form=visit.form,
        problem=problem,
    )


def worded(visit: Visit, refusal: Refusal) -> str:
    """A refusal in the visitor's language, as the schema words it."""
    for handler in HANDLERS:
        known: Any = handler
        if known.exception_type is type(refusal):
            data = {one.name: getattr(refusal, one.name) for one in fields(refusal)}  # type: ignore[arg-type]
            return str(known.words[visit.language].format(**data))
    return visit.say("无法完成授权, 请重试。", "This could not be done. Please try again.")


def _too_wide(visit: Visit, what: str) -> str:
    return visit.say(*TOO_WIDE_WORDS.get(what, ("提交的内容与请求不符。", "This is not what was asked for.")))


def _render(visit: Visit, errand: Errand, template: str, status: int, **values: Any) -> Response:
    return visit.render(
        template,
        status,
        client=errand.client,
        errand=errand,
        errand_fields=errand.fields,
        interaction=interaction_token(visit, errand),
        code_path=CODE_PATH,
        other_language=f"{errand.path}&lang={'en' if visit.language == 'zh' else 'zh'}",
        answer_path=DEVICE_PATH + "/answer" if errand.is_device else "/oauth/consent",
        **values,
    )


def _not_open(visit: Visit) -> Response:
    reason = visit.say(
        "它已过期、已处理, 或不是在此浏览器中打开的。请返回合作方应用重新开始。",
        "It has expired, was answered, or was not opened in this browser. Please go back to the partner's app and start again.",
    )
    return visit.render("partner_error.html", 400, title=visit.say("该请求无法继续", "This request cannot go on"), reason=reason)
