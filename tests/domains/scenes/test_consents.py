"""Consents to partners: granted within what was asked, listed, narrowed and revoked by the customer who gave them."""

from datetime import timedelta
from uuid import uuid4

import pytest

from domains import customers, scenes, wallet
from domains.kernel.assets import CNY
from domains.kernel.database import Database
from domains.kernel.errors import IdReused, Unauthenticated
from domains.kernel.money import Amount
from domains.scenes.queries.consent import FIND_PARTNER_GRANT
from tests.domains.scenes.consenting import ALL_SCOPES, a_partner, as_it_stands, consent_to, narrow, revoke
from tests.domains.wallet.people import everything, person


async def test_what_is_granted_stands_as_it_was_chosen_and_every_version_is_kept(database: Database) -> None:
    someone, partner = await person(database), await a_partner(database)
    consent = await consent_to(database, someone, partner, uses_left=5)
    assert await as_it_stands(database, consent) == consent
    assert (consent.version, consent.terms.scopes, consent.terms.account_ids) == (1, tuple(sorted(ALL_SCOPES)), (someone.account_id,))
    narrowed = await narrow(database, someone, consent.id, payment_cap=Amount(5_000, CNY), uses_left=2)
    assert narrowed.terms.caps is not None and narrowed.terms.caps.payment == Amount(5_000, CNY)
    assert await as_it_stands(database, consent) == narrowed
    revoked = await revoke(database, someone, consent.id)
    assert (revoked.version, revoked.revoked_at is not None) == (3, True)
    async with database.reading() as read:
        rows = await read.fetch("SELECT version, act, terms FROM scenes_consent_version WHERE consent_id = $1 ORDER BY version", consent.id)
    assert [(row["version"], row["act"]) for row in rows] == [(1, "granted"), (2, "narrowed"), (3, "revoked")]
    assert [row["terms"]["caps"]["payment"] for row in rows] == ["1000.00 CNY", "50.00 CNY", "50.00 CNY"]


async def test_the_facts_of_a_consent_name_customer_and_partner_and_nothing_else(database: Database) -> None:
    someone, partner = await person(database), await a_partner(database)
    consent = await consent_to(database, someone, partner)
    await narrow(database, someone, consent.id, open_claims=())
    await narrow(database, someone, consent.id, scopes=("profile",))
    await revoke(database, someone, consent.id)
    async with database.reading() as read:
        rows = await read.fetch(
            "SELECT name, counterpart_id, payload FROM kernel_outbox WHERE subject_id = $1 AND name LIKE 'Partner%' ORDER BY id", someone.id
        )
    assert [(row["name"], row["counterpart_id"], row["payload"]["version"]) for row in rows] == [
        ("PartnerConsentGranted", partner.id, 1),
        ("PartnerConsentNarrowed", partner.id, 2),
        ("PartnerConsentRevoked", partner.id, 3),
    ]


async def test_an_account_that_is_not_the_customers_cannot_be_consented_to(database: Database) -> None:
    someone, stranger, partner = await person(database), await person(database), await a_partner(database)
    async with database.transaction() as tx:
        terms = scenes.widest_terms(["accounts.read"], [stranger.account_id], tx.now, CNY)
        new = scenes.NewConsent(
            id=uuid4(),
            customer_id=someone.id,
            session_id=someone.session_id,
            partner_id=partner.id,
            client_id=partner.client_id,
            purpose="",
            widest=terms,
            terms=terms,
        )
        with pytest.raises(scenes.ConsentLacksAccount):
            await scenes.grant_consent(tx, new)


async def test_a_strangers_consent_is_not_found_and_a_revoked_or_expired_one_is_not_narrowed(database: Database) -> None:
    someone, stranger, partner = await person(database), await person(database), await a_partner(database)
    consent = await consent_to(database, someone, partner)
    before = await everything(database, but=frozenset({"kernel_request"}))
    with pytest.raises(scenes.ConsentNotFound):
        await revoke(database, stranger, consent.id)
    with pytest.raises(scenes.ConsentNotFound):
        await narrow(database, stranger, consent.id, scopes=("profile",))
    with pytest.raises(scenes.ConsentNotNarrower):
        await narrow(database, someone, consent.id, payment_cap=Amount(100_001, CNY))
    assert await everything(database, but=frozenset({"kernel_request"})) == before
    await revoke(database, someone, consent.id)
    with pytest.raises(scenes.ConsentRevoked):
        await narrow(database, someone, consent.id, scopes=("profile",))


