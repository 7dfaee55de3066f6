"""Accounts at partners: linked by whoever began, in one browser, once; spoken for with tokens that are sealed, refreshed by one process, and forgotten."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from domains import scenes
from domains.kernel.database import Database
from domains.kernel.errors import IdReused, Unauthenticated
from domains.scenes.jobs.link import end_unfinished_links
from domains.scenes.queries.partner_credential import find_credential
from domains.scenes.service.calling import ask_partner_for
from domains.scenes.service.credential import find_token, open_credential
from tests.domains.scenes.scene_house import WATER, SceneHouse


async def states(bank: SceneHouse, link: scenes.Link) -> tuple[str, str | None]:
    found = await bank.find_link(link)
    return found.state, found.reason


async def books(bank: SceneHouse) -> Any:
    return await bank.at_partner("/books")


async def test_a_link_stands_only_once_its_own_customer_has_confirmed(bank: SceneHouse) -> None:
    person = await bank.person()
    link = await bank.start(person)
    authorized = await bank.come_back(await bank.allow(await bank.open(link), person.login))
    assert await states(bank, link) == ("authorized", None)
    await bank.run_jobs(person)
    assert await bank.bills(person) == {}
    linked = await bank.confirm(person, link.id, authorized.proof)
    assert (linked.state, linked.id, linked.linked_at is not None) == ("linked", link.id, True)


async def test_nobody_links_their_own_account_to_a_stranger_who_sent_them_the_address(bank: SceneHouse) -> None:
    attacker, victim = await bank.person(), await bank.person()
    link = await bank.start(attacker)
    # The victim opens the attacker's address, and signs in at the partner.
    authorized = await bank.come_back(await bank.allow(await bank.open(link, "victim's"), victim.login), "victim's")
    # The victim's app is not who began; the attacker has no proof.
    with pytest.raises(scenes.LinkNotFound):
        await bank.confirm(victim, link.id, authorized.proof)
    for guess in ("", "x", authorized.proof[:-2] + "AA", str(link.id)):
        with pytest.raises(scenes.LinkProofWrong):
            await bank.confirm(attacker, link.id, guess)
    assert await states(bank, link) == ("authorized", None)
    bank.database.clock.advance(timedelta(minutes=10))
    with pytest.raises(scenes.LinkNotFound):
        await bank.confirm(attacker, link.id, authorized.proof)
    await end_unfinished_links(bank.database)
    assert await states(bank, link) == ("failed", "expired")
    assert (await open_credential(bank.database, link.id))[0] is None


async def test_an_answer_is_taken_once_and_in_its_own_browser(bank: SceneHouse) -> None:
    person = await bank.person()
    link = await bank.start(person)
    told = await bank.allow(await bank.open(link), person.login)
    with pytest.raises(scenes.LinkAnswerRefused, match="other_browser"):
        await bank.come_back(told, "another")
    assert (await states(bank, link))[0] == "opened"
    await bank.come_back(told)
    for again in (told, told._replace(code="another")):
        with pytest.raises(scenes.LinkAnswerRefused, match="state_used"):
            await bank.come_back(again)


async def test_of_many_answers_at_once_one_is_taken(bank: SceneHouse) -> None:
    person = await bank.person()
    told = await bank.allow(await bank.open(await bank.start(person)), person.login)
    answers = await asyncio.gather(*(bank.come_back(told) for _ in range(6)), return_exceptions=True)
    assert sorted(type(one).__name__ for one in answers) == ["LinkAnswerRefused"] * 5 + ["LinkAuthorized"]


async def test_an_address_is_opened_once(bank: SceneHouse) -> None:
    person = await bank.person()
    link = await bank.start(person)
    await bank.open(link)
    with pytest.raises(scenes.LinkAnswerRefused, match="state_used"):
        await bank.open(link, "another")


@pytest.mark.parametrize("state", ["", "x", "A" * 70, "00000000-0000-0000-0000-000000000000"])
async def test_a_state_that_the_house_did_not_make_is_refused(bank: SceneHouse, state: str) -> None:
    with pytest.raises(scenes.LinkAnswerRefused, match="state_unknown"):
        await bank.come_back(scenes.PartnerReturn(state, "code", "iss", None))


async def test_a_ticket_is_no_state_and_no_proof(bank: SceneHouse) -> None:
    person = await bank.person()
    link = await bank.start(person)
    async with bank.database.reading(single=True) as read:
        ticket = str(scenes.link_address(read, link)).rpartition("=")[2]
    await bank.open(link)
    with pytest.raises(scenes.LinkAnswerRefused, match="state_unknown"):
        await bank.come_back(scenes.PartnerReturn(ticket, "code", "iss", None))
    with pytest.raises(scenes.LinkProofWrong):
        await bank.confirm(person, link.id, ticket)


async def test_a_code_of_another_session_links_nothing(bank: SceneHouse) -> None:
    """The attacker's own code, put into the victim's answer: PKCE and nonce are of the session that asked."""
    attacker, victim = await bank.person(), await bank.person()
    stolen = await bank.allow(await bank.open(await bank.start(attacker)), attacker.login)
    link = await bank.start(victim)
    own = await bank.allow(await bank.open(link), victim.login)
    with pytest.raises(scenes.LinkAnswerRefused, match="invalid_grant"):
        await bank.come_back(own._replace(code=stolen.code))
    assert await states(bank, link) == ("failed", "invalid_grant")
    assert (await open_credential(bank.database, link.id))[0] is None


@pytest.mark.parametrize("issuer", [None, "https://evil.example", ""])
async def test_an_answer_of_another_issuer_links_nothing(bank: SceneHouse, issuer: str | None) -> None:
    person = await bank.person()
    link = await bank.start(person)
    told = await bank.allow(await bank.open(link), person.login)
    with pytest.raises(scenes.LinkAnswerRefused, match="response_iss"):
        await bank.come_back(told._replace(issuer=issuer))
    assert await states(bank, link) == ("failed", "response_iss")


async def test_a_no_at_the_partner_and_a_late_answer_link_nothing(bank: SceneHouse) -> None:
    person = await bank.person()
    link = await bank.start(person)
    with pytest.raises(scenes.LinkAnswerRefused, match="denied"):
        await bank.come_back(await bank.allow(await bank.open(link), person.login, "deny"))
    assert await states(bank, link) == ("failed", "denied")
    late = await bank.start(person)
    told = await bank.allow(await bank.open(late), person.login)
    bank.database.clock.advance(timedelta(minutes=10))
    with pytest.raises(scenes.LinkAnswerRefused, match="expired"):
        await bank.come_back(told)


async def test_one_account_for_each_scene(bank: SceneHouse) -> None:
    person, id_ = await bank.person(), uuid4()
    first = await bank.start(person, id_=id_)
    assert await bank.start(person, id_=id_) == first
    with pytest.raises(IdReused):
        await bank.start(await bank.person(), id_=id_)
    await bank.linked(person)
    with pytest.raises(scenes.AlreadyLinked):
        await bank.start(person)
    with pytest.raises(scenes.SceneNotFound):
        await bank.start(person, "nowhere")
    gone = scenes.StartLinkCommand(request_id=uuid4(), owner_id=person.id, session_id=uuid4(), scene=WATER)
    with pytest.raises(Unauthenticated):
        await bank.database.write(scenes.start_link, gone)


async def test_of_two_links_to_one_scene_that_are_confirmed_at_once_one_stands(bank: SceneHouse) -> None:
    person = await bank.person()
    made = []
    for browser in ("one", "two"):
        link = await bank.start(person)
        made.append(await bank.come_back(await bank.allow(await bank.open(link, browser), person.login), browser))
    answers = await asyncio.gather(*(bank.confirm(person, one.link_id, one.proof) for one in made), return_exceptions=True)
    assert sorted(type(one).__name__ for one in answers) == ["AlreadyLinked", "Link"]


async def test_tokens_are_sealed_and_open_nowhere_else(bank: SceneHouse) -> None:
    person, other = await bank.person(), await bank.person()
    link, another = await bank.linked(person), await bank.linked(other)
    _, opened = await open_credential(bank.database, link.id)
    assert opened is not None and opened.subject == person.login
    assert opened.access_token not in repr(opened)
    async with bank.database.reading() as read:
        kept = await find_credential(read, link.id)
    assert kept is not None
    for text in (opened.access_token, str(opened.refresh_token), opened.subject):
        assert text.encode() not in kept.access_sealed + (kept.refresh_sealed or b"") + kept.subject_sealed
    # A row that is copied to another customer's link does not open.
    async with bank.database.transaction() as tx:
        await tx.execute("UPDATE scenes_partner_credential SET access_sealed = $2 WHERE link_id = $1", another.id, kept.access_sealed)
    with pytest.raises(Exception, match="does not open"):
        await open_credential(bank.database, another.id)


async def test_an_erased_customer_has_no_tokens(bank: SceneHouse) -> None:
    person = await bank.person()
    link = await bank.linked(person)
    async with bank.database.transaction() as tx:
        await tx.execute("DELETE FROM kernel_data_key WHERE owner_id = $1", person.id)
    assert await open_credential(bank.database, link.id) == (None, None)


async def test_one_process_refreshes_and_the_others_use_what_it_got(bank: SceneHouse, other_process: Database) -> None:
    person = await bank.person()
    link = await bank.linked(person)
    connector = bank.connector(WATER)
    before = (await books(bank))["refreshes"]
    # About to end, by the house's clock.
    bank.database.clock.advance(timedelta(seconds=290))
    other_process.clock.advance(bank.database.clock.now() - other_process.clock.now())
    databases = [bank.database, other_process] * 6
    tokens = await asyncio.gather(*(find_token(database, connector, link) for database in databases))
    assert len(set(tokens)) == 1 and tokens[0] is not None
    assert (await books(bank))["refreshes"] == before + 1
    kept, opened = await open_credential(bank.database, link.id)
    assert kept is not None and opened is not None
    assert (kept.version, kept.lease_id, opened.access_token) == (2, None, tokens[0])


async def test_a_process_that_died_with_the_lease_blocks_nobody_for_long(bank: SceneHouse) -> None:
    person = await bank.person()
    link = await bank.linked(person)
    async with bank.database.transaction() as tx:
        await tx.execute(
            "UPDATE scenes_partner_credential SET lease_id = $2, leased_until = $3 WHERE link_id = $1", link.id, uuid4(), tx.now + timedelta(seconds=30)
        )
    bank.database.clock.advance(timedelta(seconds=331))
    assert await find_token(bank.database, bank.connector(WATER), link) is not None
    assert (await open_credential(bank.database, link.id))[0].version == 2  # type: ignore[union-attr]


async def test_a_token_that_the_partner_ended_is_refreshed_and_the_call_made(bank: SceneHouse) -> None:
    person = await bank.person(20_000)
    await bank.linked(person)
    await bank.at_partner("/tokens", {"forget": "access"})
    order = await bank.pay(person, (await bank.bills(person))["2"])
    await bank.run_jobs(person)
    assert ((await bank.find_order(order)).state, len(await bank.payments_of(person))) == ("paid", 1)


async def test_a_link_that_the_partner_ended_is_lost_and_what_was_ordered_returned(bank: SceneHouse) -> None:
    person = await bank.person(20_000)
    link = await bank.linked(person)
    await bank.auto_pay(person, link, 6_000)
    order = await bank.pay(person, (await bank.bills(person))["2"])
    await bank.at_partner("/tokens", {"forget": "all"})
    await bank.run_jobs(person)
    assert await states(bank, link) == ("lost", "tokens_refused")
    # Nothing was ever sent: the order waits for a new link, or for its day to be over.
    assert ((await bank.find_order(order)).state, await bank.payments_of(person)) == ("pending", [])
    assert await bank.facts(person, "PartnerLinkLost", "AutoPayStopped") == ["AutoPayStopped", "PartnerLinkLost"]
    await bank.linked(person)
    await bank.later(timedelta(minutes=1))
    assert ((await bank.find_order(order)).state, len(await bank.payments_of(person))) == ("paid", 1)


async def test_unlinking_is_logged_ends_consents_and_the_partner_is_told(bank: SceneHouse) -> None:
    person, stranger = await bank.person(20_000), await bank.person()
    link = await bank.linked(person)
    await bank.auto_pay(person, link, 6_000)
    token = await find_token(bank.database, bank.connector(WATER), link)
    with pytest.raises(scenes.LinkNotFound):
        await bank.unlink(stranger, link)
    order = await bank.pay(person, (await bank.bills(person))["2"])
    with pytest.raises(scenes.LinkBusy) as refused:
        await bank.unlink(person, link)
    assert refused.value.open_orders == 1
    await bank.run_jobs(person)
    assert (await bank.find_order(order)).state == "paid"
    ended = await bank.unlink(person, link)
    assert (ended.state, ended.ended_at is not None, ended.linked_at) == ("unlinked", True, (await bank.find_link(link)).linked_at)
    await bank.run_jobs(person)
    assert (await open_credential(bank.database, link.id))[0] is None
    assert (await bank.connector(WATER).call("list_bills", uuid4(), token, {})).state == "unauthorized"
    assert await bank.facts(person, "PartnerLinked", "PartnerUnlinked", "AutoPayStopped") == ["PartnerLinked", "AutoPayStopped", "PartnerUnlinked"]
    with pytest.raises(scenes.LinkNotFound):
        await bank.unlink(person, link)
    again = await bank.linked(person)
    async with bank.database.reading(single=True) as read:
        (listed,) = await scenes.list_links(read, [person.id])
    assert [(one.id, one.state) for one in listed] == [(again.id, "linked"), (link.id, "unlinked")]


async def test_an_id_never_asks_a_partner_for_two_things(bank: SceneHouse) -> None:
    person = await bank.person()
    await bank.linked(person)
    call_id = uuid4()
    first = await ask_partner_for(bank.database, person.id, "morning-water", "list_bills", call_id, {"page": 1})
    again = await ask_partner_for(bank.database, person.id, "morning-water", "list_bills", call_id, {"page": 1})
    assert (first.state, again.state, first.attempts, again.attempts) == ("done", "done", 1, 2)
    for operation, given in (("list_bills", {"page": 2}), ("ask_payment", {"page": 1})):
        with pytest.raises(scenes.CallReused):
            await ask_partner_for(bank.database, person.id, "morning-water", operation, call_id, given)
