"""A payment run is made by one and checked by another member of the company; the wallet's rules hold for it as for all that a customer spends."""

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from asyncpg import CheckViolationError

from domains import customers, ledger, scenes, wallet
from domains.kernel.assets import CNY
from domains.kernel.clock import business_date
from domains.kernel.commands import HOUSE_ID
from domains.kernel.money import Amount
from domains.scenes.jobs.company import tell_closed_days
from integrations.sandbox.scenes import sandbox_partner_id
from tests.domains.scenes.scene_house import Person
from tests.domains.scenes.trading import FORGE, Trade, bind, file_of, numbers
from tests.domains.wallet.tills import shop

companies = scenes.companies
FORGE_PARTNER, CLIENT = sandbox_partner_id(FORGE), UUID(int=7)
State = companies.RunState


async def test_whoever_made_a_run_does_not_check_it(trade: Trade) -> None:
    run_id = await trade.submit(await trade.whole("1"))
    for verb in (lambda: trade.approve(run_id, trade.buyer), lambda: trade.act(companies.reject_run, run_id, trade.buyer, reason="no")):
        with pytest.raises(companies.PaymentRunOwn):
            await verb()
    assert (await trade.find(run_id)).state is State.SUBMITTED
    assert await trade.balances() == (100_000, 0)
    await trade.approve(run_id)
    run = await trade.find(run_id)
    assert (run.state, run.made_by, run.decided_by) == (State.PAID, trade.buyer.id, trade.checker.id)


async def test_the_database_itself_keeps_a_maker_from_checking(trade: Trade) -> None:
    run_id = await trade.submit(await trade.whole("1"))
    await trade.approve(run_id)
    async with trade.bank.database._write_pool.acquire() as connection:
        with pytest.raises(CheckViolationError):
            await connection.execute("UPDATE scenes_payment_run SET decided_by = made_by WHERE id = $1", run_id)


async def test_each_role_does_what_it_may_and_strangers_nothing(trade: Trade) -> None:
    maker, stranger = await trade.bank.person(), await trade.bank.person()
    await trade.name_member(maker, companies.CompanyRole.MAKER)
    invoice = await trade.whole("1")
    for who in (trade.checker, stranger):
        with pytest.raises(companies.CompanyNotFound):
            await trade.submit(invoice, who=who)
    run_id = await trade.submit(invoice, who=maker)
    for who in (maker, stranger):
        with pytest.raises(companies.PaymentRunNotFound):
            await trade.approve(run_id, who)
        with pytest.raises(companies.PaymentRunNotFound):
            await trade.act(companies.reject_run, run_id, who, reason="no")
    for who in (trade.checker, stranger):
        with pytest.raises(companies.PaymentRunNotFound):
            await trade.act(companies.withdraw_run, run_id, who)
    with pytest.raises(companies.PaymentRunNotOpen):
        await trade.act(companies.withdraw_run, run_id, trade.buyer)
    assert await trade.balances() == (100_000, 0)
    await trade.approve(run_id, trade.buyer)
    assert await trade.balances() == (92_000, 8_000)


async def test_who_was_taken_off_checks_no_more(trade: Trade) -> None:
    run_id = await trade.submit(await trade.whole("1"))
    await trade.name_member(trade.checker, None)
    with pytest.raises(companies.PaymentRunNotFound):
        await trade.approve(run_id)
    assert await trade.balances() == (100_000, 0)


async def test_only_the_owner_names_members_with_the_pin_and_nobody_names_an_owner(trade: Trade) -> None:
    other = await trade.bank.person()
    with pytest.raises(companies.CompanyNotFound):
        await trade.name_member(other, companies.CompanyRole.MAKER, by=trade.checker)
    with pytest.raises(customers.PinWrong):
        await trade.name_member(other, companies.CompanyRole.MAKER, pin=customers.PinProof(customers.PinVerdict.WRONG, 4))
    for who, role in ((other, companies.CompanyRole.OWNER), (trade.buyer, None), (trade.buyer, companies.CompanyRole.CHECKER)):
        with pytest.raises(companies.CompanyOwnerFixed):
            await trade.name_member(who, role)
    with pytest.raises(companies.CompanyMemberNotFound):
        await trade.name_member(Person(uuid4(), uuid4(), uuid4(), "nobody"), companies.CompanyRole.MAKER)
    async with trade.bank.database.reading(single=True) as read:
        (members,) = await companies.list_members(read, [trade.company.id])
    assert [(one.customer_id, one.role.value) for one in members] == [(trade.buyer.id, "owner"), (trade.checker.id, "checker")]


