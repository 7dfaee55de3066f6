"""Transfers judged by risk rules: what is demanded, what is held, what staff decide, and what is kept of it."""

import asyncio
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest

from domains import customers, ledger, wallet
from domains.kernel.assets import CNY
from domains.kernel.database import Database
from domains.kernel.money import Amount
from domains.wallet import RiskConditions, RiskOutcome, RiskRule
from tests.domains.ledger.conftest import available
from tests.domains.wallet.people import Person, balance, everything, make_known, person, transfer, transfer_to

NOON = datetime(2026, 11, 25, 4, tzinfo=UTC)
RIGHT = customers.PinProof(customers.PinVerdict.RIGHT, 5)
OPERATOR = UUID(int=7)


@pytest.fixture
def house(fresh_database: Database) -> Database:
    fresh_database.clock.freeze(NOON)
    return fresh_database


async def publish(house: Database, *rules: tuple[str, RiskOutcome, RiskConditions], replaces: int = 1) -> None:
    made = tuple(RiskRule(*rule) for rule in rules)
    command = wallet.PublishRiskRulesCommand(request_id=uuid4(), owner_id=OPERATOR, replaces=replaces, reason="a test", rules=made)
    assert (await house.write(wallet.publish_risk_rules, command)).version == replaces + 1


async def decisions(house: Database, someone: Person) -> list[tuple[str, tuple[str, ...], bool]]:
    async with house.reading() as read:
        (page,) = await wallet.list_risk_decisions(read, [someone.id], 50, None)
    return [(one.outcome.value, one.matched, one.granted) for one in page.items]


async def end(house: Database, transfer_id: UUID, *, release: bool) -> wallet.ReviewDecided:
    return await house.write(wallet.end_review, wallet.EndReviewCommand(request_id=uuid4(), owner_id=OPERATOR, transfer_id=transfer_id, release=release))


async def held(house: Database, minor: int = 5_000) -> tuple[Person, Person, UUID]:
    """A transfer that is under review."""
    await publish(house, ("look", RiskOutcome.REVIEW, RiskConditions(yuan_at_least=50)))
    sender, target = await person(house, 10_000), await person(house)
    command = transfer_to(sender, target, minor, note="房租")
    with pytest.raises(wallet.HeldForReview) as told:
        await house.write(wallet.transfer, command)
    assert command.request_id is not None
    assert (told.value.transfer_id, told.value.until) == (command.request_id, NOON + timedelta(hours=24))
    return sender, target, command.request_id


async def test_what_passes_is_kept_with_the_version_and_its_inputs(house: Database) -> None:
    sender, target = await person(house, 10_000), await person(house)
    sent = await transfer(house, sender, target, 100)
    async with house.reading() as read:
        ((decision,),) = [page.items for page in await wallet.list_risk_decisions(read, [sender.id], 5, None)]
    assert (decision.outcome, decision.version, decision.granted, decision.counterparty_id) == (RiskOutcome.PASS, 1, True, target.id)
    assert decision.inputs == {
        "hour": 12,
        "device_minutes": 0,
        "signed_in_minutes": 0,
        "new_counterparty": True,
        "ten_minutes_count": 0,
        "hour_count": 0,
        "day_count": 0,
    }
    assert decision.amount == sent.amount
    assert await wallet.verify_risk(house) == []


async def test_a_pin_that_is_demanded_lets_it_go_once_it_is_proved(house: Database) -> None:
    await publish(house, ("new", RiskOutcome.PIN, RiskConditions(new_counterparty=True)))
    sender, target = await person(house, 10_000), await person(house)
    with pytest.raises(wallet.PinRequired) as told:
        await transfer(house, sender, target, 100)
    assert told.value.above == Amount(0, CNY)
    await transfer(house, sender, target, 100, pin=RIGHT)
    await transfer(house, sender, target, 100)
    assert sorted(await decisions(house, sender)) == [("pass", (), True), ("pin", ("new",), False), ("pin", ("new",), True)]


async def test_a_code_that_is_demanded_is_a_sign_in_of_the_last_minutes(house: Database) -> None:
    await publish(house, ("large", RiskOutcome.CODE, RiskConditions(yuan_at_least=1)))
    sender, target = await person(house, 10_000), await person(house)
    await transfer(house, sender, target, 100)
    house.clock.freeze(NOON + timedelta(minutes=10, microseconds=1))
    with pytest.raises(customers.FreshSignInNeeded):
        await transfer(house, sender, target, 100)
    assert (await balance(house, target), [granted for *_, granted in await decisions(house, sender)]) == (100, [False, True])


async def test_what_is_refused_moves_nothing_and_is_kept(house: Database) -> None:
    await publish(house, ("never", RiskOutcome.REFUSE, RiskConditions(yuan_at_least=50)), ("look", RiskOutcome.REVIEW, RiskConditions(yuan_at_least=1)))
    sender, target = await person(house, 10_000), await person(house)
    command = transfer_to(sender, target, 5_000)
    before = await everything(house, but=frozenset({"kernel_request", "wallet_risk_decision"}))
    for _ in range(2):
        with pytest.raises(wallet.RefusedForSafety):
            await house.write(wallet.transfer, command)
    assert await everything(house, but=frozenset({"kernel_request", "wallet_risk_decision"})) == before
    assert await decisions(house, sender) == [("refuse", ("look", "never"), False)]


