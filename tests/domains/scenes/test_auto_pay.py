"""Standing consents: bills are paid by themselves, each once, up to a cap, and only while the consent stands."""

import asyncio
from datetime import timedelta
from uuid import uuid4

import pytest

from domains import customers, scenes, wallet
from domains.kernel.assets import CNY
from domains.kernel.errors import AmountOutOfRange, Refusal
from domains.kernel.money import Amount
from tests.domains.scenes.scene_house import SceneHouse, with_bill

ABSENT = customers.PinProof(customers.PinVerdict.ABSENT)
WRONG = customers.PinProof(customers.PinVerdict.WRONG, 3)


async def test_a_standing_consent_pays_what_is_due_soon_up_to_its_cap(bank: SceneHouse) -> None:
    person = await bank.person(20_000)
    await bank.at_partner("/bills", {"login": person.login, "bill_id": f"{person.login}-dear", "amount_minor": 9_000})
    link = await bank.linked(person)
    await bank.auto_pay(person, link, 6_000)
    for _ in range(3):
        await bank.later(timedelta(seconds=30))
        await bank.run_jobs(person)
    states = {name: (bill.state, bill.held_back) for name, bill in (await bank.bills(person)).items()}
    # "2" is due in two days; "3" later; "dear" is above the cap.
    assert states == {"1": ("paid", None), "2": ("paid", None), "3": ("open", None), "dear": ("open", "over_cap")}
    (taken,) = await bank.payments_of(person)
    assert (taken["subject"], taken["amount_minor"], await bank.balance(person)) == (f"{person.login}-2", 5_180, (14_820, 14_820))
    assert await bank.facts(person, "BillHeldBack", "AutoPaySet") == ["AutoPaySet", "BillHeldBack"]


async def test_a_standing_consent_tries_again_the_next_day_and_pays_once(bank: SceneHouse) -> None:
    person = await bank.person(1_000)
    link = await bank.linked(person)
    await bank.auto_pay(person, link, 6_000)
    await bank.later(timedelta(seconds=1))
    await bank.later(timedelta(seconds=1))
    assert (await bank.bills(person))["2"].held_back == "InsufficientFunds"
    least = wallet.FillForDevelopmentCommand(request_id=None, owner_id=person.id, customer_id=person.id, least=Amount(20_000, CNY))
    await bank.database.write(wallet.fill_for_development, least)
    await bank.later(timedelta(seconds=1))
    assert (await bank.bills(person))["2"].state == "open"
    await bank.later(timedelta(days=1))
    await asyncio.gather(*(bank.run_jobs(person) for _ in range(4)))
    await bank.later(timedelta(days=1))
    assert ((await bank.bills(person))["2"].state, len(await bank.payments_of(person))) == ("paid", 1)


async def test_by_hand_and_by_itself_at_once_a_bill_is_paid_once(bank: SceneHouse) -> None:
    person, bill = await with_bill(bank)
    (link,) = [await bank.find_link_of(person)]
    await bank.auto_pay(person, link, 6_000)
    answers = await asyncio.gather(bank.pay(person, bill), bank.later(timedelta(seconds=1)), bank.later(timedelta(seconds=1)), return_exceptions=True)
    assert all(one is None or isinstance(one, scenes.Order | Refusal) for one in answers)
    await bank.run_jobs(person)
    assert (len(await bank.payments_of(person)), await bank.balance(person)) == (1, (14_820, 14_820))


async def test_a_standing_consent_takes_the_pin_stands_once_and_can_be_stopped(bank: SceneHouse) -> None:
    person = await bank.person(20_000)
    link = await bank.linked(person)
    stranger = await bank.person()
    for pin, refusal in ((ABSENT, wallet.PinRequired), (WRONG, customers.PinWrong)):
        with pytest.raises(refusal):
            await bank.auto_pay(person, link, 6_000, pin)
    for cap in (0, 1_000_001):
        with pytest.raises(AmountOutOfRange):
            await bank.auto_pay(person, link, cap)
    with pytest.raises(scenes.LinkNotFound):
        await bank.auto_pay(stranger, link, 6_000)
    made = await bank.auto_pay(person, link, 6_000)
    with pytest.raises(scenes.AutoPayStands):
        await bank.auto_pay(person, link, 7_000)
    with pytest.raises(scenes.AutoPayNotFound):
        await bank.database.write(scenes.stop_auto_pay, scenes.StopAutoPayCommand(request_id=uuid4(), owner_id=stranger.id, auto_pay_id=made.id))
    await bank.database.write(scenes.stop_auto_pay, scenes.StopAutoPayCommand(request_id=uuid4(), owner_id=person.id, auto_pay_id=made.id))
    await bank.later(timedelta(days=1))
    assert await bank.payments_of(person) == []
    assert await bank.facts(person, "AutoPaySet", "AutoPayStopped") == ["AutoPaySet", "AutoPayStopped"]
