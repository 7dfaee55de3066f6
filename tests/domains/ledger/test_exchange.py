"""Exchange at a quote: two linked movements, rounding stated and kept, and a quote that holds to the millisecond."""

import asyncio
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from uuid import UUID, uuid4

import pytest
from hypothesis import given as drawn
from hypothesis import strategies as st

from domains import ledger
from domains.kernel.assets import CNY, JPY, USD, Asset
from domains.kernel.clock import Clock
from domains.kernel.database import Database
from domains.kernel.errors import AmountOutOfRange, AssetMismatch, Refusal
from domains.kernel.money import MINOR_MAX, Amount
from domains.ledger.rules.exchanges import Quote, given
from tests.domains.ledger.conftest import balances, open_accounts, seal


@pytest.fixture
def clock(database: Database) -> Iterator[Clock]:
    database.clock.freeze(database.clock.now())
    yield database.clock
    database.clock.run()


async def quote(database: Database, owner: UUID, rate: str = "7", sells: Asset = USD, buys: Asset = CNY, spread: int = 0, milliseconds: int = 30_000) -> UUID:
    exact = Fraction(rate)
    command = ledger.MakeQuoteCommand(
        request_id=uuid4(),
        owner_id=owner,
        sells=sells.code,
        buys=buys.code,
        rate_numerator=exact.numerator,
        rate_denominator=exact.denominator,
        spread_basis_points=spread,
        holds_for_milliseconds=milliseconds,
    )
    return (await database.write(ledger.make_quote, command)).quote_id


async def wallets(database: Database, *funded: tuple[int, Asset]) -> list[UUID]:
    return [(await open_accounts(database, minor, asset=asset))[0] for minor, asset in funded]


def sell(owner: UUID, quote_id: UUID, minor: int, source: UUID, target: UUID, asset: Asset = USD) -> ledger.ExchangeCommand:
    return ledger.ExchangeCommand(
        request_id=uuid4(), owner_id=owner, quote_id=quote_id, sold=Amount(minor, asset), source_account_id=source, target_account_id=target
    )


async def test_an_exchange_moves_both_assets_through_liquidity(fresh_database: Database) -> None:
    database, owner = fresh_database, uuid4()
    dollars, yuan = await wallets(database, (100_00, USD), (0, CNY))
    command = sell(owner, await quote(database, owner, "7.1234", spread=30), 33_33, dollars, yuan)
    done = await database.write(ledger.exchange, command)
    # 3333 x 7.1234 x 0.997 = 23671.06...: what is beyond the fen stays in the liquidity account.
    assert (done.sold, done.bought) == (Amount(33_33, USD), Amount(236_71, CNY))
    house = [ledger.liquidity_account_id(asset) for asset in (USD, CNY)]
    assert await balances(database, dollars, yuan, *house) == [66_67, 236_71, 33_33, -236_71]
    assert await database.write(ledger.exchange, command) == done
    async with database.reading() as read:
        assert (await ledger.find_quotes(read, [command.quote_id]))[command.quote_id].used_by == done.journal_id
    await seal(database)
    assert (await ledger.verify(database)).is_equal


@pytest.mark.parametrize(("late", "refused"), [(-1, False), (0, True), (1, True)])
async def test_a_quote_holds_to_the_millisecond(database: Database, clock: Clock, late: int, refused: bool) -> None:
    owner = uuid4()
    dollars, yuan = await wallets(database, (100, USD), (0, CNY))
    quote_id = await quote(database, owner, milliseconds=5000)
    clock.advance(timedelta(milliseconds=5000 + late))
    if refused:
        with pytest.raises(ledger.QuoteExpired):
            await database.write(ledger.exchange, sell(owner, quote_id, 100, dollars, yuan))
        assert await balances(database, dollars, yuan) == [100, 0]
    else:
        await database.write(ledger.exchange, sell(owner, quote_id, 100, dollars, yuan))
        assert await balances(database, dollars, yuan) == [0, 700]


async def test_a_quote_is_used_once_and_by_its_owner(database: Database) -> None:
    owner = uuid4()
    dollars, yuan = await wallets(database, (1000, USD), (0, CNY))
    quote_id = await quote(database, owner)
    answers = await asyncio.gather(
        *(database.write(ledger.exchange, sell(owner, quote_id, 100, dollars, yuan)) for _ in range(5)),
        database.write(ledger.exchange, sell(uuid4(), quote_id, 100, dollars, yuan)),
        return_exceptions=True,
    )
    assert sorted(type(answer).__name__ for answer in answers) == ["Exchanged", "QuoteNotFound", *["QuoteUsed"] * 4]
    assert await balances(database, dollars, yuan) == [900, 700]


async def test_an_exchange_without_the_money_leaves_the_quote_free(database: Database) -> None:
    owner = uuid4()
    dollars, yuan = await wallets(database, (100, USD), (0, CNY))
    quote_id = await quote(database, owner)
    with pytest.raises(ledger.InsufficientFunds):
        await database.write(ledger.exchange, sell(owner, quote_id, 101, dollars, yuan))
    await database.write(ledger.exchange, sell(owner, quote_id, 100, dollars, yuan))
    assert await balances(database, dollars, yuan) == [0, 700]


@pytest.mark.parametrize(
    ("minor", "asset", "refusal"),
    [(0, USD, AmountOutOfRange), (-1, USD, AmountOutOfRange), (2**63, USD, AmountOutOfRange), (10, CNY, AssetMismatch), (13, JPY, AssetMismatch)],
)
async def test_bad_amounts_are_refused_and_change_nothing(database: Database, minor: int, asset: Asset, refusal: type[Refusal]) -> None:
    owner = uuid4()
    dollars, yuan = await wallets(database, (100, USD), (0, CNY))
    quote_id = await quote(database, owner)
    with pytest.raises(refusal):
        await database.write(ledger.exchange, sell(owner, quote_id, minor, dollars, yuan, asset))
    assert await balances(database, dollars, yuan) == [100, 0]


async def test_what_would_give_nothing_is_refused_with_the_least_that_gives_something(database: Database) -> None:
    owner = uuid4()
    yuan, yen = await wallets(database, (100, CNY), (0, JPY))
    quote_id = await quote(database, owner, "0.21", sells=CNY, buys=JPY)
    with pytest.raises(AmountOutOfRange) as refused:
        await database.write(ledger.exchange, sell(owner, quote_id, 4, yuan, yen, CNY))
    assert refused.value.least_minor == 5
    await database.write(ledger.exchange, sell(owner, quote_id, 5, yuan, yen, CNY))
    assert await balances(database, yuan, yen) == [95, 1]


@drawn(st.integers(1, MINOR_MAX), st.fractions(min_value=Fraction(1, 10**6), max_value=10**6), st.integers(0, 9999))
def test_rounding_takes_less_than_one_minor_unit_and_never_gives_one(minor: int, rate: Fraction, spread: int) -> None:
    now = datetime(2026, 11, 25, tzinfo=UTC)
    exact = minor * rate * Fraction(10_000 - spread, 10_000)
    bought = given(Quote(uuid4(), uuid4(), USD, CNY, rate, spread, now, now), Amount(minor, USD))
    assert 0 <= exact - bought.minor < 1
