"""An outside network in the app's language, as the app asks: friends who agreed, cards, likes; and nobody else's shown."""

from collections.abc import AsyncIterator, Iterator
from datetime import timedelta

import pytest
import pytest_asyncio

from gateway.embedded import Instance
from tests.domains.scenes.scene_house import SceneHouse, scene_house
from tests.domains.scenes.test_networks import NETWORK, befriend, code_of, member
from tests.domains.wallet.top_ups import own_database
from tests.integrations.running import Sandbox, running_sandbox
from tests.resolvers.scenes.test_utilities import App


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    with running_sandbox() as running:
        yield running


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def bank(migrated: Instance, sandbox: Sandbox) -> AsyncIterator[SceneHouse]:
    with own_database(migrated, "resolvers_networks") as dsn:
        async with scene_house(dsn, sandbox) as opened:
            yield opened


async def test_friends_are_shown_to_each_other_until_one_withdraws(bank: SceneHouse) -> None:
    (one, one_link), (other, other_link) = [await member(bank) for _ in range(2)]
    mine, theirs = App(bank, one), App(bank, other)
    await befriend(bank, one, other)
    agreed = await mine.tell("AgreeFriends", linkId=str(one_link.id))
    assert (agreed["__typename"], agreed["state"]) == ("FriendConsent", "ACTIVE")
    assert (await theirs.tell("AgreeFriends", linkId=str(one_link.id)))["__typename"] == "LinkNotFound"
    await theirs.tell("AgreeFriends", linkId=str(other_link.id))
    for person in (one, other):
        await bank.run_jobs(person)
    shown = await mine.ask("NetworkScene", id=NETWORK)
    assert (shown["__typename"], shown["title"], shown["friendConsent"]["id"]) == ("NetworkScene", "Plum Circle", agreed["id"])
    assert ([one["id"] for one in shown["friends"]], len((await theirs.ask("NetworkScene", id=NETWORK))["friends"])) == ([str(other.id)], 1)
    assert (await theirs.tell("WithdrawFriends", consentId=agreed["id"]))["__typename"] == "FriendConsentNotFound"
    assert (await mine.tell("WithdrawFriends", consentId=agreed["id"]))["state"] == "WITHDRAWN"
    for app in (mine, theirs):
        assert (await app.ask("NetworkScene", id=NETWORK))["friends"] == []


async def test_a_card_is_posted_and_its_likes_come_back(bank: SceneHouse) -> None:
    (person, link), (stranger, _) = [await member(bank) for _ in range(2)]
    mine, theirs = App(bank, person), App(bank, stranger, "zh")
    code = str(await code_of(bank, person))
    card = await mine.tell("ShareCard", linkId=str(link.id), shareId=code, words="来吧")
    assert (card["__typename"], card["state"], card["likes"]) == ("SharedCard", "PENDING", 0)
    await bank.run_jobs(person)
    for who in ("a", "b"):
        await bank.at_partner("/likes", {"card_id": card["id"], "by": who}, NETWORK)
    await bank.later(timedelta(hours=6))
    shown = await mine.ask("SharedCard", id=card["id"])
    assert (shown["state"], shown["likes"], [one["id"] for one in (await mine.ask("NetworkScene", id=NETWORK))["cards"]["nodes"]]) == (
        "POSTED",
        2,
        [card["id"]],
    )
    assert (await theirs.ask("SharedCard", id=card["id"]), (await theirs.ask("NetworkScene", id=NETWORK))["cards"]["nodes"]) == (None, [])
    refused = await mine.tell("ShareCard", linkId=str(link.id), shareId=code, words="x" * 201)
    assert (refused["__typename"], refused["message"]) == ("CardMalformed", "The words of a card are of 1 to 200 characters.")
    strange = await theirs.tell("ShareCard", linkId=str(link.id), shareId=code, words="来吧")
    assert strange["__typename"] == "LinkNotFound"
