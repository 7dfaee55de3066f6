"""An outside network in another process: friends with both sides' consent alone, cards that are posted once, and likes counted exactly."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from domains import offers, scenes
from domains.kernel.errors import IdReused
from domains.scenes import networks
from tests.domains.scenes.scene_house import WATER, Person, SceneHouse

NETWORK = "plum-circle"


async def member(bank: SceneHouse, scene: str = NETWORK) -> tuple[Person, scenes.Link]:
    person = await bank.person()
    return person, await bank.linked(person, scene)


async def befriend(bank: SceneHouse, one: Person, other: Person, **more: Any) -> None:
    await bank.at_partner("/friends", {"login": one.login, "friend": other.login} | more, NETWORK)


async def agree(bank: SceneHouse, person: Person, link: scenes.Link) -> networks.FriendConsent:
    command = networks.AgreeFriendsCommand(request_id=uuid4(), owner_id=person.id, link_id=link.id)
    consent = await bank.database.write(networks.agree_friends, command)
    await bank.run_jobs(person)
    return consent


async def withdraw(bank: SceneHouse, person: Person, consent: networks.FriendConsent) -> networks.FriendConsent:
    command = networks.WithdrawFriendsCommand(request_id=uuid4(), owner_id=person.id, consent_id=consent.id)
    return await bank.database.write(networks.withdraw_friends, command)


async def friends_of(bank: SceneHouse, *people: Person, scene: str = NETWORK) -> list[list[UUID]]:
    async with bank.database.reading(single=True) as read:
        return await networks.list_friends(read, [person.id for person in people], [scene] * len(people))


async def kept_of(bank: SceneHouse, link: scenes.Link) -> int:
    """How many fingerprints are kept."""
    async with bank.database.reading(single=True) as read:
        return int(await read.fetchval("SELECT count(*) FROM scenes_friend WHERE link_id = $1", link.id))


async def code_of(bank: SceneHouse, person: Person) -> UUID:
    """The customer's own code, which leads to themselves."""
    command = offers.ShareProductCommand(request_id=uuid4(), owner_id=person.id, session_id=person.session_id, kind=offers.Kind.PERSON, product_id=person.id)
    return (await bank.database.write(offers.share_product, command)).id


async def share(bank: SceneHouse, person: Person, link: scenes.Link, code: UUID, *, id_: UUID | None = None, words: str = "来吧 Come and see") -> networks.Card:
    command = networks.ShareCardCommand(request_id=id_ or uuid4(), owner_id=person.id, link_id=link.id, code_id=code, words=words)
    return await bank.database.write(networks.share_card, command)


async def find(bank: SceneHouse, card: networks.Card) -> networks.Card:
    async with bank.database.reading(single=True) as read:
        (found,) = await networks.find_cards(read, [card.id], [card.customer_id])
    assert found is not None
    return found


async def posts_of(bank: SceneHouse, person: Person) -> list[dict[str, Any]]:
    return [one for one in (await bank.at_partner("/cards", scene=NETWORK))["cards"] if one["login"] == person.login]


async def like(bank: SceneHouse, card: networks.Card, *who: str, **more: Any) -> dict[str, Any]:
    for one in who:
        told = await bank.at_partner("/likes", {"card_id": str(card.id), "by": one} | more, NETWORK)
    return dict(told)


async def posted(bank: SceneHouse) -> tuple[Person, scenes.Link, networks.Card]:
    person, link = await member(bank)
    card = await share(bank, person, link, await code_of(bank, person))
    await bank.run_jobs(person)
    return person, link, await find(bank, card)


async def test_friends_are_found_where_both_linked_and_both_agreed(bank: SceneHouse) -> None:
    (one, one_link), (other, other_link), (third, _) = [await member(bank) for _ in range(3)]
    nobody = await bank.person()
    for friend in (other, third, nobody):
        await befriend(bank, one, friend)
    await agree(bank, one, one_link)
    assert await friends_of(bank, one, other) == [[], []]
    await agree(bank, other, other_link)
    assert await friends_of(bank, one, other, third, nobody) == [[other.id], [one.id], [], []]
    assert await kept_of(bank, one_link) == 3
    with pytest.raises(networks.FriendConsentStands):
        await agree(bank, one, one_link)


async def test_a_consent_that_is_withdrawn_takes_both_out_of_sight_and_forgets(bank: SceneHouse) -> None:
    (one, one_link), (other, other_link) = [await member(bank) for _ in range(2)]
    await befriend(bank, one, other)
    first = await agree(bank, one, one_link)
    await agree(bank, other, other_link)
    with pytest.raises(networks.FriendConsentNotFound):
        await withdraw(bank, other, first)
    assert await friends_of(bank, one, other) == [[other.id], [one.id]]
    ended = await withdraw(bank, one, first)
    assert (ended.state, await friends_of(bank, one, other), await kept_of(bank, one_link)) == ("withdrawn", [[], []], 0)
    await bank.run_jobs(one)
    await bank.later(timedelta(hours=6))
    assert await kept_of(bank, one_link) == 0
    again = await agree(bank, one, one_link)
    assert (again.id != first.id, await friends_of(bank, one, other)) == (True, [[other.id], [one.id]])
    await bank.unlink(other, other_link)
    assert (await friends_of(bank, one, other), await kept_of(bank, other_link)) == ([[], []], 0)
    assert (await bank.facts(other, "FriendsWithdrawn", "PartnerUnlinked")) == ["FriendsWithdrawn", "PartnerUnlinked"]


