"""Consents to partners in the app's language: listed, looked at, narrowed and revoked by whoever gave them, and by nobody else."""

from uuid import uuid4

import strawberry

from domains import scenes
from domains.kernel.assets import CNY
from domains.kernel.database import Database
from domains.kernel.money import Amount
from resolvers.context import Viewer
from resolvers.permissions import Permission
from resolvers.schema import build_schema
from tests.domains.scenes.consenting import ALL_SCOPES, a_partner, consent_to, initiate
from tests.domains.wallet.people import Person, person
from tests.resolvers import asking

SCHEMA: strawberry.Schema = build_schema()
PARTS = """{ id partnerName purpose scopes openClaims accounts { id currency } paymentCap { amount currency } dayCap { amount } monthCap { amount }
    spentThisMonth { amount } usesLeft state version expiresAt revokedAt payment { amount { amount } payee { name } reference } }"""
LIST = "query ($first: Int!, $after: Cursor) { consents(first: $first, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }"
ONE = f"query ($id: ID!) {{ consent(id: $id) {PARTS} }}"
NARROW = """mutation ($input: NarrowConsentInput!) { narrowConsent(input: $input) { __typename ... on PartnerConsent { version usesLeft
    paymentCap { amount } scopes } ... on ConsentNotNarrower { what } ... on Problem { message } } }"""
REVOKE = """mutation ($input: RevokeConsentInput!) { revokeConsent(input: $input) { __typename ... on PartnerConsent { state version }
    ... on Problem { message } } }"""


def viewer(someone: Person, language: str = "en") -> Viewer:
    return Viewer(someone.id, someone.session_id, frozenset({Permission.PUBLIC, Permission.CUSTOMER}), language)


async def test_a_customer_sees_what_a_partner_may_do_and_what_it_did(database: Database) -> None:
    someone, partner = await person(database, 100_000), await a_partner(database)
    consent = await consent_to(database, someone, partner, uses_left=5, open_claims=("name",))
    await initiate(database, partner, consent, 12_800)
    seen = (await asking.ask(SCHEMA, database, viewer(someone), ONE, id=str(consent.id)))["consent"]
    assert seen == {
        "id": str(consent.id),
        "partnerName": "青禾生活",
        "purpose": "",
        "scopes": sorted(ALL_SCOPES),
        "openClaims": ["name"],
        "accounts": [{"id": str(someone.account_id), "currency": "CNY"}],
        "paymentCap": {"amount": "1000.00", "currency": "CNY"},
        "dayCap": None,
        "monthCap": {"amount": "5000.00"},
        "spentThisMonth": {"amount": "128.00"},
        "usesLeft": 4,
        "state": "ACTIVE",
        "version": 1,
        "expiresAt": consent.terms.expires_at.isoformat().replace("+00:00", "Z"),
        "revokedAt": None,
        "payment": None,
    }


async def test_one_agreed_payment_is_shown_with_the_name_that_the_bank_knows_its_payee_by(database: Database) -> None:
    someone, partner = await person(database, 100_000), await a_partner(database)
    detail = scenes.PaymentDetail(partner.payee_id, Amount(12_800, CNY), "订单 4711")
    consent = await consent_to(database, someone, partner, scopes=("payments.write",), detail=detail)
    seen = (await asking.ask(SCHEMA, database, viewer(someone), ONE, id=str(consent.id)))["consent"]
    assert seen["payment"] == {"amount": {"amount": "128.00"}, "payee": {"name": "老王面馆"}, "reference": "订单 4711"}
    await initiate(database, partner, consent, 12_800)
    assert (await asking.ask(SCHEMA, database, viewer(someone), ONE, id=str(consent.id)))["consent"]["state"] == "USED_UP"


async def test_consents_are_paged_and_a_strangers_is_null(database: Database) -> None:
    someone, stranger, partner = await person(database), await person(database), await a_partner(database)
    given = [str((await consent_to(database, someone, partner, scopes=("profile",))).id) for _ in range(3)]
    first = (await asking.ask(SCHEMA, database, viewer(someone), LIST, first=2, after=None))["consents"]
    rest = (await asking.ask(SCHEMA, database, viewer(someone), LIST, first=2, after=first["pageInfo"]["endCursor"]))["consents"]
    assert [one["id"] for one in first["nodes"] + rest["nodes"]] == given[::-1]
    assert (await asking.ask(SCHEMA, database, viewer(stranger), LIST, first=2, after=None))["consents"]["nodes"] == []
    for unknown in (given[0], str(uuid4()), "x"):
        assert (await asking.ask(SCHEMA, database, viewer(stranger), ONE, id=unknown))["consent"] is None


async def test_narrowing_and_revoking_answer_with_what_stands(database: Database) -> None:
    someone, stranger, partner = await person(database), await person(database), await a_partner(database)
    consent = await consent_to(database, someone, partner)
    input_ = {"requestId": str(uuid4()), "id": str(consent.id), "paymentCap": {"amount": "50", "currency": "CNY"}, "usesLeft": 2}
    for _ in range(2):
        narrowed = (await asking.ask(SCHEMA, database, viewer(someone), NARROW, input=input_))["narrowConsent"]
        assert narrowed == {
            "__typename": "PartnerConsent",
            "version": 2,
            "usesLeft": 2,
            "paymentCap": {"amount": "50.00"},
            "scopes": sorted(ALL_SCOPES),
        }
    wider = input_ | {"requestId": str(uuid4()), "paymentCap": {"amount": "51", "currency": "CNY"}}
    told = (await asking.ask(SCHEMA, database, viewer(someone), NARROW, input=wider))["narrowConsent"]
    assert told == {"__typename": "ConsentNotNarrower", "what": "caps", "message": "A consent can only be made narrower: caps."}
    told = (await asking.ask(SCHEMA, database, viewer(stranger), REVOKE, input={"requestId": str(uuid4()), "id": str(consent.id)}))["revokeConsent"]
    assert told == {"__typename": "ConsentNotFound", "message": "There is no such consent."}
    told = (await asking.ask(SCHEMA, database, viewer(someone), REVOKE, input={"requestId": str(uuid4()), "id": str(consent.id)}))["revokeConsent"]
    assert told == {"__typename": "PartnerConsent", "state": "REVOKED", "version": 3}
    after = input_ | {"requestId": str(uuid4())}
    told = (await asking.ask(SCHEMA, database, viewer(someone, "zh"), NARROW, input=after))["narrowConsent"]
    assert told == {"__typename": "ConsentRevoked", "message": "客户已撤销该授权。"}
