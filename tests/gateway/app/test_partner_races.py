"""Partners' payments that race over HTTP: against a cap, and against the customer who takes the consent back."""

import asyncio
from typing import Any
from uuid import uuid4

from domains import scenes, wallet
from domains.kernel.assets import CNY
from domains.kernel.money import Amount
from tests.gateway.app.partners import PartnerProgram, a_program
from tests.gateway.app.running import RunningApp

PAY = "mutation ($input: InitiatePaymentInput!) { initiatePayment(input: $input) { __typename ... on Problem { message } } }"


async def test_after_a_revocation_was_answered_over_http_no_racing_payment_is_posted(app: RunningApp) -> None:
    program, customer = await a_program(app, minor=1_000_000)
    assert program.consent is not None
    revocation = "mutation ($input: RevokeConsentInput!) { revokeConsent(input: $input) { __typename ... on PartnerConsent { state } } }"

    def payment() -> dict[str, Any]:
        amount = {"amount": "1.00", "currency": "CNY"}
        return {"requestId": str(uuid4()), "orderId": str(uuid4()), "payeeId": str(program.partner.payee_id), "amount": amount}

    racing = [asyncio.create_task(program.post(PAY, input=payment())) for _ in range(16)]
    await asyncio.sleep(0.02)
    revoked = await app.ask(revocation, customer, input={"requestId": str(uuid4()), "id": str(program.consent.id)})
    assert revoked["revokeConsent"] == {"__typename": "PartnerConsent", "state": "REVOKED"}
    posted_then = await posted(app, program)
    answers = [answer.json() for answer in await asyncio.gather(*racing)]
    made = sum("data" in one and one["data"]["initiatePayment"]["__typename"] == "PaymentInitiation" for one in answers)
    assert await posted(app, program) == posted_then == made
    assert await program.refused(PAY, input=payment()) == (401, "UNAUTHENTICATED")


async def test_sixteen_payments_at_once_over_http_stay_within_the_monthly_cap(app: RunningApp) -> None:
    caps = scenes.Caps(Amount(3_000, CNY), Amount(20_000, CNY))
    program, _ = await a_program(app, minor=1_000_000, caps=caps)
    inputs = [
        {
            "requestId": str(uuid4()),
            "orderId": str(uuid4()),
            "payeeId": str(program.partner.payee_id),
            "amount": {"amount": "30.00", "currency": "CNY"},
        }
        for _ in range(16)
    ]
    answers = await asyncio.gather(*(program.ask(PAY, input=one) for one in inputs))
    outcomes = sorted(one["initiatePayment"]["__typename"] for one in answers)
    assert outcomes == ["CapExceeded"] * 10 + ["PaymentInitiation"] * 6
    assert await posted(app, program) == 6


async def posted(app: RunningApp, program: PartnerProgram) -> int:
    """How many payments were made under a program's consent, by the merchants' own books."""
    assert program.consent is not None
    async with app.application.house.database.reading() as read:
        ids = [row["payment_id"] for row in await read.fetch("SELECT payment_id FROM scenes_initiation WHERE consent_id = $1", program.consent.id)]
        return len(await wallet.find_any_payments(read, ids))
