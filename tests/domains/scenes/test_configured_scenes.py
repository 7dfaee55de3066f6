"""Campus and community: partners of a known kind by a manifest alone, and no loans advertised to students."""

from collections.abc import Sequence
from datetime import timedelta

import pytest

from domains import scenes
from domains.scenes.rules.scene import may_market_loans
from integrations.partners import ManifestMalformed, read_manifest
from integrations.sandbox.scenes import sandbox_manifests
from tests.domains.scenes.scene_house import WATER, Person, SceneHouse

CAMPUS, COMMUNITY = "river-campus", "garden-community"


async def may_hear_of_loans(bank: SceneHouse, people: Sequence[Person]) -> list[bool]:
    async with bank.database.reading(single=True) as read:
        return await scenes.find_loan_marketing(read, [person.id for person in people])


@pytest.mark.parametrize(
    ("scene", "titles"),
    [(CAMPUS, {"学费 Tuition", "校园卡充值 Card top-up"}), (COMMUNITY, {"物业费 Management fee", "停车费 Parking"})],
)
@pytest.mark.parametrize("fault", [None, "timeout_after_success", "silent_success"])
async def test_fees_are_paid_once(bank: SceneHouse, scene: str, titles: set[str], fault: str | None) -> None:
    person = await bank.person(20_000)
    await bank.linked(person, scene)
    bills = await bank.bills(person, scene)
    assert {bill.title for bill in bills.values()} == titles
    order = await bank.pay(person, bills["3"])
    if fault is not None:
        await bank.at_partner("/faults", {"fault": fault, "count": 1, "payment_id": str(order.id)}, scene)
    await bank.run_jobs(person)
    if fault is not None:
        await bank.later(timedelta(minutes=10))
    assert (await bank.find_order(order)).state == "paid"
    assert len(await bank.payments_of(person, scene)) == 1
    assert await bank.balance(person) == (18_760, 18_760)


async def test_no_loan_is_advertised_to_students(bank: SceneHouse) -> None:
    student, other, nobody = [await bank.person() for _ in range(3)]
    link = await bank.linked(student, CAMPUS)
    await bank.linked(student, WATER)
    await bank.linked(other, COMMUNITY)
    assert await may_hear_of_loans(bank, [student, other, nobody]) == [False, True, True]
    await bank.unlink(student, link)
    assert await may_hear_of_loans(bank, [student]) == [True]


def test_one_campus_among_a_persons_scenes_is_enough() -> None:
    def made(students: bool) -> scenes.Scene:
        return scenes.scene_of("one", "public_utilities", "一", "One", frozenset({"bills"}), 1, needs_link=True, serves_students=students)

    assert may_market_loans([])
    assert may_market_loans([made(False)])
    assert not may_market_loans([made(False), made(True)])


def test_an_audience_that_is_not_known_is_refused() -> None:
    text = sandbox_manifests("http://127.0.0.1:8790")[CAMPUS]
    assert read_manifest(text, {CAMPUS: "hush"}, may_be_loopback=True).serves_students
    for bad in ('"pupils"', "1", '["students"]'):
        with pytest.raises(ManifestMalformed, match="audience"):
            read_manifest(text.replace('"students"', bad), {CAMPUS: "hush"}, may_be_loopback=True)
