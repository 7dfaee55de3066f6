"""What a customer is known by at a partner: from the link's last step until it ends, with a line in the log for each."""

from dataclasses import replace
from uuid import uuid4

from domains import customers, scenes
from domains.kernel.events import LISTENERS
from domains.kernel.relay import relay_until_idle
from domains.scenes.listeners.link import end_links
from tests.domains.scenes.scene_house import RIGHT, WATER, Person, SceneHouse

OURS = {name: one for name, one in LISTENERS.items() if one.listen is end_links}


async def known_by(bank: SceneHouse, person: Person) -> list[tuple[str, str, str]]:
    """By which accounts at partners."""
    async with bank.database.reading() as read:
        (found,) = (await customers.identities.list_identities(read, [person.id])).values()
    return [(one.issuer, one.proof, one.masked_value or "") for one in found if one.kind == "partner"]


async def log_of(bank: SceneHouse, person: Person) -> list[tuple[str, str]]:
    """Oldest first."""
    async with bank.database.reading() as read:
        (found,) = (await customers.identities.list_identity_changes(read, [person.id])).values()
    return [(one.issuer, one.change) for one in reversed(found)]


async def relay_links(bank: SceneHouse) -> None:
    await relay_until_idle(bank.database, listeners=OURS, jobs={})


async def test_a_linked_account_is_what_the_customer_is_known_by_until_it_is_unlinked(bank: SceneHouse) -> None:
    person = await bank.person()
    link = await bank.start(person)
    authorized = await bank.come_back(await bank.allow(await bank.open(link), person.login))
    assert await known_by(bank, person) == []
    await bank.confirm(person, link.id, authorized.proof)
    ((issuer, proof, masked),) = await known_by(bank, person)
    assert (issuer, proof) == (WATER, "provider") and person.login not in masked
    await bank.unlink(person, await bank.find_link(link))
    assert (await known_by(bank, person), await log_of(bank, person)) == ([], [(WATER, "linked"), (WATER, "unlinked")])
    await bank.linked(person)
    assert len(await known_by(bank, person)) == 1


async def test_of_two_who_link_one_account_the_first_is_known_by_it(bank: SceneHouse) -> None:
    first, second = await bank.person(), await bank.person()
    second = replace(second, login=first.login)
    links = [await bank.linked(one) for one in (first, second)]
    assert [one.state for one in links] == ["linked", "linked"]
    assert [len(await known_by(bank, one)) for one in (first, second)] == [1, 0]
    # Whoever is not known by it takes it from nobody by letting go.
    await bank.unlink(second, links[1])
    assert (len(await known_by(bank, first)), await log_of(bank, second)) == (1, [])


async def test_who_lets_the_identity_go_has_no_link_either(bank: SceneHouse) -> None:
    person, busy = await bank.person(), await bank.person(20_000)
    for one in (person, busy):
        await bank.linked(one)
    await bank.pay(busy, (await bank.bills(busy))["2"])
    for one in (person, busy):
        async with bank.database.reading() as read:
            (found,) = (await customers.identities.list_identities(read, [one.id])).values()
        (identity,) = [each for each in found if each.kind == "partner"]
        command = customers.identities.UnlinkIdentity(request_id=uuid4(), owner_id=one.id, session_id=one.session_id, identity_id=identity.id, pin=RIGHT)
        await bank.database.write(customers.identities.unlink_identity, command)
    await relay_links(bank)
    assert await known_by(bank, person) == []
    async with bank.database.reading(single=True) as read:
        standing = await scenes.find_standing_links(read, [person.id, busy.id], [WATER, WATER])
    # Money is on its way over the other one.
    assert [link and link.state for link in standing] == [None, "linked"]
    await bank.run_jobs(person)
    assert await bank.facts(person, "PartnerLinked", "PartnerUnlinked") == ["PartnerLinked", "PartnerUnlinked"]
