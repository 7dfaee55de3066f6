"""Wallet, receipt, transfer and top-up."""

import unicodedata
from typing import Any
from uuid import UUID, uuid4

from starlette.exceptions import HTTPException
from starlette.responses import Response

from gateway.explaining import WORDS
from gateway.pages.asking import AskFailed
from gateway.pages.visits import Visit

ROWS = 20
CURSOR_MAX, TEXT_MAX = 512, 200


async def show_wallet(visit: Visit) -> Response:
    query = visit.request.query_params
    data = await visit.ask("wallet")
    wallets: list[dict[str, Any]] = data["wallets"]
    shown = next((one for one in wallets if one["id"] == query.get("account")), wallets[0] if wallets else None)
    after = query.get("after")
    if after is not None and len(after) > CURSOR_MAX:
        raise HTTPException(404)
    statement = None
    if shown is not None:
        account = (await visit.ask("statement", id=shown["id"], first=ROWS, after=after))["account"]
        statement = account["statement"] if account is not None else None
    return visit.render("wallet.html", viewer=data["viewer"], wallets=wallets, shown=shown, statement=statement, after=after)


async def show_movement(visit: Visit) -> Response:
    movement = (await visit.ask("movement", id=str(visit.request.path_params["id"])))["movement"]
    if movement is None:
        raise HTTPException(404)
    return visit.render("movement.html", movement=movement, is_new=visit.request.query_params.get("sent") == "yes")


async def show_transfer(visit: Visit) -> Response:
    return await _transfer_form(visit, {}, uuid4())


async def transfer(visit: Visit) -> Response:
    """Send, and go on to the receipt; a refusal is shown with the form, under a new id."""
    form = visit.form
    request_id = visit.request_id()
    # Checked here by length alone: what a schema refuses before it runs has no words for the customer.
    if any(len(form.get(name, "")) > TEXT_MAX for name in ("to", "amount", "note", "pin")):
        raise HTTPException(400)
    try:
        outcome = await visit.tell(
            "transfer",
            requestId=str(request_id),
            to=_recipient(form.get("to", "")),
            amount={"amount": _plain(form.get("amount", ""))[:64], "currency": form.get("currency", "CNY")},
            note=form.get("note", ""),
            pin=_plain(form.get("pin", "")) or None,
        )
    except AskFailed as failed:
        if failed.code != "UNAVAILABLE":
            raise
        # Nobody knows whether it was sent: the same id is tried again.
        return await _transfer_form(visit, form, request_id, problem=visit.say(*WORDS[failed.code]), status=503)
    if outcome["__typename"] != "Transferred":
        return await _transfer_form(visit, form, uuid4(), problem=outcome["message"], refusal=outcome["__typename"], status=422)
    return visit.see_other(f"/wallet/movements/{outcome['movementId']}?sent=yes")


async def show_top_up(visit: Visit) -> Response:
    return await _top_up_form(visit, {}, uuid4())


async def top_up(visit: Visit) -> Response:
    """Ask a channel for money, and go on to the page that tells how far it has come."""
    form, request_id = visit.form, visit.request_id()
    if len(form.get("amount", "")) > TEXT_MAX:
        raise HTTPException(400)
    amount = {"amount": _plain(form.get("amount", ""))[:64], "currency": form.get("currency", "CNY")}
    try:
        outcome = await visit.tell("top_up", requestId=str(request_id), amount=amount)
    except AskFailed as failed:
        if failed.code != "UNAVAILABLE":
            raise
        return await _top_up_form(visit, form, request_id, problem=visit.say(*WORDS[failed.code]), status=503)
    if outcome["__typename"] != "TopUp":
        return await _top_up_form(visit, form, uuid4(), problem=outcome["message"], status=422)
    return visit.see_other(f"/wallet/top-up/{outcome['id']}")


async def show_top_up_state(visit: Visit) -> Response:
    found = (await visit.ask("find_top_up", id=str(visit.request.path_params["id"])))["topUp"]
    if found is None:
        raise HTTPException(404)
    return visit.render("top_up_state.html", top_up=found)


async def _transfer_form(
    visit: Visit, form: dict[str, str], request_id: UUID, *, problem: str | None = None, refusal: str | None = None, status: int = 200
) -> Response:
    terms = await visit.ask("transfer_terms")
    return visit.render(
        "transfer.html", status, viewer=terms["viewer"], wallets=terms["wallets"], form=form, request_id=request_id, problem=problem, refusal=refusal
    )


async def _top_up_form(visit: Visit, form: dict[str, str], request_id: UUID, *, problem: str | None = None, status: int = 200) -> Response:
    wallets = (await visit.ask("wallet"))["wallets"]
    return visit.render("top_up.html", status, wallets=wallets, form=form, request_id=request_id, problem=problem)


def _recipient(text: str) -> dict[str, str]:
    """Named by id where it reads as one, else by phone."""
    text = text.strip()
    try:
        return {"customerId": str(UUID(text))}
    except ValueError:
        return {"phone": text}


def _plain(text: str) -> str:
    """Digits as a Chinese keyboard may write them, made plain. Nothing is left out: 1,5 is refused and not read as 15."""
    return unicodedata.normalize("NFKC", text).strip()