async def test_a_run_that_was_rejected_or_withdrawn_is_never_paid(trade: Trade) -> None:
    rejected, withdrawn = await trade.submit(await trade.whole("1")), await trade.submit(await trade.whole("2"))
    for reason in ("", "x" * 141, "line\nbreak"):
        with pytest.raises(companies.RejectionReasonMalformed):
            await trade.act(companies.reject_run, rejected, trade.checker, reason=reason)
    await trade.act(companies.reject_run, rejected, trade.checker, reason="not ours")
    await trade.act(companies.withdraw_run, withdrawn, trade.buyer)
    for run_id, state in ((rejected, State.REJECTED), (withdrawn, State.WITHDRAWN)):
        with pytest.raises(companies.PaymentRunNotOpen) as refusal:
            await trade.approve(run_id)
        assert refusal.value.state == state
    assert (await trade.find(rejected)).reason == "not ours"
    assert await trade.bank.facts(trade.buyer, "CompanyRunRefused", "CompanyRunPaid") == ["CompanyRunRefused", "CompanyRunRefused"]
    assert await trade.balances() == (100_000, 0)


async def test_a_name_is_one_run_and_says_one_thing(trade: Trade) -> None:
    first = await trade.submit("I1", name="RUN-1")
    assert await trade.submit("I1", name="RUN-1") == first
    with pytest.raises(companies.PaymentRunNameUsed):
        await trade.submit("I2", name="RUN-1")
    with pytest.raises(companies.PaymentRunEmpty):
        await trade.submit()
    for wrong in (
        companies.PaymentInstruction(1, "I1", "POINTS", 1),
        companies.PaymentInstruction(1, "I1", "CNY", 0),
        companies.PaymentInstruction(1, "=I", "CNY", 1),
    ):
        with pytest.raises(companies.PaymentRunEmpty):
            await trade.bring(file_of([wrong]))


async def test_what_the_risk_rules_refuse_is_not_paid_and_written_down(trade: Trade) -> None:
    run_id = await trade.submit(await trade.whole("1"))
    conditions = wallet.RiskConditions(scene=wallet.judging.Scene.INVOICE, yuan_at_least=50)
    async with trade.bank.database.reading() as read:
        standing = await wallet.find_rule_set(read)
    assert standing is not None
    for outcome in (wallet.RiskOutcome.REVIEW, wallet.RiskOutcome.REFUSE):
        await _publish(trade, [wallet.RiskRule("invoices", outcome, conditions)])
        with pytest.raises(wallet.RefusedForSafety):
            await trade.approve(run_id)
    assert (await trade.find(run_id)).state is State.SUBMITTED
    assert await trade.balances() == (100_000, 0)
    await _publish(trade, standing.rules)
    await trade.approve(run_id)
    assert await trade.balances() == (92_000, 8_000)
    assert await wallet.verify_risk(trade.bank.database) == []


async def test_the_windows_of_the_companys_tier_hold_and_the_whole_run_waits(trade: Trade) -> None:
    many = {"line": 1, "quantity": 1, "unit_price_minor": 190_000}
    await trade.bank.fill(trade.buyer, 1_000_000)
    for number in range(4):
        await trade.order(f"P{number}", lines=[many])
        await trade.deliver(f"P{number}", [{"line": 1, "quantity": 1}])
        await trade.invoice(f"I{number}", f"P{number}", lines=[many], total_minor=190_000)
    with pytest.raises(scenes.PaymentTooLarge) as too_large:
        await trade.pay("I0", "I1", minor=190_000)
    assert too_large.value.most == Amount(200_000, CNY)
    for number in range(2):
        await trade.pay(f"I{number}", minor=190_000)
    with pytest.raises(ledger.LimitExceeded) as refusal:
        await trade.pay("I2", minor=190_000)
    assert refusal.value.period.startswith("counterparty-day:")
    assert await trade.balances() == (1_000_000 - 2 * 190_000, 2 * 190_000)


async def test_a_supplier_may_be_a_merchant_and_is_paid_into_its_balance(trade: Trade) -> None:
    merchant_id = (await shop(trade.bank.database, owner=trade.seller)).merchant_id  # type: ignore[arg-type]
    other = await trade.bank.person()
    with pytest.raises(companies.CompanyMemberNotFound):
        await bind(trade.bank, f"M{next(numbers)}", other, merchant_id=merchant_id)
    third = await trade.bank.person()
    owned = await bind(trade.bank, f"M{next(numbers)}", third, merchant_id=(await shop(trade.bank.database, owner=third)).merchant_id)  # type: ignore[arg-type]
    await trade.order("P1", supplier=owned.number)
    await trade.deliver("P1")
    await trade.invoice("I1", "P1", supplier=owned.number)
    await trade.pay("I1")
    assert owned.merchant_id is not None
    async with trade.bank.database.reading() as read:
        account_id = wallet.merchant_balance_id(owned.merchant_id)
        account = (await ledger.find_accounts(read, [account_id]))[account_id]
    assert account.posted == Amount(8_000, CNY)
    assert (await trade.bank.balance(third))[0] == 0


