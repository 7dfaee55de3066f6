"""What a partner was settled, told to its own program: by a query and as a file, and to nobody else."""

import csv
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import httpx

from domains import scenes
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.scenes.rules.agreement import last_month, month_of
from tests.domains.scenes.agreeing import a_split, accrue, an_agreement, order_of, refund_of
from tests.domains.scenes.consenting import PartnerOfTests
from tests.gateway.app.partners import PartnerProgram, a_program, clients_token, customers_token
from tests.gateway.app.proofs import DeviceKey
from tests.gateway.app.running import RunningApp

agreed = scenes.agreements

LIST = """query ($first: Int, $after: Cursor) { agreementSettlements(first: $first, after: $after) {
    nodes { id month partyId orders refunds paid { amount currency } } pageInfo { hasNextPage endCursor } } }"""
ONE = """query ($id: ID!, $after: Cursor) { agreementSettlement(id: $id) { accrued { amount } reversed { amount } paid { amount }
    lines(first: 2, after: $after) { nodes { entryId orderId isRefund amount { amount } commission { amount } part { amount } }
        pageInfo { hasNextPage endCursor } } } }"""


async def settled(database: Database, partner: PartnerOfTests) -> agreed.AgreementSettlement:
    """A month of two orders, half of one given back, at 70 of a hundred for the partner."""
    agreement = await an_agreement(database, partner.id)
    today = database.clock.now().date()
    past = last_month(month_of(today))
    async with database.transaction() as tx:
        await tx.execute("UPDATE scenes_agreement SET settled_through = $2 WHERE id = $1", agreement.id, last_month(past))
    await a_split(database, agreement, {partner.id: 7_000, HOUSE_ID: 3_000}, valid_from=date(today.year + 1, 1, 1))
    async with database.transaction() as tx:
        await tx.execute("UPDATE scenes_agreement_split SET valid_from = $2 WHERE agreement_id = $1", agreement.id, past)
    orders = [order_of(agreement, minor, past) for minor in (10_000, 333)]
    await accrue(database, [*orders, refund_of(orders[0], 5_000)])
    async with database.transaction() as tx:
        await tx.execute("UPDATE scenes_agreement SET settled_through = $2 WHERE id = $1", agreement.id, last_month(past))
    command = agreed.SettleAgreementCommand(request_id=None, owner_id=HOUSE_ID, agreement_id=agreement.id, month=past)
    month = await database.write(agreed.settle_agreement, command)
    return next(one for one in month.settlements if one.party_id == partner.id)


async def file_of(program: PartnerProgram, id_: object) -> httpx.Response:
    path = f"/partners/settlements/{id_}.csv"
    address = f"{program.app.application.settings.origin}{path}"
    sent = {"authorization": f"DPoP {program.token}", "dpop": program.key.proof(address, program.token, method="GET")}
    return await program.app.http.get(path, headers=sent)


async def test_a_partner_sees_its_settlement_with_its_lines_and_has_it_as_a_file(app: RunningApp) -> None:
    program, _ = await a_program(app, scopes=("payments.read",))
    one = await settled(app.application.house.database, program.partner)
    (node,) = (await program.ask(LIST))["agreementSettlements"]["nodes"]
    paid = {"amount": f"{one.paid.minor // 100}.{one.paid.minor % 100:02d}", "currency": "CNY"}
    assert node == {"id": str(one.id), "month": str(one.month), "partyId": str(program.partner.id), "orders": 2, "refunds": one.refunds, "paid": paid}
    lines: list[dict[str, Any]] = []
    after = None
    while True:
        page = (await program.ask(ONE, id=str(one.id), after=after))["agreementSettlement"]["lines"]
        lines += page["nodes"]
        if not page["pageInfo"]["hasNextPage"]:
            break
        after = page["pageInfo"]["endCursor"]
    assert sorted(line["part"]["amount"] for line in lines if not line["isRefund"]) == ["2.33", "70.00"]
    answer = await file_of(program, one.id)
    assert (answer.status_code, answer.headers["content-type"], answer.headers["cache-control"]) == (200, "text/csv; charset=utf-8", "private, no-store")
    header, *rows, total = csv.reader(answer.text.splitlines())
    assert header == ["kind", "id", "order_id", "at", "currency", "amount", "commission", "part"]
    assert [row[1] for row in rows] == [line["entryId"] for line in lines]
    assert (total[0], total[1], total[-1]) == ("total", str(one.id), paid["amount"])


