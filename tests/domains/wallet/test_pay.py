"""Paying a merchant by a printed code, an order, and several at once: what moves, what is refused, what it costs, and races."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
import pytest_asyncio

from domains import customers, ledger, wallet
from domains.kernel.assets import CNY, USD
from domains.kernel.clock import Clock
from domains.kernel.database import Database
from domains.kernel.errors import AmountOutOfRange, AssetMismatch, IdReused, Refusal, Unauthenticated
from domains.kernel.money import MINOR_MAX, Amount
from tests.conftest import wired_ports
from tests.domains.ledger.conftest import post
from tests.domains.wallet.people import Person, balance, everything, person
from tests.domains.wallet.tills import Shop, bought, held, order, pay, paying, printed_code, refund, share_profit, shop

REQUESTS = frozenset({"kernel_request"})


@pytest_asyncio.fixture
async def pair(fresh_dsn: Callable[[str], str]) -> AsyncIterator[tuple[Database, Database]]:
    """The house opened twice, as two gateways do."""
    opened = [await Database.open(fresh_dsn("scenebank_app"), Clock(), ports=wired_ports(), write_connections=8, read_connections=2) for _ in range(2)]
    yield opened[0], opened[1]
    for database in opened:
        await database.close()


async def test_a_printed_code_is_paid_what_the_payer_says(database: Database) -> None:
    payer, noodles = await person(database, 10_000), await shop(database)
    paid = await pay(database, payer, noodles, 2_350)
    assert (paid.merchant_id, paid.shop_id, paid.order_id) == (noodles.merchant_id, noodles.shop_id, None)
    assert (paid.amount, paid.tip, paid.balance_after) == (Amount(2_350, CNY), Amount(0, CNY), Amount(7_650, CNY))
    assert await balance(database, payer) == 7_650
    assert await held(database, noodles) == (2_350, 0)
    async with database.reading() as read:
        (payment,) = await wallet.find_payments(read, [paid.payment_id], [payer.id])
        (sources,), (shares,) = await wallet.list_sources(read, [paid.payment_id]), await wallet.list_shares(read, [paid.payment_id])
        told = await read.fetchrow("SELECT subject_id, counterpart_id, payload FROM kernel_outbox WHERE name = 'MerchantPaid' ORDER BY id DESC LIMIT 1")
    assert payment is not None and payment.method is wallet.Method.STATIC_CODE
    assert [(one.source, one.account_id, one.held.minor) for one in sources] == [("wallet", payer.account_id, 2_350)]
    assert [(one.merchant_id, one.held.minor, one.fee_bps, one.fee_minor) for one in shares] == [(noodles.merchant_id, 2_350, 60, 14)]
    assert (told["subject_id"], told["counterpart_id"], told["payload"]["amount_minor"]) == (payer.id, noodles.merchant_id, 2_350)


async def test_an_order_is_paid_once_for_what_it_asks(database: Database) -> None:
    payer, other, noodles = await person(database, 10_000), await person(database, 10_000), await shop(database)
    asked = await order(database, noodles, 1_800)
    paid = await pay(database, payer, asked)
    assert (paid.order_id, paid.amount, paid.balance_after) == (asked, Amount(1_800, CNY), Amount(8_200, CNY))
    before = await everything(database, but=REQUESTS)
    with pytest.raises(wallet.OrderEnded) as told:
        await pay(database, other, asked)
    assert told.value.state == "paid"
    assert await everything(database, but=REQUESTS) == before
    async with database.reading() as read:
        found = (await wallet.find_orders(read, [asked]))[asked]
    assert (found.state, found.payment_id) == ("paid", paid.payment_id)


async def test_a_dynamic_code_names_its_order_and_its_amount(database: Database) -> None:
    payer, noodles = await person(database, 10_000), await shop(database)
    asked = await order(database, noodles, 1_800)
    async with database.reading() as read:
        merchant = (await wallet.find_merchants(read, [noodles.merchant_id]))[noodles.merchant_id]
    text = wallet.order_code_text(merchant.shown, asked, Amount(1_800, CNY))
    assert "540518.00" in text and "5802CN" in text and "老王面馆" in text
    paid = await database.write(wallet.pay, replace(paying(payer, noodles), purchase=wallet.Purchase(code=text, amount=Amount(1_800, CNY))))
    assert (paid.order_id, paid.amount) == (asked, Amount(1_800, CNY))


async def test_an_order_that_has_expired_or_was_cancelled_is_paid_by_nobody(fresh_database: Database) -> None:
    database = fresh_database
    payer, noodles = await person(database, 10_000), await shop(database)
    cancelled, expiring = await order(database, noodles, 100), await order(database, noodles, 100, life_seconds=60)
    command = wallet.CancelOrderCommand(request_id=uuid4(), owner_id=noodles.owner.id, session_id=noodles.owner.session_id, order_id=cancelled)
    await database.write(wallet.cancel_merchant_order, command)
    database.clock.freeze(database.clock.now())
    for asked, state in ((cancelled, "cancelled"), (expiring, "expired")):
        database.clock.advance(timedelta(seconds=60 if state == "expired" else 0))
        with pytest.raises(wallet.OrderEnded) as told:
            await pay(database, payer, asked)
        assert told.value.state == state
    assert await balance(database, payer) == 10_000


async def test_a_tip_goes_to_the_merchant_and_is_asked_for(database: Database) -> None:
    payer, noodles, other = await person(database, 10_000), await shop(database, takes_tips=True), await shop(database)
    paid = await pay(database, payer, noodles, 1_000, tip=150)
    assert (paid.amount, paid.tip) == (Amount(1_150, CNY), Amount(150, CNY))
    assert await held(database, noodles) == (1_150, 0)
    for one, tip in ((other, 1), (noodles, 1_001), (noodles, -1)):
        with pytest.raises(wallet.TipRefused):
            await pay(database, payer, one, 1_000, tip=tip)
    assert await balance(database, payer) == 8_850


async def refused(database: Database, payer: Person, command: wallet.PayCommand | wallet.PayTogetherCommand) -> Refusal:
    """The refusal, after seeing that it changed nothing and is told again."""
    verb = wallet.pay if isinstance(command, wallet.PayCommand) else wallet.pay_together
    before = await everything(database, but=REQUESTS)
    for _ in range(2):
        with pytest.raises(Refusal) as told:
            await database.write(verb, command)  # type: ignore[type-var, arg-type]
        assert await everything(database, but=REQUESTS) == before
    return told.value


async def test_what_is_refused_is_refused_in_the_documented_order_and_changes_nothing(fresh_database: Database) -> None:
    database = fresh_database
    payer, noodles, tea = await person(database, 10_000), await shop(database), await shop(database, asset=USD)
    asked = await order(database, noodles, 700)
    withdrawn_id, withdrawn = await printed_code(database, noodles.owner, noodles.merchant_id, noodles.shop_id)
    desk = noodles.owner
    await database.write(
        wallet.withdraw_static_code, wallet.WithdrawCodeCommand(request_id=uuid4(), owner_id=desk.id, session_id=desk.session_id, code_id=withdrawn_id)
    )
    by_code = paying(payer, noodles, 100)
    cases: list[tuple[wallet.PayCommand, type[Refusal]]] = [
        (replace(by_code, purchase=replace(by_code.purchase, code=noodles.code[:-1])), wallet.CodeMalformed),
        (replace(by_code, purchase=replace(by_code.purchase, code=None)), wallet.CodeMalformed),
        (replace(by_code, purchase=replace(by_code.purchase, code=FOREIGN)), wallet.CodeNotFound),
        (replace(by_code, purchase=replace(by_code.purchase, code=withdrawn)), wallet.CodeNotFound),
        (paying(payer, uuid4()), wallet.CodeNotFound),
        (paying(payer, noodles), wallet.AmountRequired),
        (paying(payer, asked, 701), wallet.AmountNotOurs),
        (paying(payer, noodles, 100, asset=USD), AssetMismatch),
        (paying(payer, noodles, 0), AmountOutOfRange),
        (paying(payer, noodles, -5), AmountOutOfRange),
        (paying(payer, noodles, 100, tip=5), wallet.TipRefused),
        (paying(payer, noodles, 100, fundings=(wallet.Funding("moon"),)), wallet.FundingNotFound),
        (paying(payer, noodles, 100, fundings=(wallet.Funding("wallet", Amount(99, CNY)),)), wallet.FundingMismatch),
        (paying(payer, noodles, 100, fundings=()), wallet.FundingMismatch),
        (paying(payer, noodles, 20_001), wallet.PinRequired),
        (paying(payer, noodles, 10_001), ledger.InsufficientFunds),
        (paying(payer, tea, 100, asset=USD), ledger.AccountNotFound),
    ]
    for command, refusal in cases:
        assert isinstance(await refused(database, payer, replace(command, request_id=uuid4())), refusal)


FOREIGN = "00020101021229300012D156000000000510A93FO3230Q31280012D15600000001030812345678520441115802CN5914BEST TRANSPORT6007BEIJING64200002ZH0104最佳运输0202北京540523.7253031565502016233030412340603***0708A60086670902ME91320016A0112233449988770708123456786304A13A"  # noqa: E501


async def test_above_the_limit_the_pin_is_asked_and_a_right_one_pays(database: Database) -> None:
    payer, noodles = await person(database, 50_000, pin="482913"), await shop(database)
    wrong, right = [customers.PinProof(verdict, 4) for verdict in (customers.PinVerdict.WRONG, customers.PinVerdict.RIGHT)]
    with pytest.raises(customers.PinWrong):
        await pay(database, payer, noodles, 20_001, pin=wrong)
    assert (await pay(database, payer, noodles, 20_001, pin=right)).balance_after == Amount(29_999, CNY)
    assert (await pay(database, payer, noodles, 20_000)).balance_after == Amount(9_999, CNY)


async def test_an_ended_session_pays_nothing_and_leaves_the_id_free(database: Database) -> None:
    payer, noodles = await person(database, 10_000), await shop(database)
    command = paying(payer, noodles, 100)
    with pytest.raises(Unauthenticated):
        await database.write(wallet.pay, replace(command, session_id=uuid4()))
    assert (await database.write(wallet.pay, command)).balance_after == Amount(9_900, CNY)


async def test_a_repeat_pays_nothing_twice_and_another_input_or_payer_is_refused(database: Database) -> None:
    payer, thief, noodles = await person(database, 10_000), await person(database, 10_000), await shop(database)
    command = paying(payer, noodles, 100)
    answers = await asyncio.gather(*(database.write(wallet.pay, command) for _ in range(8)))
    assert answers == [answers[0]] * 8
    assert await held(database, noodles) == (100, 0)
    for other in (paying(payer, noodles, 101, request_id=command.request_id), replace(command, owner_id=thief.id, session_id=thief.session_id)):
        with pytest.raises(IdReused):
            await database.write(wallet.pay, other)
    assert await held(database, noodles) == (100, 0)


async def test_paying_takes_seven_statements_at_most(database: Database) -> None:
    payer, noodles = await person(database, 50_000), await shop(database)
    party = await shop(database)
    asked = [await order(database, noodles, 100) for _ in range(4)]
    await pay(database, payer, noodles, 100)

    async def count(command: wallet.PayCommand | wallet.PayTogetherCommand) -> int:
        verb = wallet.pay if isinstance(command, wallet.PayCommand) else wallet.pay_together
        with database.counting() as statements:
            await database.write(verb, command)  # type: ignore[type-var, arg-type]
        return len(statements)

    both = (bought(asked[1]), bought(noodles, Amount(100, CNY)))
    together = wallet.PayTogetherCommand(request_id=uuid4(), owner_id=payer.id, session_id=payer.session_id, purchases=both)
    # Payer under lock, and session; the order, the printed code; what risk is judged by; the accounts with the hot ones; then all that is written.
    assert [await count(one) for one in (paying(payer, noodles, 100), paying(payer, asked[0]), together)] == [6, 6, 7]
    hold = ledger.PlannedHold(
        *(uuid4(), "test", payer.account_id, party.owner.account_id, Amount(5, CNY), database.clock.now() + timedelta(hours=1)),
    )
    await post(database, hold)
    # One more looks at what is held of the payer's account.
    assert [await count(one) for one in (paying(payer, noodles, 100), paying(payer, asked[2]))] == [7, 7]
    await share_profit(database, noodles, (party, 1_000))
    assert [await count(one) for one in (paying(payer, noodles, 100), paying(payer, await order(database, noodles, 100)))] == [7, 7]


async def test_fifty_payers_of_one_order_are_one_payment(pair: tuple[Database, Database]) -> None:
    noodles = await shop(pair[0])
    asked = await order(pair[0], noodles, 700)
    payers = [await person(pair[0], 1_000) for _ in range(50)]
    answers = await asyncio.gather(*(pair[number % 2].write(wallet.pay, paying(payer, asked)) for number, payer in enumerate(payers)), return_exceptions=True)
    assert sum(isinstance(one, wallet.Paid) for one in answers) == 1
    assert {one.state for one in answers if isinstance(one, wallet.OrderEnded)} == {"paid"}
    assert await held(pair[0], noodles) == (700, 0)
    assert sum([await balance(pair[0], one) for one in payers]) == 50 * 1_000 - 700


async def test_in_a_group_an_order_goes_to_the_first_who_can_pay_it(database: Database) -> None:
    poor, rich, late, noodles = await person(database, 10), await person(database, 1_000), await person(database, 1_000), await shop(database)
    asked = await order(database, noodles, 700)
    answers = await asyncio.gather(*(database.write(wallet.pay, paying(one, asked)) for one in (poor, poor, rich, late)), return_exceptions=True)
    assert [type(one).__name__ for one in answers] == ["InsufficientFunds", "InsufficientFunds", "Paid", "OrderEnded"]


async def test_two_hundred_payers_of_a_printed_code_all_arrive(pair: tuple[Database, Database]) -> None:
    noodles = await shop(pair[0])
    payers = [await person(pair[0], 1_000) for _ in range(20)]
    commands = [paying(payers[number % 20], noodles, 1 + number % 7) for number in range(200)]
    paid = await asyncio.gather(*(pair[number % 2].write(wallet.pay, command) for number, command in enumerate(commands)))
    total = sum(one.amount.minor for one in paid)
    assert total == sum(1 + number % 7 for number in range(200))
    assert await held(pair[0], noodles) == (total, 0)
    assert (await ledger.verify(pair[0])).is_equal


async def test_several_merchants_are_paid_in_one_confirmation_or_none_is(database: Database) -> None:
    payer = await person(database, 10_000)
    noodles, tea, cake = [await shop(database) for _ in range(3)]
    asked = await order(database, cake, 900)
    purchases = (bought(noodles, Amount(1_000, CNY)), bought(tea, Amount(500, CNY)), bought(asked))
    command = wallet.PayTogetherCommand(request_id=uuid4(), owner_id=payer.id, session_id=payer.session_id, purchases=purchases)
    paid = await database.write(wallet.pay_together, command)
    assert [one.amount.minor for one in paid.payments] == [1_000, 500, 900]
    assert paid.total == Amount(2_400, CNY)
    assert await database.write(wallet.pay_together, command) == paid
    assert [await held(database, one) for one in (noodles, tea, cake)] == [(1_000, 0), (500, 0), (900, 0)]
    assert await balance(database, payer) == 7_600
    await refund(database, tea, paid.payments[1].payment_id, 500)
    assert [await held(database, one) for one in (noodles, tea, cake)] == [(1_000, 0), (0, 0), (900, 0)]


async def test_one_payment_that_cannot_be_made_keeps_the_others_back(fresh_database: Database) -> None:
    database = fresh_database
    payer, noodles, tea = await person(database, 10_000), await shop(database), await shop(database)
    asked = await order(database, tea, 900)
    fine = bought(noodles, Amount(1_000, CNY))
    cases: list[tuple[tuple[wallet.Purchase, ...], type[Refusal]]] = [
        ((), wallet.TooManyPayments),
        ((fine,) * 21, wallet.TooManyPayments),
        ((fine, bought(uuid4())), wallet.CodeNotFound),
        ((bought(asked), bought(asked)), wallet.PaymentDuplicated),
        ((fine, bought(noodles, Amount(MINOR_MAX, CNY))), AmountOutOfRange),
        ((fine, bought(noodles, Amount(9_001, CNY))), ledger.InsufficientFunds),
        ((bought(noodles, Amount(15_000, CNY)), bought(tea, Amount(5_001, CNY))), wallet.PinRequired),
    ]
    for purchases, refusal in cases:
        command = wallet.PayTogetherCommand(request_id=uuid4(), owner_id=payer.id, session_id=payer.session_id, purchases=purchases)
        assert isinstance(await refused(database, payer, command), refusal)


async def test_a_payment_is_shared_by_rule_and_the_merchant_keeps_the_rest_and_the_tip(database: Database) -> None:
    payer, noodles, landlord, rider = await person(database, 10_000), await shop(database, takes_tips=True), await shop(database), await shop(database)
    await share_profit(database, noodles, (landlord, 1_000), (rider, 333))
    await pay(database, payer, noodles, 101, tip=7)
    # 86.67 %, 10 % and 3.33 % of 101 are 87.54, 10.10 and 3.36: the one fen that is left goes to the largest remainder.
    assert [await held(database, one) for one in (noodles, landlord, rider)] == [(88 + 7, 0), (10, 0), (3, 0)]
    await pay(database, payer, noodles, 1)
    assert [await held(database, one) for one in (noodles, landlord, rider)] == [(96, 0), (10, 0), (3, 0)]


async def test_a_shop_that_is_not_theirs_is_nobodys(database: Database) -> None:
    stranger, noodles = await person(database), await shop(database)
    thief = Shop(noodles.merchant_id, noodles.shop_id, noodles.code, noodles.code_id, stranger, CNY)
    with pytest.raises(wallet.MerchantNotFound):
        await order(database, thief, 100)
    with pytest.raises(wallet.MerchantNotFound):
        await printed_code(database, stranger, noodles.merchant_id, noodles.shop_id)
    payment = await pay(database, await person(database, 1_000), noodles, 500)
    with pytest.raises(wallet.PaymentNotFound):
        await refund(database, thief, payment.payment_id, 100)
