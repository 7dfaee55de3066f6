"""Purchases at an outside shop in another process: seen, paid once whatever goes wrong on the way, and given back, in full and in part."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from domains import customers, ledger, scenes, wallet
from domains.kernel.assets import CNY, USD
from domains.kernel.errors import AmountOutOfRange, AssetMismatch, IdReused, Unauthenticated
from domains.kernel.money import Amount
from domains.scenes import shops
from tests.domains.scenes.scene_house import SceneHouse
from tests.domains.scenes.shopping import BOOKS, SHOP, agree, find, paid, pay, purchases_of, refund, refunds_of, with_purchase

LOSING = ["server_error", "unavailable", "never_answers", "timeout_after_success", "silent_success", "server_error_after_success", "unknown_status", "not_json"]


async def given_back(bank: SceneHouse, *orders: scenes.Order) -> int:
    """What the shop's own books say."""
    ids = {str(order.id) for order in orders}
    return sum(one["amount_minor"] for one in (await bank.at_partner("/books", scene=SHOP))["refunds"] if one["payment_id"] in ids)


async def test_what_was_ordered_in_the_shop_is_seen_in_the_bank_and_paid_there(bank: SceneHouse) -> None:
    person, purchase = await with_purchase(bank)
    assert (purchase.state, purchase.title, purchase.amount.minor, purchase.scene) == ("open", "纸灯笼 Paper lantern", 12_800, SHOP)
    assert await bank.facts(person) == ["PartnerLinked", "PurchaseFound", "MembershipChanged"]
    owed = await bank.owed(SHOP)
    order = await pay(bank, person, purchase)
    assert (order.state, order.purpose, (await find(bank, purchase)).state) == ("requested", "purchase", "paying")
    assert await bank.balance(person) == (20_000, 7_200)
    await bank.run_jobs(person)
    (taken,) = await bank.payments_of(person, SHOP)
    ended = await bank.find_order(order)
    assert (ended.state, ended.reference, (await find(bank, purchase)).state) == ("paid", taken["reference"], "paid")
    assert (await bank.balance(person), await bank.owed(SHOP)) == ((7_200, 7_200), owed + 12_800)
    await bank.at_partner("/orders", {"login": person.login, "order_id": f"{person.login}-2", "amount_minor": 990}, SHOP)
    await bank.later(timedelta(hours=6))
    found = await purchases_of(bank, person)
    assert {name: one.state.value for name, one in found.items()} == {"1": "paid", "2": "open"}


@pytest.mark.parametrize("fault", LOSING)
async def test_whatever_the_shop_does_it_is_paid_once(bank: SceneHouse, fault: str) -> None:
    person, purchase = await with_purchase(bank)
    order = await pay(bank, person, purchase)
    await bank.plan(fault, order, scene=SHOP)
    await bank.run_jobs(person)
    assert (await bank.find_order(order)).state in ("pending", "paid")
    for _ in range(3):
        await bank.later(timedelta(minutes=1))
    assert ((await bank.find_order(order)).state, (await find(bank, purchase)).state) == ("paid", "paid")
    assert (len(await bank.payments_of(person, SHOP)), await bank.balance(person)) == (1, (7_200, 7_200))


async def test_two_taps_and_eight_jobs_pay_once(bank: SceneHouse) -> None:
    person, purchase = await with_purchase(bank)
    id_ = uuid4()
    answers = await asyncio.gather(*(pay(bank, person, purchase, id_=id_) for _ in range(4)))
    assert len({one.id for one in answers}) == 1
    await asyncio.gather(*(bank.run_jobs(person) for _ in range(8)))
    assert (len(await bank.payments_of(person, SHOP)), await bank.balance(person)) == (1, (7_200, 7_200))
    with pytest.raises(IdReused):
        await pay(bank, person, purchase, id_=id_, minor=1)


async def test_a_refusal_of_the_shop_returns_the_money_and_it_can_be_paid_again(bank: SceneHouse) -> None:
    person, purchase = await with_purchase(bank)
    order = await pay(bank, person, purchase)
    await bank.plan("refuse", order, scene=SHOP)
    await bank.run_jobs(person)
    assert ((await bank.find_order(order)).reason, (await find(bank, purchase)).state) == ("payment_refused", "open")
    assert await bank.balance(person) == (20_000, 20_000)
    await pay(bank, person, purchase)
    await bank.run_jobs(person)
    assert (len(await bank.payments_of(person, SHOP)), (await find(bank, purchase)).state) == (1, "paid")


async def test_what_cannot_be_paid_is_refused_and_nothing_is_held(bank: SceneHouse) -> None:
    person, purchase = await with_purchase(bank, 5_000)
    stranger = await bank.person(50_000)
    for refusal, attempt in (
        (shops.PurchaseNotFound, pay(bank, stranger, purchase)),
        (shops.PurchaseNotFound, pay(bank, person, purchase, purchase_id=uuid4())),
        (shops.PurchaseChanged, pay(bank, person, purchase, minor=12_799)),
        (ledger.InsufficientFunds, pay(bank, person, purchase)),
        (Unauthenticated, pay(bank, person, purchase, session_id=uuid4())),
    ):
        with pytest.raises(refusal):
            await attempt
    assert (await bank.balance(person), await bank.balance(stranger)) == ((5_000, 5_000), (50_000, 50_000))
    assert (await find(bank, purchase)).state == "open"