async def test_a_strangers_settlement_is_null_and_no_file(app: RunningApp) -> None:
    program, _ = await a_program(app, scopes=("payments.read",))
    stranger, _ = await a_program(app, scopes=("payments.read",))
    one = await settled(app.application.house.database, program.partner)
    houses = await settlement_of_house(app.application.house.database, one)
    for asker, id_ in ((stranger, one.id), (program, houses), (program, uuid4()), (program, "x")):
        assert (await asker.ask(ONE, id=str(id_)))["agreementSettlement"] is None
        answer = await file_of(asker, id_)
        assert (answer.status_code, answer.json()) == (404, {"error": "settlement_not_found"})
    assert (await stranger.ask(LIST))["agreementSettlements"]["nodes"] == []


async def test_a_public_client_whose_tokens_are_in_customers_hands_sees_none(app: RunningApp) -> None:
    program, _ = await a_program(app, scopes=("payments.read",))
    database = app.application.house.database
    one = await settled(database, program.partner)
    async with database.transaction() as tx:
        await tx.execute("UPDATE scenes_client SET auth_method = 'none', jwks = NULL WHERE id = $1", program.partner.client_id)
    assert (await program.ask(ONE, id=str(one.id)))["agreementSettlement"] is None
    assert (await program.ask(LIST))["agreementSettlements"]["nodes"] == []
    assert (await file_of(program, one.id)).status_code == 404


async def test_a_partner_without_a_customer_sees_its_settlements_with_a_token_of_its_own(app: RunningApp) -> None:
    with_customer, _ = await a_program(app, scopes=("payments.read",))
    one = await settled(app.application.house.database, with_customer.partner)
    key = DeviceKey()
    own = await clients_token(app, with_customer.partner.client_id, key, ("settlements.read",))
    program = PartnerProgram(app, with_customer.partner, None, own, key)
    assert [node["id"] for node in (await program.ask(LIST))["agreementSettlements"]["nodes"]] == [str(one.id)]
    assert (await program.ask(ONE, id=str(one.id)))["agreementSettlement"] is not None
    assert (await file_of(program, one.id)).status_code == 200
    assert await program.refused("{ consentedAccounts { id } }") == (403, "FORBIDDEN")
    without = PartnerProgram(app, with_customer.partner, None, await clients_token(app, with_customer.partner.client_id, key, ("webhooks.manage",)), key)
    assert await without.refused(LIST) == (403, "FORBIDDEN")
    assert (await file_of(without, one.id)).status_code == 403
    # Of a customer's consent the scope is nobody's: a token that says so is given nothing by it.
    assert with_customer.consent is not None
    widened = await customers_token(app, with_customer.consent, key, ("profile", "settlements.read"))
    assert await PartnerProgram(app, with_customer.partner, with_customer.consent, widened, key).refused(LIST) == (403, "FORBIDDEN")


async def test_without_the_scope_or_a_partners_token_there_is_no_file(app: RunningApp) -> None:
    program, customer = await a_program(app, scopes=("profile",))
    answer = await file_of(program, uuid4())
    assert (answer.status_code, answer.json()) == (403, {"error": "forbidden"})
    assert await program.refused(LIST) == (403, "FORBIDDEN")
    path = f"/partners/settlements/{uuid4()}.csv"
    assert (await app.http.get(path)).status_code == 401
    unproved = await app.http.get(path, headers={"authorization": f"DPoP {program.token}"})
    assert (unproved.status_code, unproved.json()) == (401, {"error": "unauthenticated"})
    assert unproved.headers["www-authenticate"].startswith("DPoP ")
    assert (await app.http.get(path, headers={"authorization": f"Bearer {customer.token}"})).status_code == 401


async def settlement_of_house(database: Database, one: agreed.AgreementSettlement) -> UUID:
    async with database.reading() as read:
        (page,) = await agreed.list_settlement_pages_of_agreements(read, [one.agreement_id], 10, None)
    return next(settlement.id for settlement in page.items if settlement.party_id == HOUSE_ID)
