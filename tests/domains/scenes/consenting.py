"""Partners with a client and a payee, customers who consent, and payments under their consents: made by the house's own verbs."""

from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from domains import scenes, wallet
from domains.kernel.assets import CNY, Asset
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.money import Amount
from tests.domains.wallet import tills
from tests.domains.wallet.people import Person, person

ALL_SCOPES = ("openid", "profile", "phone", "accounts.read", "payments.read", "payments.write")


@dataclass(frozen=True)
class PartnerOfTests:
    """A partner, its client, and a shop of a merchant that it may have paid."""

    id: UUID
    client_id: UUID
    payee_id: UUID
    shop: tills.Shop


async def a_partner(database: Database, *, name: str = "青禾生活", shop: tills.Shop | None = None) -> PartnerOfTests:
    """Somebody new to the house."""
    registered = await database.write(scenes.register_partner, scenes.RegisterPartnerCommand(request_id=uuid4(), owner_id=HOUSE_ID, name=name))
    client_id = uuid4()
    async with database.transaction() as tx:
        await tx.execute(
            "INSERT INTO scenes_client (id, partner_id, name, environment, auth_method, jwks, redirect_uris, scopes, grant_types, state, created_at)"
            " VALUES ($1, $2, $3, 'live', 'private_key_jwt', '{\"keys\": []}', $4, $5, $6, 'active', $7)",
            *(client_id, registered.id, f"{name} App", ["https://partner.example/callback"], list(ALL_SCOPES), ["authorization_code", "refresh_token"]),
            tx.now,
        )
    shop = shop or await tills.shop(database)
    payee_id = uuid4()
    command = scenes.RegisterPayeeCommand(request_id=None, owner_id=HOUSE_ID, partner_id=registered.id, payee_id=payee_id, code_id=shop.code_id)
    await database.write(scenes.register_payee, command)
    return PartnerOfTests(registered.id, client_id, payee_id, shop)


async def consent_to(
    database: Database,
    someone: Person,
    partner: PartnerOfTests,
    *,
    scopes: tuple[str, ...] = ALL_SCOPES,
    asset: Asset = CNY,
    life: timedelta | None = None,
    detail: scenes.PaymentDetail | None = None,
    **terms: Any,
) -> scenes.PartnerConsent:
    """A consent of somebody to a partner: to all that it may ask, unless `terms` say less."""
    async with database.transaction() as tx:
        accounts = [wallet.wallet_account_id(someone.id, asset)] if {"payments.write", "accounts.read"} & set(scopes) else []
        widest = scenes.widest_terms(scopes, accounts, tx.now, asset, caps=terms.get("caps"), detail=detail)
        chosen = replace(widest, **({"open_claims": ()} | ({"expires_at": tx.now + life} if life is not None else {}) | terms))
        new = scenes.NewConsent(
            id=uuid4(),
            customer_id=someone.id,
            session_id=someone.session_id,
            partner_id=partner.id,
            client_id=partner.client_id,
            purpose="",
            widest=widest,
            terms=chosen,
        )
        return await scenes.grant_consent(tx, new)


def initiating(partner: PartnerOfTests, consent: scenes.PartnerConsent, minor: int, asset: Asset = CNY, **more: Any) -> scenes.InitiatePaymentCommand:
    """A command with fresh ids unless they are given."""
    values = {"request_id": uuid4(), "owner_id": partner.id, "consent_id": consent.id, "order_id": f"order-{uuid4()}", "payee_id": partner.payee_id}
    return scenes.InitiatePaymentCommand(**{**values, "amount": Amount(minor, asset), **more})


async def initiate(database: Database, partner: PartnerOfTests, consent: scenes.PartnerConsent, minor: int, **more: Any) -> scenes.Initiation:
    return await database.write(scenes.initiate_payment, initiating(partner, consent, minor, **more))


async def revoke(database: Database, someone: Person, consent_id: UUID, **more: Any) -> scenes.PartnerConsent:
    values = {"request_id": uuid4(), "owner_id": someone.id, "session_id": someone.session_id, "consent_id": consent_id}
    return await database.write(scenes.revoke_consent, scenes.RevokeConsentCommand(**{**values, **more}))


async def narrow(database: Database, someone: Person, consent_id: UUID, *, request_id: UUID | None = None, **narrowing: Any) -> scenes.PartnerConsent:
    command = scenes.NarrowConsentCommand(
        request_id=request_id or uuid4(), owner_id=someone.id, session_id=someone.session_id, consent_id=consent_id, narrowing=scenes.Narrowing(**narrowing)
    )
    return await database.write(scenes.narrow_consent, command)


async def as_it_stands(database: Database, consent: scenes.PartnerConsent) -> scenes.PartnerConsent:
    async with database.reading() as read:
        (found,) = await scenes.find_consents(read, [consent.id], [consent.customer_id])
    assert found is not None
    return found


async def spent(database: Database, consent: scenes.PartnerConsent) -> tuple[int, int]:
    """How often a consent was used, and for how much in all."""
    async with database.reading() as read:
        row = await read.fetchrow(
            "SELECT count(*), coalesce(sum(amount_minor), 0)::bigint FROM scenes_consent_spend WHERE customer_id = $1 AND consent_id = $2",
            *(consent.customer_id, consent.id),
        )
    assert row is not None
    return row[0], row[1]


async def payer(database: Database, minor: int) -> Person:
    return await person(database, minor, verified=True)
