"""Receipts over HTTP: the picture, the PDF, and what their code tells anybody."""

import re
from uuid import uuid4
from xml.etree import ElementTree

import httpx
import pytest
import pytest_asyncio

from domains import wallet
from domains.kernel.assets import CNY
from domains.kernel.money import Amount
from gateway.receipts.pdf import pdf_of
from gateway.receipts.wording import Words
from tests.gateway.app.running import RunningApp, SignedIn
from tests.gateway.app.test_moving import ask


class Paid:
    """A transfer, its sender and its receiver."""

    sender: SignedIn
    target: SignedIn
    movement_id: str


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def paid(app: RunningApp) -> Paid:
    made = Paid()
    made.sender, made.target = await app.customer(name="张伟", id_number="110105194912310038"), await app.customer()
    database = app.application.house.database
    least = wallet.FillForDevelopmentCommand(request_id=None, owner_id=made.sender.id, customer_id=made.sender.id, least=Amount(10_000, CNY))
    await database.write(wallet.fill_for_development, least)
    command = wallet.TransferCommand(
        request_id=uuid4(), owner_id=made.sender.id, session_id=made.sender.session_id, target_id=made.target.id, amount=Amount(1_234, CNY), note="悄悄话"
    )
    made.movement_id = str((await database.write(wallet.transfer, command)).movement_id)
    return made


async def get(app: RunningApp, paid: Paid, format_: str, who: SignedIn | None, language: str = "en") -> httpx.Response:
    return await app.http.get(f"/receipts/{paid.movement_id}.{format_}", headers={"accept-language": language, **(who.headers if who else {})})


def texts_of(svg: bytes) -> list[str]:
    return [node.text or "" for node in ElementTree.fromstring(svg).iter("{http://www.w3.org/2000/svg}text")]


async def test_the_picture_says_the_same_to_both_sides_in_their_language(app: RunningApp, paid: Paid) -> None:
    english = await get(app, paid, "svg", paid.sender)
    assert (english.status_code, english.headers["content-type"]) == (200, "image/svg+xml")
    assert english.headers["cache-control"] == "private, no-store"
    assert re.fullmatch(r'attachment; filename="receipt-[A-Z2-7]{5}-[A-Z2-7]{5}\.svg"', english.headers["content-disposition"])
    texts = texts_of(english.content)
    assert texts[:3] == ["Scenebank", "Receipt", "¥12.34 CNY"]
    assert dict(zip(texts[3:13:2], texts[4:13:2], strict=True)) == {
        "Type": "Transfer",
        "From": f"张* {paid.sender.phone[3:6]}****{paid.sender.phone[-4:]}",
        "To": f"{paid.target.phone[3:6]}****{paid.target.phone[-4:]}",
        "Booked": next(text for text in texts if text.endswith("UTC+8")),
        "Movement": paid.movement_id,
    }
    chinese = await get(app, paid, "svg", paid.target, "zh-CN")
    assert texts_of(chinese.content)[1] == "电子回单"
    assert "张伟" not in chinese.text and "悄悄话" not in chinese.text


async def test_the_pdf_is_one_page_and_the_same_each_time(app: RunningApp, paid: Paid) -> None:
    answer, again = [await get(app, paid, "pdf", paid.sender, "zh-CN") for _ in range(2)]
    assert (answer.status_code, answer.headers["content-type"], answer.content[:5]) == (200, "application/pdf", b"%PDF-")
    assert answer.content == again.content
    assert b"/Count 1" in answer.content and b"STSong-Light" in answer.content


def test_a_pdf_bears_every_text_that_it_is_given() -> None:
    words = Words("电子回单", "¥1.00 CNY", [("付款方", "张* (138****8000)"), ("流水号", str(uuid4()))], "-".join(["ABCDE"] * 8), "核验", "已冲正")
    assert len(pdf_of(words)) > 1_000


async def test_a_receipt_is_for_those_whose_movement_it_is(app: RunningApp, paid: Paid) -> None:
    stranger = await app.customer()
    foreign = await get(app, paid, "svg", stranger)
    assert (foreign.status_code, foreign.json()) == (404, {"error": {"code": "receipt_not_found"}})
    nobody = await get(app, paid, "pdf", None)
    assert (nobody.status_code, nobody.json()) == (401, {"error": {"code": "unauthenticated"}})
    assert nobody.headers["www-authenticate"].startswith("Bearer")
    forged = await app.http.get(f"/receipts/{paid.movement_id}.svg", headers={"authorization": "Bearer x.y.z"})
    assert forged.status_code == 401
    assert (await get(app, paid, "exe", paid.sender)).status_code == 404
    assert (await app.http.get(f"/receipts/{uuid4()}.svg", headers=paid.sender.headers)).status_code == 404


async def test_anybody_who_has_the_code_learns_what_the_receipt_says(app: RunningApp, paid: Paid) -> None:
    code = (await ask(app, paid.target, "ReceiptCode", id=paid.movement_id))["receiptCode"]
    assert code in "-".join(texts_of((await get(app, paid, "svg", paid.sender)).content))
    told = await ask(app, None, "VerifyReceipt", code=code.lower())
    assert told | {"bookedAt": ""} == {
        "code": code,
        "kind": "transfer",
        "amount": {"amount": "12.34", "currency": "CNY"},
        "bookedAt": "",
        "payerKind": "CUSTOMER",
        "payer": {"displayName": "张*", "maskedPhone": f"{paid.sender.phone[3:6]}****{paid.sender.phone[-4:]}"},
        "payeeKind": "CUSTOMER",
        "payee": {"displayName": told["payee"]["maskedPhone"], "maskedPhone": f"{paid.target.phone[3:6]}****{paid.target.phone[-4:]}"},
        "isReversed": False,
    }


@pytest.mark.parametrize("code", ["", "AAAAA-AAAAA", "x" * 5000])
async def test_a_code_of_somebody_elses_making_tells_nothing(app: RunningApp, code: str) -> None:
    assert await ask(app, None, "VerifyReceipt", code=code) is None
