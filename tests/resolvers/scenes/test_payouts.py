"""Payouts in the operators' and partners' languages: one of the staff proposes an account, another decides, and the partner sees what was paid."""

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest_asyncio

from domains.scenes.jobs.payout import pay_out_partners
from gateway.embedded import Instance
from gateway.mobile_schema import read_operations
from gateway.trusted import MOBILE_SCHEMA
from gateway.wiring import register_domains
from resolvers.context import PartnerPrincipal, Viewer
from resolvers.permissions import Permission
from resolvers.schema import build_schema
from tests.domains.scenes.consenting import a_client
from tests.domains.scenes.partners import a_partner
from tests.domains.scenes.test_payouts import WORD, run_jobs, settled
from tests.domains.wallet.top_ups import House, house_with_channel, own_database
from tests.integrations.running import running_sandbox
from tests.resolvers import asking

register_domains()
DOCUMENTS = {document.name: document.text for document in read_operations(MOBILE_SCHEMA / "operator-operations")}

PAYOUTS = "{ payouts { nodes { id partnerId amount { amount currency } channel state refusalCode requestedAt settledAt } } }"


@pytest_asyncio.fixture
async def house(migrated: Instance) -> AsyncIterator[House]:
    with running_sandbox() as sandbox, own_database(migrated, "test_payout_desk") as dsn:
        async with house_with_channel(dsn, sandbox) as opened:
            yield opened


def operator() -> Viewer:
    return Viewer(uuid4(), uuid4(), frozenset({Permission.PUBLIC, Permission.OPERATOR_PARTNERS}), "en")


async def send(house: House, viewer: Viewer, name: str, **variables: Any) -> Any:
    data = await asking.ask(build_schema(), house.database, viewer, DOCUMENTS[name], **variables)
    (answer,) = data.values()
    return answer


async def test_one_proposes_another_approves_and_the_partner_sees_what_was_paid(house: House) -> None:
    first, second, partner = operator(), operator(), await settled(house, 50_000)
    proposal = {"partnerId": str(partner), "channel": "sandbox", "destination": WORD, "least": {"amount": "100.00", "currency": "CNY"}}
    proposed = await send(house, first, "ProposePayoutAccount", input=proposal | {"requestId": str(uuid4())})
    assert (proposed["__typename"], proposed["state"], proposed["destination"], proposed["decidedBy"]) == ("PayoutAccount", "PROPOSED", WORD, None)
    wrong = await send(house, first, "ProposePayoutAccount", input=proposal | {"requestId": str(uuid4()), "destination": "two words"})
    assert wrong == {"__typename": "PayoutAccountMalformed", "message": "The channel's word for the account has one to 64 visible characters, and no space."}
    named = {"requestId": str(uuid4()), "accountId": proposed["id"]}
    assert (await send(house, first, "ApprovePayoutAccount", input=named))["__typename"] == "PayoutAccountOwn"
    approved = await send(house, second, "ApprovePayoutAccount", input=named | {"requestId": str(uuid4())})
    assert (approved["state"], approved["decidedBy"]) == ("APPROVED", str(second.id))
    again = await send(house, second, "RejectPayoutAccount", input=named | {"requestId": str(uuid4())})
    assert again["__typename"] == "PayoutAccountNotOpen"
    await pay_out_partners(house.database)
    await run_jobs(house)
    await house.ask_later(timedelta(minutes=1))
    (seen,) = (await send(house, first, "PartnerPayouts", partnerId=str(partner)))["nodes"]
    assert (seen["amount"], seen["channel"], seen["state"], seen["refusalCode"]) == ({"amount": "500.00", "currency": "CNY"}, "sandbox", "POSTED", None)
    assert [one["id"] for one in (await send(house, first, "PayoutAccounts", partnerId=str(partner)))["nodes"]] == [proposed["id"]]
    keys, public = await a_client(house.database, partner), await a_client(house.database, partner, auth_method="none", jwks=None, scopes=("openid",))
    stranger = await a_client(house.database, await a_partner(house.database))
    for client, nodes in ((keys, [seen]), (public, []), (stranger, [])):
        principal = PartnerPrincipal(client.partner_id, client.id, frozenset({"settlements.read"}))
        viewer = Viewer(client.partner_id, permissions=frozenset({Permission.PARTNER}), language="en", partner=principal)
        data = await asking.ask(build_schema(), house.database, viewer, PAYOUTS)
        assert data["payouts"]["nodes"] == nodes