async def test_a_price_that_changed_is_seen_and_an_order_that_is_gone_leaves(bank: SceneHouse) -> None:
    person, purchase = await with_purchase(bank, 60_000)
    await bank.at_partner("/orders", {"login": person.login, "order_id": purchase.reference, "amount_minor": 30_000}, SHOP)
    await bank.later(timedelta(hours=6))
    with pytest.raises(shops.PurchaseChanged) as refused:
        await pay(bank, person, purchase)
    assert refused.value.amount == Amount(30_000, CNY)
    changed = await find(bank, purchase)
    for pin, refusal in ((customers.PinVerdict.ABSENT, wallet.PinRequired), (customers.PinVerdict.WRONG, customers.PinWrong)):
        with pytest.raises(refusal):
            await pay(bank, person, changed, pin=customers.PinProof(pin, 3))
    await bank.at_partner("/orders", {"login": person.login, "order_id": purchase.reference, "amount_minor": 30_000, "status": "returned"}, SHOP)
    await bank.later(timedelta(hours=6))
    with pytest.raises(shops.PurchaseNotOpen):
        await pay(bank, person, changed)
    assert (await find(bank, purchase)).state == "gone"


async def test_a_part_comes_back_and_then_the_rest(bank: SceneHouse) -> None:
    person, purchase, order = await paid(bank)
    owed = await bank.owed(SHOP)
    assert (await refund(bank, person, purchase, 2_800)).state == "paid"
    assert await bank.balance(person) == (7_200, 7_200)
    await asyncio.gather(*(bank.run_jobs(person) for _ in range(4)))
    assert (await bank.balance(person), await bank.owed(SHOP), await given_back(bank, order)) == ((10_000, 10_000), owed - 2_800, 2_800)
    with pytest.raises(scenes.SceneRefundTooLarge) as refused:
        await refund(bank, person, purchase, 10_001)
    assert refused.value.left == Amount(10_000, CNY)
    assert (await refund(bank, person, purchase, None)).state == "returning"
    await bank.run_jobs(person)
    assert ((await find(bank, purchase)).state, await refunds_of(bank, purchase)) == ("refunded", [("paid", 2_800), ("paid", 10_000)])
    assert (await bank.balance(person), await given_back(bank, order)) == ((20_000, 20_000), 12_800)
    assert await bank.facts(person, "SceneOrderRefunded", "PurchaseRefunded") == ["SceneOrderRefunded", "PurchaseRefunded", "SceneOrderRefunded"]
    await bank.later(timedelta(hours=6))
    assert (await find(bank, purchase)).state == "refunded"


@pytest.mark.parametrize("fault", ["server_error", "never_answers", "timeout_after_success", "server_error_after_success"])
async def test_whatever_the_shop_does_all_comes_back_once(bank: SceneHouse, fault: str) -> None:
    person, purchase, order = await paid(bank)
    id_ = uuid4()
    await asyncio.gather(*(refund(bank, person, purchase, None, id_=id_) for _ in range(3)))
    await bank.plan(fault, scene=SHOP)
    for _ in range(3):
        await bank.run_jobs(person)
        await bank.later(timedelta(minutes=1))
    assert ((await find(bank, purchase)).state, await given_back(bank, order), await bank.balance(person)) == ("refunded", 12_800, (20_000, 20_000))


async def test_a_shop_that_gives_nothing_back_leaves_it_paid(bank: SceneHouse) -> None:
    person, purchase, order = await paid(bank)
    await refund(bank, person, purchase, None)
    await bank.plan("refuse", scene=SHOP)
    await bank.run_jobs(person)
    assert ((await find(bank, purchase)).state, await refunds_of(bank, purchase)) == ("paid", [("refused", 12_800)])
    assert (await bank.balance(person), await given_back(bank, order)) == ((7_200, 7_200), 0)


async def test_what_cannot_be_given_back_is_refused_and_moves_nothing(bank: SceneHouse) -> None:
    person, purchase, order = await paid(bank)
    stranger, still_open = await with_purchase(bank)
    for refusal, attempt in (
        (shops.PurchaseNotFound, refund(bank, stranger, purchase, 1)),
        (shops.PurchaseNotPaid, refund(bank, stranger, still_open, 1)),
        (AmountOutOfRange, refund(bank, person, purchase, 0)),
        (AssetMismatch, refund(bank, person, purchase, None, amount=Amount(1, USD))),
        (scenes.SceneRefundTooLarge, refund(bank, person, purchase, 12_801)),
        (Unauthenticated, refund(bank, person, purchase, 1, session_id=uuid4())),
    ):
        with pytest.raises(refusal):
            await attempt
    await refund(bank, person, purchase, None)
    with pytest.raises(shops.PurchaseNotPaid):
        await refund(bank, person, purchase, None)
    assert (await refunds_of(bank, purchase), await given_back(bank, order)) == ([("requested", 12_800)], 0)


async def test_two_shops_are_apart_and_a_third_takes_a_manifest_and_no_code(bank: SceneHouse) -> None:
    person = await bank.person(40_000)
    for scene in (SHOP, BOOKS, "third-shop"):
        await bank.linked(person, scene)
        purchase = (await purchases_of(bank, person, scene))["1"]
        assert (purchase.scene, purchase.state) == (scene, "open")
    order = await pay(bank, person, purchase)
    await bank.run_jobs(person)
    assert ((await bank.find_order(order)).state, await bank.owed("third-shop")) == ("paid", 12_800)
    await refund(bank, person, purchase, None)
    await bank.run_jobs(person)
    assert ((await find(bank, purchase)).state, await bank.owed("third-shop")) == ("refunded", 0)
    # It was not given the capability, and its manifest's limit holds.
    await bank.at_partner("/orders", {"login": person.login, "order_id": f"{person.login}-2", "amount_minor": 50_001}, SHOP)
    await bank.later(timedelta(hours=6))
    other = (await purchases_of(bank, person, "third-shop"))["2"]
    with pytest.raises(scenes.PaymentTooLarge):
        await pay(bank, person, other)
    with pytest.raises(scenes.SceneNotFound):
        await agree(bank, person, other)
