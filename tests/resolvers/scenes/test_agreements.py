"""Agreements in the operators' language: one proposes, another decides, and what came of it adds up."""

from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID, uuid4

import strawberry

from domains import scenes
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from gateway.wiring import register_domains
from resolvers.context import Viewer
from resolvers.permissions import Permission
from resolvers.schema import build_schema
from tests.domains.scenes.agreeing import DECEMBER, NOVEMBER, a_split, accrue, an_agreement, at, order_of, refund_of
from tests.domains.scenes.partners import a_partner
from tests.domains.wallet.people import everything
from tests.resolvers import asking

register_domains()
agreed = scenes.agreements

MAKE = """mutation ($input: MakeAgreementInput!) { makeAgreement(input: $input) { __typename
    ... on Agreement { id partnerId partner { name } scene currency settledThrough madeBy } ... on Problem { message } } }"""
PROPOSE = """mutation ($input: ProposeAgreementSplitInput!) { proposeAgreementSplit(input: $input) { __typename ... on AgreementSplit { id validFrom validTo
    commissionBps fixed { amount currency } least { amount } shares { partyId shareBps } state proposedBy decidedBy } ... on Problem { message } } }"""
AGREEMENT = """query ($id: ID!) { agreement(id: $id) { splits { id state validTo }
    reconciliation { partyId accrued { amount } reversed { amount } settled { amount } open { amount } owed { amount } isReconciled }
    settlements(first: 2) { nodes { partyId month orders refunds brought { amount } paid { amount } carried { amount }
    lines { nodes { isRefund part { amount } } } } pageInfo { hasNextPage endCursor } } } }"""
SETTLE = """mutation ($input: SettleAgreementInput!) { settleAgreement(input: $input) { __typename ... on AgreementMonth { month settlements { partyId
    paid { amount } } } ... on AgreementMonthNotOver { nextMonth } ... on Problem { message } } }"""
TODAY = date(2026, 11, 1)


def operator() -> Viewer:
    return Viewer(uuid4(), uuid4(), frozenset({Permission.PUBLIC, Permission.OPERATOR_PARTNERS}), "en")


class Desk:
    """Two of the staff."""

    def __init__(self, database: Database) -> None:
        self.database, self.schema, self.first, self.second = database, build_schema(), operator(), operator()

    async def ask(self, viewer: Viewer, document: str, **variables: Any) -> Any:
        data = await asking.ask(self.schema, self.database, viewer, document, **variables)
        (answer,) = data.values()
        return answer

    async def make(self, partner_id: UUID, **changed: Any) -> Any:
        return await self.ask(self.first, MAKE, input={"requestId": str(uuid4()), "partnerId": str(partner_id), "currency": "CNY"} | changed)

    async def propose(self, agreement_id: str, shares: Sequence[tuple[UUID | None, int]], **changed: Any) -> Any:
        told = [{"partyId": None if party is None else str(party), "shareBps": share} for party, share in shares]
        values = {"requestId": str(uuid4()), "agreementId": agreement_id, "validFrom": "2026-11-01", "commissionBps": 1_000, "shares": told}
        return await self.ask(self.first, PROPOSE, input=values | changed)

    async def decide(self, viewer: Viewer, verb: str, split_id: str) -> Any:
        document = f"""mutation ($input: AgreementSplitInput!) {{ {verb}AgreementSplit(input: $input) {{ __typename
            ... on AgreementSplit {{ id state proposedBy decidedBy }} ... on Problem {{ message }} }} }}"""
        return await self.ask(viewer, document, input={"requestId": str(uuid4()), "splitId": split_id})


