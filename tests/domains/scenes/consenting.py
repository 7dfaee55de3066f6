"""Partners with a client and a payee, customers who consent, and payments under their consents: made by the house's own verbs."""

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from cryptography.hazmat.primitives.asymmetric import ec

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
    client_id = (await a_client(database, registered.id, name=f"{name} App")).id
    shop = shop or await tills.shop(database)
    payee_id = uuid4()
    command = scenes.RegisterPayeeCommand(request_id=None, owner_id=HOUSE_ID, partner_id=registered.id, payee_id=payee_id, code_id=shop.code_id)
    await database.write(scenes.register_payee, command)
    return PartnerOfTests(registered.id, client_id, payee_id, shop)


async def a_client(database: Database, partner_id: UUID, *, name: str = "App", keys: Sequence[dict[str, Any]] = (), **more: Any) -> scenes.Client:
    """A confidential client of a partner, which may ask for everything."""
    values: dict[str, Any] = {
        "environment": "live",
        "auth_method": "private_key_jwt",
        "jwks": {"keys": [*keys] or [a_key()]},
        "redirect_uris": ("https://partner.example/callback",),
        "scopes": ALL_SCOPES,
        "grant_types": ("authorization_code", "refresh_token"),
    }
    command = scenes.RegisterClientCommand(request_id=uuid4(), owner_id=HOUSE_ID, partner_id=partner_id, name=name, **{**values, **more})
    return await database.write(scenes.register_client, command)


def a_key() -> dict[str, Any]:
    """A public key as a JWKS shows it."""
    numbers = ec.generate_private_key(ec.SECP256R1()).public_key().public_numbers()
    x, y = (urlsafe_b64encode(number.to_bytes(32, "big")).rstrip(b"=").decode() for number in (numbers.x, numbers.y))
    return {"kty": "EC", "crv": "P-256", "x": x, "y": y, "kid": str(uuid4()), "alg": "ES256", "use": "sig"}


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