async def test_whoever_is_a_friend_no_more_is_gone_with_the_next_look(bank: SceneHouse) -> None:
    (one, one_link), (other, other_link) = [await member(bank) for _ in range(2)]
    await befriend(bank, one, other)
    await agree(bank, one, one_link)
    await agree(bank, other, other_link)
    await befriend(bank, one, other, ended=True)
    await bank.later(timedelta(hours=6))
    assert await friends_of(bank, one, other) == [[], []]


async def test_a_card_is_posted_with_the_customers_own_code(bank: SceneHouse) -> None:
    person, link, card = await posted(bank)
    (post,) = await posts_of(bank, person)
    assert (card.state, card.reference, card.link_id) == ("posted", post["post_id"], link.id)
    assert (post["words"], post["address"]) == ("来吧 Come and see", card.address)
    assert card.address.startswith("HTTPS://SCENEBANK.EXAMPLE/") or card.address.startswith("https://scenebank.example/")
    assert await bank.facts(person, "CardShared", "CardPosted") == ["CardShared", "CardPosted"]


@pytest.mark.parametrize("fault", ["server_error", "unavailable", "never_answers", "timeout_after_success", "server_error_after_success"])
async def test_whatever_the_network_does_a_card_is_posted_once(bank: SceneHouse, fault: str) -> None:
    person, link = await member(bank)
    code, id_ = await code_of(bank, person), uuid4()
    cards = await asyncio.gather(*(share(bank, person, link, code, id_=id_) for _ in range(4)))
    await bank.plan(fault, scene=NETWORK)
    for _ in range(3):
        await asyncio.gather(*(bank.run_jobs(person) for _ in range(3)))
        await bank.later(timedelta(minutes=1))
    assert ((await find(bank, cards[0])).state, len(await posts_of(bank, person))) == ("posted", 1)
    assert await bank.facts(person, "CardPosted") == ["CardPosted"]
    with pytest.raises(IdReused):
        await share(bank, person, link, code, id_=id_, words="Other words")


async def test_a_card_that_the_network_refuses_or_never_hears_of_is_given_up(bank: SceneHouse) -> None:
    person, link = await member(bank)
    code = await code_of(bank, person)
    refused = await share(bank, person, link, code)
    await bank.plan("refuse", scene=NETWORK)
    await bank.run_jobs(person)
    assert ((await find(bank, refused)).state, (await find(bank, refused)).reason) == ("refused", "card_refused")
    late = await share(bank, person, link, code)
    bank.database.clock.advance(timedelta(hours=24))
    await bank.later(timedelta(0))
    assert ((await find(bank, late)).state, (await find(bank, late)).reason, await posts_of(bank, person)) == ("refused", "expired", [])


async def test_likes_come_back_and_are_counted_exactly(bank: SceneHouse) -> None:
    _, link, card = await posted(bank)
    _, _, other = await posted(bank)
    await like(bank, card, "a", "b", "b", "c")
    await like(bank, card, "c", ended=True)
    await bank.later(timedelta(hours=6))
    counted = await find(bank, card)
    assert (counted.likes, counted.sequence, counted.counted_at is not None, (await find(bank, other)).likes) == (2, 4, True, 0)
    await bank.later(timedelta(hours=6))
    assert (await find(bank, card)).counted_at == counted.counted_at
    assert link.id == counted.link_id


async def test_counts_that_come_twice_late_or_for_somebody_else_change_nothing(bank: SceneHouse) -> None:
    person, _, card = await posted(bank)
    stranger, _ = await member(bank)

    async def told(owner: Person, likes: int, sequence: int) -> int:
        command = networks.CountLikesCommand(request_id=None, owner_id=owner.id, scene=NETWORK, counted=[(card.id, likes, sequence)])
        return (await bank.database.write(networks.count_likes, command)).count

    assert [await told(person, 5, 7), await told(person, 5, 7), await told(person, 4, 6), await told(stranger, 99, 99)] == [1, 0, 0, 0]
    assert ((await find(bank, card)).likes, (await find(bank, card)).sequence) == (5, 7)


async def test_what_cannot_be_shared_is_refused_and_nothing_is_posted(bank: SceneHouse) -> None:
    (person, link), (stranger, strange_link) = [await member(bank) for _ in range(2)]
    water = await bank.linked(person, WATER)
    code, strange_code = await code_of(bank, person), await code_of(bank, stranger)
    for refusal, attempt in (
        (scenes.LinkNotFound, share(bank, stranger, link, strange_code)),
        (scenes.LinkNotFound, agree(bank, stranger, link)),
        (scenes.SceneNotFound, share(bank, person, water, code)),
        (scenes.SceneNotFound, agree(bank, person, water)),
        (networks.CardMalformed, share(bank, person, link, code, words=" ")),
        (networks.CardMalformed, share(bank, person, link, code, words="x" * 201)),
        (networks.ShareNotFound, share(bank, person, link, strange_code)),
        (networks.ShareNotFound, share(bank, stranger, strange_link, uuid4())),
    ):
        with pytest.raises(refusal):
            await attempt
    await bank.run_jobs(person)
    assert (await posts_of(bank, person), await posts_of(bank, stranger)) == ([], [])


async def test_a_network_takes_a_manifest_and_no_code_and_is_apart(bank: SceneHouse) -> None:
    (one, one_link), (other, other_link) = [await member(bank, "third-network") for _ in range(2)]
    await bank.linked(one, NETWORK)
    await befriend(bank, one, other)
    await agree(bank, one, one_link)
    await agree(bank, other, other_link)
    assert await friends_of(bank, one, other, scene="third-network") == [[other.id], [one.id]]
    assert await friends_of(bank, one, other) == [[], []]
    with pytest.raises(scenes.SceneNotFound):
        await share(bank, one, one_link, await code_of(bank, one))
