"""Purchases that are paid in parts: exact to the fen, each part collected once on its day, whatever fails; and nothing more once all was given back."""

import asyncio
from datetime import date, timedelta
from uuid import uuid4

import pytest

from domains import customers, ledger, scenes, wallet
from domains.kernel.assets import CNY
from domains.kernel.errors import IdReused
from domains.kernel.money import Amount
from domains.scenes import shops
from domains.scenes.jobs.purchase import collect_due_instalments
from domains.scenes.rules.instalment import is_sound
from tests.domains.scenes.scene_house import Person, SceneHouse
from tests.domains.scenes.shopping import SHOP, agree, find, parts_of, pay, pay_part, refund, with_purchase

MONTH = timedelta(days=31)


async def in_parts(bank: SceneHouse, minor: int = 20_000) -> tuple[Person, shops.Purchase, shops.InstalmentPlan]:
    """Somebody whose lantern of 128.00 is paid in three parts, of which the shop has the first."""
    person, purchase = await with_purchase(bank, minor)
    plan = await agree(bank, person, purchase)
    await bank.run_jobs(person)
    return person, purchase, plan


async def states(bank: SceneHouse, plan: shops.InstalmentPlan) -> tuple[str, list[str]]:
    found, parts = await parts_of(bank, plan)
    return found.state.value, [part.state.value for part in parts]


@pytest.mark.parametrize(("minor", "count", "fee"), [(12_800, 3, 0), (1, 2, 1), (100, 36, 7), (99_999_999_999, 7, 12_345), (10, 3, 0)])
def test_the_parts_sum_to_the_fen(minor: int, count: int, fee: int) -> None:
    offer = shops.InstalmentOffer("any", count, 1, fee)
    parts = shops.schedule_of(offer, Amount(minor, CNY), date(2026, 1, 31))
    assert sum(part.amount.minor for part in parts) == minor + fee == shops.total_of(offer, Amount(minor, CNY)).minor
    assert [part.number for part in parts] == list(range(1, count + 1))
    assert len({part.amount for part in parts[1:]}) == 1 and parts[0].amount.minor >= parts[1].amount.minor > 0


def test_parts_are_due_on_the_same_day_of_later_months_or_on_their_last() -> None:
    parts = shops.schedule_of(shops.InstalmentOffer("any", 4, 1, 0), Amount(400, CNY), date(2027, 11, 30))
    assert [part.due_on for part in parts] == [date(2027, 11, 30), date(2027, 12, 30), date(2028, 1, 30), date(2028, 2, 29)]


def test_offers_that_cannot_be_kept_are_not_shown() -> None:
    assert not is_sound(shops.InstalmentOffer("any", 36, 1, 0), Amount(35, CNY))
    assert not is_sound(shops.InstalmentOffer("any", 1, 1, 0), Amount(35, CNY))
    assert is_sound(shops.InstalmentOffer("any", 35, 1, 0), Amount(35, CNY))


async def test_the_first_part_is_paid_at_once_and_the_others_on_their_days(bank: SceneHouse) -> None:
    person, purchase = await with_purchase(bank)
    assert [(offer.code, offer.part_count, offer.fee_minor) for offer in purchase.offers] == [("three", 3, 0), ("twelve", 12, 600)]
    plan = await agree(bank, person, purchase)
    assert (await states(bank, plan), await bank.balance(person)) == (("offered", ["collecting", "due", "due"]), (20_000, 15_732))
    await bank.run_jobs(person)
    _, parts = await parts_of(bank, plan)
    assert ([part.amount.minor for part in parts], await states(bank, plan)) == ([4_268, 4_266, 4_266], ("active", ["paid", "due", "due"]))
    with pytest.raises(scenes.LinkBusy):
        await bank.unlink(person, await bank.find_link_of(person, SHOP))
    await bank.later(MONTH)
    await asyncio.gather(*(bank.run_jobs(person) for _ in range(4)))
    assert (await states(bank, plan), await bank.balance(person)) == (("active", ["paid", "paid", "due"]), (11_466, 11_466))
    await bank.later(MONTH)
    await bank.run_jobs(person)
    assert (await states(bank, plan), (await find(bank, purchase)).state) == (("completed", ["paid"] * 3), "paid")
    taken = await bank.payments_of(person, SHOP)
    assert ([one["amount_minor"] for one in taken], await bank.balance(person)) == ([4_268, 4_266, 4_266], (7_200, 7_200))
    assert await bank.facts(person, "InstalmentsAgreed", "InstalmentsEnded") == ["InstalmentsAgreed", "InstalmentsEnded"]


async def test_a_collection_that_runs_many_times_collects_once(bank: SceneHouse) -> None:
    person, _, plan = await in_parts(bank)
    bank.database.clock.advance(MONTH)
    await bank.sandbox.set_clock(bank.database.clock.now())
    await asyncio.gather(*(collect_due_instalments(bank.database) for _ in range(6)))
    await asyncio.gather(*(bank.run_jobs(person) for _ in range(6)))
    assert (await states(bank, plan), len(await bank.payments_of(person, SHOP))) == (("active", ["paid", "paid", "due"]), 2)
    assert await bank.balance(person) == (11_466, 11_466)


@pytest.mark.parametrize("fault", ["server_error", "never_answers", "timeout_after_success", "server_error_after_success", "unknown_status"])
async def test_whatever_the_shop_does_a_part_is_paid_once(bank: SceneHouse, fault: str) -> None:
    person, _, plan = await in_parts(bank)
    await bank.plan(fault, scene=SHOP)
    await bank.later(MONTH)
    for _ in range(3):
        await bank.run_jobs(person)
        await bank.later(timedelta(minutes=1))
    assert (await states(bank, plan), len(await bank.payments_of(person, SHOP))) == (("active", ["paid", "paid", "due"]), 2)