async def test_revoking_again_changes_nothing_and_a_repeat_is_told_the_same(database: Database) -> None:
    someone, partner = await person(database), await a_partner(database)
    consent, request_id = await consent_to(database, someone, partner), uuid4()
    first = await revoke(database, someone, consent.id, request_id=request_id)
    assert await revoke(database, someone, consent.id, request_id=request_id) == first
    assert (await revoke(database, someone, consent.id)).version == 2
    with pytest.raises(IdReused):
        await revoke(database, someone, uuid4(), request_id=request_id)


async def test_a_session_that_has_ended_changes_no_consent(database: Database) -> None:
    someone, partner = await person(database), await a_partner(database)
    consent = await consent_to(database, someone, partner)
    command = customers.SignOut(request_id=uuid4(), owner_id=someone.id, session_id=someone.session_id, everywhere=False)
    await database.write(customers.sign_out, command)
    with pytest.raises(Unauthenticated):
        await revoke(database, someone, consent.id)
    assert await as_it_stands(database, consent) == consent


async def test_each_customer_lists_their_own_newest_first_in_one_statement(database: Database) -> None:
    someone, other, partner = await person(database), await person(database), await a_partner(database)
    given = [await consent_to(database, someone, partner, scopes=("profile",)) for _ in range(3)]
    others = await consent_to(database, other, partner, scopes=("profile",))
    async with database.reading() as read:
        with database.counting() as statements:
            first, theirs = await scenes.list_consents(read, [someone.id, other.id], 2, None)
        assert len(statements) == 1
        (rest,) = await scenes.list_consents(read, [someone.id], 2, first.cursors[-1])
    assert [one.id for one in (*first.items, *rest.items)] == [one.id for one in reversed(given)]
    assert (first.has_next, rest.has_next, [one.id for one in theirs.items]) == (True, False, [others.id])


async def test_a_partners_grant_is_one_statement_and_ends_with_what_it_rests_on(fresh_database: Database) -> None:
    database = fresh_database
    someone, partner = await person(database), await a_partner(database)
    consent = await consent_to(database, someone, partner, life=timedelta(days=1))

    async def grant(client_id=partner.client_id, consent_id=consent.id):  # type: ignore[no-untyped-def]
        async with database.reading() as read:
            with database.counting() as statements:
                found = await scenes.find_partner_grant(read, client_id, consent_id, uuid4())
            assert len(statements) == 1
        return found

    found = await grant()
    assert (found.partner_id, found.client_id, found.consent) == (partner.id, partner.client_id, consent)
    assert (await grant(consent_id=None)).consent is None
    other = await a_partner(database, shop=partner.shop)
    assert await grant(client_id=other.client_id) is None
    assert await grant(consent_id=uuid4()) is None
    database.clock.advance(timedelta(days=1))
    assert await grant() is None
    database.clock.run()
    async with database.transaction() as tx:
        await tx.execute("UPDATE scenes_partner SET state = 'suspended' WHERE id = $1", partner.id)
    assert await grant() is None
    async with database.transaction() as tx:
        await tx.execute("UPDATE scenes_partner SET state = 'active' WHERE id = $1", partner.id)
    assert (await grant()).consent == consent
    await revoke(database, someone, consent.id)
    assert await grant() is None


async def test_the_grant_is_found_by_index(database: Database) -> None:
    async with database.reading() as read:
        await read.fetch("SET LOCAL enable_seqscan = off")
        plan = "\n".join(row[0] for row in await read.fetch("EXPLAIN " + FIND_PARTNER_GRANT, uuid4(), uuid4(), uuid4(), uuid4(), read.now))
    assert "scenes_consent_id" in plan and "Seq Scan" not in plan


async def test_a_wallet_in_each_currency_may_be_chosen(database: Database) -> None:
    someone, partner = await person(database), await a_partner(database)
    opened = await database.write(wallet.open_wallet, wallet.OpenWalletCommand(request_id=uuid4(), owner_id=someone.id, asset="USD"))
    consent = await consent_to(database, someone, partner, scopes=("accounts.read",))
    assert consent.terms.account_ids == (someone.account_id,)
    assert opened.account_id != someone.account_id