async def test_one_proposes_and_another_puts_it_into_force(fresh_database: Database) -> None:
    fresh_database.clock.freeze(at(NOVEMBER))
    desk, partner = Desk(fresh_database), await a_partner(fresh_database)
    id_ = str(uuid4())
    for _ in range(2):
        assert await desk.make(partner, requestId=id_) == {
            "__typename": "Agreement",
            "id": id_,
            "partnerId": str(partner),
            "partner": {"name": "晨光水务"},
            "scene": None,
            "currency": "CNY",
            "settledThrough": "2026-10-01",
            "madeBy": str(desk.first.id),
        }
    amounts = {"fixed": {"amount": "0.50", "currency": "CNY"}, "least": {"amount": "1.00", "currency": "CNY"}}
    proposed = await desk.propose(id_, [(partner, 7_000), (None, 3_000)], **amounts)
    assert proposed == {
        "__typename": "AgreementSplit",
        "id": proposed["id"],
        "validFrom": "2026-11-01",
        "validTo": None,
        "commissionBps": 1_000,
        "fixed": {"amount": "0.50", "currency": "CNY"},
        "least": {"amount": "1.00"},
        "shares": [{"partyId": str(partner), "shareBps": 7_000}, {"partyId": None, "shareBps": 3_000}],
        "state": "PROPOSED",
        "proposedBy": str(desk.first.id),
        "decidedBy": None,
    }
    for verb in ("approve", "reject"):
        assert await desk.decide(desk.first, verb, proposed["id"]) == {
            "__typename": "AgreementSplitOwn",
            "message": "Another of the staff decides on what you proposed.",
        }
    approved = await desk.decide(desk.second, "approve", proposed["id"])
    assert (approved["state"], approved["decidedBy"]) == ("APPROVED", str(desk.second.id))
    for viewer, verb in ((desk.second, "reject"), (desk.first, "withdraw")):
        assert (await desk.decide(viewer, verb, proposed["id"]))["__typename"] == "AgreementSplitNotOpen"
    async with fresh_database.reading() as read:
        told = await read.fetch("SELECT actor_id, action FROM kernel_audit WHERE action LIKE 'scenes.%' ORDER BY id")
    assert [(row["actor_id"], row["action"]) for row in told] == [
        (desk.first.id, "scenes.make_agreement"),
        (desk.first.id, "scenes.propose_split"),
        (desk.second.id, "scenes.approve_split"),
    ]


async def test_who_proposed_may_take_it_back_and_nobody_else(fresh_database: Database) -> None:
    fresh_database.clock.freeze(at(NOVEMBER))
    desk = Desk(fresh_database)
    agreement = await desk.make(await a_partner(fresh_database))
    proposed = await desk.propose(agreement["id"], [(None, 10_000)])
    before = await everything(fresh_database, but=frozenset({"kernel_request"}))
    assert await desk.decide(desk.second, "withdraw", proposed["id"]) == {"__typename": "AgreementNotFound", "message": "There is no such agreement or split."}
    assert await everything(fresh_database, but=frozenset({"kernel_request"})) == before
    withdrawn = await desk.decide(desk.first, "withdraw", proposed["id"])
    assert (withdrawn["state"], withdrawn["decidedBy"]) == ("WITHDRAWN", None)
    assert (await desk.decide(desk.second, "approve", proposed["id"]))["__typename"] == "AgreementSplitNotOpen"
    assert (await desk.decide(desk.first, "withdraw", proposed["id"]))["__typename"] == "AgreementSplitNotOpen"
    found = await desk.ask(desk.second, AGREEMENT, id=agreement["id"])
    assert found["splits"] == [{"id": proposed["id"], "state": "WITHDRAWN", "validTo": None}]


async def test_what_breaks_a_rule_is_worded_and_nothing_is_kept(fresh_database: Database) -> None:
    fresh_database.clock.freeze(at(date(2026, 11, 6)))
    desk, partner = Desk(fresh_database), await a_partner(fresh_database)
    agreement = await desk.make(partner)
    late = await desk.propose(agreement["id"], [(None, 10_000)], validFrom="2026-11-05")
    standing = await desk.propose(agreement["id"], [(None, 10_000)], validFrom="2026-11-10", validTo="2026-11-20")
    overlapping = await desk.propose(agreement["id"], [(None, 10_000)], validFrom="2026-11-19")
    await desk.decide(desk.second, "approve", standing["id"])
    before = await everything(fresh_database, but=frozenset({"kernel_request"}))
    whole = [(None, 10_000)]
    for answer, problem, words in (
        (await desk.make(uuid4()), "PartnerNotFound", "There is no such partner."),
        (await desk.make(partner), "AgreementExists", "There is an agreement with this partner, or on this scene, in that currency."),
        (await desk.make(partner, scene="nowhere"), "AgreementSceneNotFound", "There is no such scene of that partner."),
        (await desk.propose("x", whole), "AgreementNotFound", "There is no such agreement or split."),
        (
            await desk.propose(agreement["id"], [(None, 9_999)]),
            "AgreementSplitUneven",
            "The split is not right: shares sum to 10000, these to 9999; a party is named once, and amounts are in range.",
        ),
        (await desk.propose(agreement["id"], whole, validTo="2026-11-01"), "AgreementSplitEndsEarly", "A split ends after the day it begins, 2026-11-01."),
        (await desk.propose(agreement["id"], [(uuid4(), 10_000)]), "AgreementPartyNotFound", "One of the parties is not a partner that the bank works with."),
        (
            await desk.propose(agreement["id"], whole, fixed={"amount": "1.00", "currency": "USD"}),
            "CurrencyMismatch",
            "The currencies differ: USD and CNY.",
        ),
        (
            await desk.decide(desk.second, "approve", late["id"]),
            "AgreementSplitInPast",
            "The split would begin on 2026-11-05, which has gone by. What has gone by is never parted anew.",
        ),
        (await desk.decide(desk.second, "approve", overlapping["id"]), "AgreementSplitOverlaps", "Another approved split is in force on some of its days."),
        (await desk.decide(desk.second, "approve", str(uuid4())), "AgreementNotFound", "There is no such agreement or split."),
    ):
        assert answer == {"__typename": problem, "message": words}
    assert (await desk.propose(agreement["id"], [(partner, 10_000), (partner, 10_000)]))["__typename"] == "AgreementSplitUneven"
    assert (await desk.propose(agreement["id"], whole, least={"amount": "-1.00", "currency": "CNY"}))["__typename"] == "AgreementSplitUneven"
    assert await everything(fresh_database, but=frozenset({"kernel_request"})) == before