async def test_velocity_counts_what_went_before_also_at_once(house: Database) -> None:
    await publish(house, ("many", RiskOutcome.REFUSE, RiskConditions(ten_minutes_count_above=4)))
    sender, target = await person(house, 10_000), await person(house)
    answers = await asyncio.gather(*(transfer(house, sender, target, 100) for _ in range(20)), return_exceptions=True)
    assert [sum(isinstance(answer, kind) for answer in answers) for kind in (wallet.Transferred, wallet.RefusedForSafety)] == [5, 15]
    house.clock.freeze(NOON + timedelta(minutes=10))
    await transfer(house, sender, target, 100)
    assert await balance(house, target) == 600


async def test_held_money_is_set_aside_and_goes_when_staff_release_it(house: Database) -> None:
    sender, target, id_ = await held(house)
    assert (await balance(house, target), await available(house, sender.account_id)) == (0, [5_000])
    decided = await end(house, id_, release=True)
    assert (decided.state, decided.customer_id, await balance(house, target), await balance(house, sender)) == ("released", sender.id, 5_000, 5_000)
    assert decided.movement_id is not None
    async with house.reading() as read:
        assert await wallet.find_notes(read, [decided.movement_id]) == {decided.movement_id: "房租"}
        assert await read.fetchval("SELECT count(*) FROM kernel_audit WHERE action = 'wallet.released_transfer' AND subject_id = $1", sender.id) == 1
    assert await decisions(house, sender) == [("review", ("look",), True)]
    assert await wallet.verify_risk(house) == []
    before = await everything(house, but=frozenset({"kernel_request"}))
    for release in (True, False):
        with pytest.raises(wallet.ReviewEnded) as told:
            await end(house, id_, release=release)
        assert told.value.state == "released"
    assert await everything(house, but=frozenset({"kernel_request"})) == before


async def test_refused_money_is_free_again(house: Database) -> None:
    sender, target, id_ = await held(house)
    assert (await end(house, id_, release=False)).movement_id is None
    assert (await balance(house, target), await available(house, sender.account_id)) == (0, [10_000])


async def test_what_nobody_decides_is_free_after_a_day_whoever_sleeps(house: Database) -> None:
    sender, target, id_ = await held(house)
    house.clock.freeze(NOON + timedelta(hours=24))
    assert await available(house, sender.account_id) == [10_000]
    with pytest.raises(wallet.ReviewEnded) as told:
        await end(house, id_, release=True)
    assert (told.value.state, await balance(house, target)) == ("expired", 0)
    async with house.reading() as read:
        assert (await wallet.list_held(read, 5, None)).items == []


async def test_two_of_staff_decide_once(house: Database) -> None:
    sender, target, id_ = await held(house)
    answers = await asyncio.gather(end(house, id_, release=True), end(house, id_, release=False), end(house, id_, release=True), return_exceptions=True)
    assert [isinstance(answer, wallet.ReviewEnded) for answer in answers].count(True) == 2
    assert await balance(house, target) + (await available(house, sender.account_id))[0] == 10_000


async def test_an_unknown_review_is_not_found(house: Database) -> None:
    with pytest.raises(wallet.ReviewNotFound):
        await end(house, uuid4(), release=True)


async def test_of_two_sets_for_one_version_one_stands(house: Database) -> None:
    await publish(house, ("a", RiskOutcome.PIN, RiskConditions(yuan_at_least=1)))
    with pytest.raises(wallet.RiskRulesOutdated) as told:
        await publish(house, ("b", RiskOutcome.PIN, RiskConditions(yuan_at_least=1)))
    assert told.value.version == 2
    async with house.reading() as read:
        standing = await wallet.find_rule_set(read)
    assert standing is not None and (standing.version, [rule.name for rule in standing.rules]) == (2, ["a"])


async def test_one_counterparty_gets_no_more_than_a_days_limit(house: Database) -> None:
    sender, target, other = [await person(house, minor) for minor in (10_000_000, 0, 0)]
    await make_known(house, sender, target)
    await make_known(house, sender, other)
    for _ in range(2):
        await transfer(house, sender, target, 200_000, pin=RIGHT)
    with pytest.raises(ledger.LimitExceeded) as told:
        await transfer(house, sender, target, 1)
    assert (told.value.period, told.value.most, told.value.left) == ("counterparty-day:2026-11-25", Amount(400_000, CNY), Amount(0, CNY))
    await transfer(house, sender, other, 100_000, pin=RIGHT)
    house.clock.freeze(datetime(2026, 11, 25, 16, tzinfo=UTC))
    await transfer(house, sender, target, 200_000, pin=RIGHT)
    async with house.reading() as read:
        used = await ledger.list_usage(read, [(sender.account_id, f"transfer-day:2026-11-{day}") for day in (25, 26)])
    assert sorted(used.values()) == [200_000, 500_000]
    assert await wallet.verify_risk(house) == []


async def test_five_who_send_at_once_do_not_pass_the_counterpartys_limit(house: Database) -> None:
    sender, target = await person(house, 10_000_000), await person(house)
    await make_known(house, sender, target)
    answers = await asyncio.gather(*(transfer(house, sender, target, 100_000, pin=RIGHT) for _ in range(5)), return_exceptions=True)
    assert sum(isinstance(answer, ledger.LimitExceeded) for answer in answers) == 1
    assert await balance(house, target) == 400_000


async def test_a_transfer_takes_at_most_six_statements(house: Database) -> None:
    sender, target = await person(house, 10_000), await person(house)
    await transfer(house, sender, target, 100)
    with house.counting() as statements:
        await transfer(house, sender, target, 100, note="午饭")
    # Parties with the sender's lock, rules and facts, the ledger's lock, and one statement for all that is written.
    assert len(statements) == 4