async def test_a_part_without_money_is_held_back_and_collected_on_a_later_day_or_paid_by_hand(bank: SceneHouse) -> None:
    person, _, plan = await in_parts(bank, 5_000)
    for _ in range(2):
        await bank.later(timedelta(days=15, hours=12))
    _, parts = await parts_of(bank, plan)
    assert (parts[1].state, parts[1].held_back, await bank.balance(person)) == ("due", "InsufficientFunds", (732, 732))
    await bank.later(timedelta(minutes=5))
    assert await bank.facts(person, "InstalmentHeldBack") == ["InstalmentHeldBack"]
    await bank.fill(person, 20_000)
    order = await pay_part(bank, person, plan, 2)
    await bank.run_jobs(person)
    assert ((await bank.find_order(order)).state, await states(bank, plan)) == ("paid", ("active", ["paid", "paid", "due"]))
    with pytest.raises(shops.InstalmentNotDue):
        await pay_part(bank, person, plan, 2)
    await pay_part(bank, person, plan, 3)
    await bank.run_jobs(person)
    assert await states(bank, plan) == ("completed", ["paid"] * 3)


async def test_a_shop_that_refuses_the_first_part_ends_the_plan_and_a_later_one_is_tried_again(bank: SceneHouse) -> None:
    person, purchase = await with_purchase(bank)
    plan = await agree(bank, person, purchase)
    await bank.plan("refuse", scene=SHOP)
    await bank.run_jobs(person)
    assert (await states(bank, plan), (await find(bank, purchase)).state) == (("refused", ["dropped"] * 3), "open")
    again = await agree(bank, person, purchase)
    await bank.run_jobs(person)
    await bank.plan("refuse", scene=SHOP)
    await bank.later(MONTH)
    await bank.run_jobs(person)
    _, parts = await parts_of(bank, again)
    assert (parts[1].state, parts[1].held_back, await bank.balance(person)) == ("due", "payment_refused", (15_732, 15_732))
    await bank.later(timedelta(days=1))
    await bank.run_jobs(person)
    assert await states(bank, again) == ("active", ["paid", "paid", "due"])


async def test_what_was_given_back_in_full_is_collected_no_more(bank: SceneHouse) -> None:
    person, purchase, plan = await in_parts(bank)
    await bank.later(MONTH)
    await bank.run_jobs(person)
    bank.database.clock.advance(MONTH)
    await refund(bank, person, purchase, None)
    await collect_due_instalments(bank.database)
    assert await states(bank, plan) == ("active", ["paid", "paid", "due"])
    await bank.run_jobs(person)
    assert (await states(bank, plan), (await find(bank, purchase)).state) == (("stopped", ["paid", "paid", "dropped"]), "refunded")
    await bank.later(MONTH)
    assert (await bank.balance(person), len(await bank.payments_of(person, SHOP))) == ((20_000, 20_000), 2)


async def test_a_part_that_comes_back_is_taken_from_the_last_payment_and_the_plan_goes_on(bank: SceneHouse) -> None:
    person, purchase, plan = await in_parts(bank)
    await bank.later(MONTH)
    await bank.run_jobs(person)
    await refund(bank, person, purchase, 5_000)
    await bank.run_jobs(person)
    assert (await states(bank, plan), await bank.balance(person)) == (("active", ["paid", "paid", "due"]), (16_466, 16_466))
    await bank.later(MONTH)
    await bank.run_jobs(person)
    assert (await states(bank, plan), await bank.balance(person)) == (("completed", ["paid"] * 3), (12_200, 12_200))


async def test_what_the_shop_took_back_itself_is_collected_no_more(bank: SceneHouse) -> None:
    person, purchase, plan = await in_parts(bank)
    await bank.at_partner("/orders", {"login": person.login, "order_id": purchase.reference, "amount_minor": 12_800, "status": "returned"}, SHOP)
    await bank.later(timedelta(hours=6))
    assert (await states(bank, plan), (await find(bank, purchase)).state) == (("stopped", ["paid", "dropped", "dropped"]), "paid")


async def test_what_cannot_be_agreed_to_is_refused_and_nothing_is_held(bank: SceneHouse) -> None:
    person, purchase = await with_purchase(bank, 4_267)
    stranger = await bank.person(50_000)
    absent = customers.PinProof(customers.PinVerdict.ABSENT)
    for refusal, attempt in (
        (shops.PurchaseNotFound, agree(bank, stranger, purchase)),
        (shops.InstalmentOfferNotFound, agree(bank, person, purchase, "never")),
        (shops.PurchaseChanged, agree(bank, person, purchase, "twelve", 12_800)),
        (wallet.PinRequired, agree(bank, person, purchase, pin=absent)),
        (ledger.InsufficientFunds, agree(bank, person, purchase)),
    ):
        with pytest.raises(refusal):
            await attempt
    assert (await bank.balance(person), (await find(bank, purchase)).state) == ((4_267, 4_267), "open")
    await bank.fill(person, 20_000)
    id_ = uuid4()
    plan = await agree(bank, person, purchase, id_=id_)
    assert await agree(bank, person, purchase, id_=id_) == plan
    with pytest.raises(IdReused):
        await agree(bank, person, purchase, "twelve", id_=id_)
    with pytest.raises(shops.PurchaseNotOpen):
        await pay(bank, person, purchase)
    with pytest.raises(shops.PurchasePartBusy):
        await refund(bank, person, purchase, None)
    await bank.run_jobs(person)
    for who, number in ((stranger, 2), (person, 4)):
        with pytest.raises(shops.InstalmentNotDue):
            await pay_part(bank, who, plan, number)
    assert await bank.balance(person) == (15_732, 15_732)