async def test_nobody_is_their_own_supplier(trade: Trade) -> None:
    await trade.order("P1", supplier=trade.company.number)
    await trade.deliver("P1")
    await trade.invoice("I1", "P1", supplier=trade.company.number)
    assert await trade.refused("I1") == [(1, "supplier_unknown", [])]


FILE = companies.read_payment_csv(b"invoice,currency,amount\nI1,CNY,80\n", "FILE-1")


async def test_the_companys_system_is_let_in_by_its_owner_alone(trade: Trade) -> None:
    for who in (trade.checker, await trade.bank.person()):
        with pytest.raises(companies.CompanyNotFound):
            await trade.connect(by=who)
    with pytest.raises(companies.CompanyNotFound):
        await trade.upload(FILE, FORGE_PARTNER, CLIENT)
    await trade.connect()
    with pytest.raises(companies.CompanyNotFound):
        await trade.upload(FILE, uuid4(), CLIENT)
    brought = await trade.upload(FILE, FORGE_PARTNER, CLIENT)
    assert await trade.upload(FILE, FORGE_PARTNER, CLIENT) == companies.RunBrought(brought.run_id, is_repeat=True)
    await trade.connect(is_connected=False)
    with pytest.raises(companies.CompanyNotFound):
        await trade.upload(FILE, FORGE_PARTNER, CLIENT)
    assert await trade.bank.facts(trade.buyer, "PartnerCompanyConnected", "PartnerCompanyDisconnected", "CompanyRunSubmitted") == [
        "PartnerCompanyConnected",
        "CompanyRunSubmitted",
        "PartnerCompanyDisconnected",
    ]


async def test_what_the_system_brings_is_paid_by_two_people_and_never_by_one(trade: Trade) -> None:
    await trade.whole("1")
    await trade.connect()
    run_id = (await trade.upload(FILE, FORGE_PARTNER, CLIENT)).run_id
    with pytest.raises(companies.PaymentRunNotOpen):
        await trade.approve(run_id)
    with pytest.raises(companies.PaymentRunNotFound):
        await trade.act(companies.take_up_run, run_id, trade.checker)
    await trade.act(companies.take_up_run, run_id, trade.buyer)
    with pytest.raises(companies.PaymentRunOwn):
        await trade.approve(run_id, trade.buyer)
    with pytest.raises(companies.PaymentRunNotOpen):
        await trade.act(companies.take_up_run, run_id, trade.buyer)
    await trade.approve(run_id)
    assert await trade.balances() == (92_000, 8_000)
    with pytest.raises(companies.PaymentRunNameUsed):
        await trade.bring(FILE)


async def test_each_closed_day_is_told_once_while_the_system_is_let_in(trade: Trade) -> None:
    await tell_closed_days(trade.bank.database)
    await trade.connect()
    trade.bank.database.clock.advance(timedelta(days=2))
    await tell_closed_days(trade.bank.database)
    await tell_closed_days(trade.bank.database)
    async with trade.bank.database.reading(single=True) as read:
        rows = await read.fetch(
            "SELECT counterpart_id, payload FROM kernel_outbox WHERE name = 'CompanyDayClosed' AND subject_id = $1 ORDER BY id", trade.buyer.id
        )
    last = business_date(trade.bank.database.clock.now()) - timedelta(days=1)
    assert [row["payload"]["day"] for row in rows] == [(last - timedelta(days=1)).isoformat(), last.isoformat()]
    assert {row["counterpart_id"] for row in rows} == {FORGE_PARTNER}


async def _publish(trade: Trade, rules: Sequence[wallet.RiskRule]) -> None:
    async with trade.bank.database.reading() as read:
        standing = await wallet.find_rule_set(read)
    assert standing is not None
    command = wallet.PublishRiskRulesCommand(request_id=uuid4(), owner_id=HOUSE_ID, replaces=standing.version, reason="a test", rules=tuple(rules))
    await trade.bank.database.write(wallet.publish_risk_rules, command)


async def test_a_customer_who_owns_or_acts_for_a_company_is_not_closed_before_that_ends(trade: Trade) -> None:
    async with trade.bank.database.transaction() as tx:
        assert await scenes.ScenesClosing().list_open(tx, trade.buyer.id) == ["company"]
        assert await scenes.ScenesClosing().list_open(tx, trade.checker.id) == ["company_member"]
        assert await scenes.ScenesClosing().list_open(tx, (await trade.bank.person()).id) == []