async def test_what_was_accrued_is_what_is_settled_and_open_and_the_ledger_agrees(fresh_database: Database) -> None:
    fresh_database.clock.freeze(at(NOVEMBER))
    desk, partner = Desk(fresh_database), await a_partner(fresh_database)
    agreement = await an_agreement(fresh_database, partner)
    await a_split(fresh_database, agreement, {partner: 7_000, HOUSE_ID: 3_000})
    order = order_of(agreement, 10_000, TODAY)
    await accrue(fresh_database, [order])
    settling = {"requestId": str(uuid4()), "agreementId": str(agreement.id), "month": "2026-11-01"}
    assert await desk.ask(desk.first, SETTLE, input=settling) == {
        "__typename": "AgreementMonthNotOver",
        "nextMonth": "2026-11-01",
        "message": "Months are settled in order, each once it is over. The next one is 2026-11-01.",
    }
    fresh_database.clock.freeze(at(DECEMBER))
    for _ in range(2):
        settled = await desk.ask(desk.first, SETTLE, input=settling | {"requestId": str(uuid4())})
        assert {one["partyId"]: one["paid"]["amount"] for one in settled["settlements"]} == {str(partner): "70.00", None: "30.00"}
    await accrue(fresh_database, [refund_of(order, 1_000)])
    with fresh_database.counting() as statements:
        found = await desk.ask(desk.second, AGREEMENT, id=str(agreement.id))
    assert len([one for one in statements if one.lstrip().startswith("SELECT")]) == 7
    names = ("accrued", "reversed", "settled", "open", "owed")
    assert {one["partyId"]: [one[name] and one[name]["amount"] for name in names] for one in found["reconciliation"]} == {
        str(partner): ["70.00", "7.00", "70.00", "-7.00", "-7.00"],
        None: ["30.00", "3.00", "30.00", "-3.00", None],
    }
    assert [one["isReconciled"] for one in found["reconciliation"]] == [True, True]
    assert not found["settlements"]["pageInfo"]["hasNextPage"]
    assert {one["partyId"]: one for one in found["settlements"]["nodes"]}[str(partner)] == {
        "partyId": str(partner),
        "month": "2026-11-01",
        "orders": 1,
        "refunds": 0,
        "brought": {"amount": "0.00"},
        "paid": {"amount": "70.00"},
        "carried": {"amount": "0.00"},
        "lines": {"nodes": [{"isRefund": False, "part": {"amount": "70.00"}}]},
    }


async def test_agreements_are_listed_newest_first_by_the_page(fresh_database: Database) -> None:
    desk = Desk(fresh_database)
    made = [(await desk.make(await a_partner(fresh_database)))["id"] for _ in range(3)]
    document = "query ($after: Cursor) { agreements(first: 2, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }"
    first = await desk.ask(desk.first, document)
    second = await desk.ask(desk.first, document, after=first["pageInfo"]["endCursor"])
    assert [one["id"] for one in (*first["nodes"], *second["nodes"])] == made[::-1]
    assert (first["pageInfo"]["hasNextPage"], second["pageInfo"]["hasNextPage"]) == (True, False)
    for unknown in (str(uuid4()), "x"):
        assert await desk.ask(desk.first, AGREEMENT, id=unknown) is None


async def test_who_lacks_the_permission_is_forbidden() -> None:
    schema: strawberry.Schema = build_schema()
    roots = [schema._schema.query_type, schema._schema.mutation_type]
    told = {name: field.extensions["strawberry-definition"].metadata["permission"] for root in roots if root is not None for name, field in root.fields.items()}
    splits = [f"{verb}AgreementSplit" for verb in ("propose", "approve", "reject", "withdraw")]
    for name in ("agreement", "agreements", "makeAgreement", "settleAgreement", *splits):
        assert told[name] is Permission.OPERATOR_PARTNERS
