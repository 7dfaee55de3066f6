"""Instant games: draws that are fair and can be shown to be, within limits, stocks and a budget that nobody passes."""

import asyncio
import hashlib
import hmac
from collections import Counter
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest

from domains import offers
from domains.kernel.assets import CNY, POINTS, USD
from domains.kernel.database import Database
from domains.kernel.errors import IdReused, Refusal, Unauthenticated
from domains.kernel.money import Amount
from domains.offers import Conditions, Limits
from domains.offers.games import (
    ClientSeedMalformed,
    Draw,
    DrawLimitReached,
    GameMalformed,
    GameNotFound,
    Outcome,
    Prize,
    PrizeKind,
    PrizeWalletMissing,
    SeedChanged,
)
from tests.domains.offers.campaigns import CASH, budget, campaign, coupon
from tests.domains.offers.games import EIGHT, draw, drawing, end, game, proof, rotate, seed, sure
from tests.domains.offers.staff import Staff
from tests.domains.wallet.people import balance, person
from tests.domains.wallet.points import has


async def answers(awaitables: Any) -> list[Any]:
    return list(await asyncio.gather(*awaitables, return_exceptions=True))


async def plays(database: Database, one: offers.games.Game) -> int:
    async with database.reading() as read:
        return int(await read.fetchval("SELECT count(*) FROM offers_draw WHERE game_id = $1", one.id))


def recomputed(server_seed: str, client_seed: str, nonce: int, weights: list[int]) -> int:
    """The documented formula in plain Python; the house's own code is not asked."""
    total = sum(weights)
    digest = hmac.new(bytes.fromhex(server_seed), f"{client_seed}:{nonce}".encode(), hashlib.sha256).digest()
    words = [int.from_bytes(digest[at : at + 4], "big") for at in range(0, 32, 4)]
    number = next(word for word in words if word < 2**32 - 2**32 % total) % total
    return next(place for place in range(len(weights)) if sum(weights[: place + 1]) > number)


async def test_what_was_drawn_is_found_again_once_the_seed_is_told(database: Database, staff: Staff) -> None:
    someone, stranger = await person(database), await person(database)
    one = await game(staff, await campaign(staff))
    shown = await seed(database, someone, one)
    drawn = [await draw(database, someone, one, commitment=shown.commitment, client_seed=f"client-{number}") for number in range(20)]
    assert [play.nonce for play in drawn] == list(range(1, 21))
    hidden = await proof(database, someone, drawn[0])
    assert hidden is not None
    assert (hidden.commitment, hidden.server_seed, hidden.digest, hidden.is_fair) == (shown.commitment, None, None, None)
    told = await rotate(database, someone, one, shown.commitment)
    assert hashlib.sha256(bytes.fromhex(told.server_seed)).hexdigest() == shown.commitment == told.commitment
    weights = [prize.weight for prize in one.terms.prizes]
    assert [play.drawn for play in drawn] == [recomputed(told.server_seed, play.client_seed, play.nonce, weights) for play in drawn]
    proofs = [await proof(database, someone, play) for play in drawn]
    assert {(found.is_fair, found.server_seed) for found in proofs if found} == {(True, told.server_seed)}
    assert await proof(database, stranger, drawn[0]) is None
    following = await seed(database, someone, one)
    assert (following.number, following.commitment, following.next_nonce) == (2, told.next_commitment, 1)


async def test_no_two_customers_have_the_same_seed(database: Database, staff: Staff) -> None:
    one, other = [await game(staff, await campaign(staff)) for _ in range(2)]
    people = [await person(database) for _ in range(3)]
    shown = [(await seed(database, someone, played)).commitment for someone in people for played in (one, other)]
    assert len(set(shown)) == 6


async def test_a_draw_names_the_commitment_that_was_shown(database: Database, staff: Staff) -> None:
    someone, one = await person(database), await game(staff, await campaign(staff))
    first = (await seed(database, someone, one)).commitment
    await rotate(database, someone, one, first)
    with pytest.raises(SeedChanged):
        await draw(database, someone, one, commitment=first)
    with pytest.raises(SeedChanged):
        await rotate(database, someone, one, first)
    assert await plays(database, one) == 0


async def test_a_repeat_shows_the_same_draw_and_pays_nothing_twice(database: Database, staff: Staff) -> None:
    someone, other = await person(database), await person(database)
    paid = await campaign(staff, budget_minor=5_000)
    one = await game(staff, paid, *sure(EIGHT))
    command = await drawing(database, someone, one)
    told = await answers(database.write(offers.games.draw, command) for _ in range(8))
    assert len({play.id for play in told}) == 1 and (told[0].drawn, told[0].outcome, told[0].given_minor) == (0, Outcome.GIVEN, 888)
    assert (await balance(database, someone), await budget(database, paid), await plays(database, one)) == (888, (4_112, 4_112), 1)
    with pytest.raises(IdReused):
        await draw(database, other, one, request_id=command.request_id)
    with pytest.raises(IdReused):
        await draw(database, someone, one, request_id=command.request_id, client_seed="another")
    assert (await balance(database, other), await plays(database, one)) == (0, 1)


async def test_of_sixty_four_that_race_for_the_last_prize_one_has_it(database: Database, staff: Staff) -> None:
    people = [await person(database) for _ in range(16)]
    paid = await campaign(staff, budget_minor=100_000)
    one = await game(staff, paid, *sure(EIGHT, stock=1))
    commands = [await drawing(database, people[number % 16], one) for number in range(64)]
    told: list[Draw] = await answers(database.write(offers.games.draw, command) for command in commands)
    assert Counter(play.outcome for play in told if play.drawn == 0) == {Outcome.GIVEN: 1, Outcome.STOCK_USED_UP: sum(play.drawn == 0 for play in told) - 1}
    assert sum([await balance(database, someone) for someone in people]) == 888
    assert await budget(database, paid) == (99_112, 99_112)
    assert {(play.given, play.ordinal) for play in told if play.outcome is Outcome.STOCK_USED_UP} == {(1, 2)}
    # What fell to the consolation is verified as well.
    loser = next(play for play in told if play.outcome is Outcome.STOCK_USED_UP)
    whose = next(someone for someone in people if someone.id == loser.customer_id)
    await rotate(database, whose, one, (await seed(database, whose, one)).commitment)
    found = await proof(database, whose, loser)
    assert found is not None and found.is_fair


async def test_a_budget_is_never_overspent_and_every_fen_is_explained(database: Database, staff: Staff) -> None:
    people = [await person(database) for _ in range(16)]
    paid = await campaign(staff, budget_minor=10_000)
    one = await game(staff, paid, *sure(EIGHT))
    commands = [await drawing(database, people[number % 16], one) for number in range(64)]
    told: list[Draw] = await answers(database.write(offers.games.draw, command) for command in commands)
    had = sum(play.given_minor for play in told)
    assert (had, sum([await balance(database, someone) for someone in people]), await budget(database, paid)) == (9_768, 9_768, (232, 232))
    outcomes = Counter(play.outcome for play in told if play.drawn == 0)
    assert outcomes == {Outcome.GIVEN: 11, Outcome.BUDGET_SPENT: sum(play.drawn == 0 for play in told) - 11}
    assert {(play.given, play.given_minor) for play in told if play.outcome is Outcome.BUDGET_SPENT} == {(1, 0)}


async def test_what_fell_short_of_the_budget_does_not_use_the_stock(database: Database, staff: Staff) -> None:
    someone, paid = await person(database), await campaign(staff, budget_minor=800)
    one = await game(staff, paid, *sure(EIGHT, stock=2))
    told = [await draw(database, someone, one) for _ in range(3)]
    assert [(play.outcome, play.ordinal) for play in told] == [(Outcome.BUDGET_SPENT, 1)] * 3
    fund = offers.FundCampaignCommand(request_id=uuid4(), campaign_id=paid.id, amount=Amount(2_000, CNY), **staff.who)
    await database.write(offers.fund_campaign, fund)
    told = [await draw(database, someone, one) for _ in range(3)]
    assert [(play.outcome, play.ordinal) for play in told] == [(Outcome.GIVEN, 1), (Outcome.GIVEN, 2), (Outcome.STOCK_USED_UP, 3)]


@pytest.mark.parametrize(
    ("limits", "scope", "had"),
    [
        (Limits(per_person=2), "person", 2),
        (Limits(per_person=None, per_person_day=3), "person_day", 3),
        (Limits(per_person=None, per_day=5), "day", 5),
        (Limits(per_person=None, per_device=1), "device", 1),
        (Limits(per_person=None, per_household=4), "household", 4),
        (Limits(per_person=None, total=6), "total", 6),
    ],
)
async def test_no_limit_is_passed_by_draws_at_once(database: Database, staff: Staff, limits: Limits, scope: str, had: int) -> None:
    someone, one = await person(database), await game(staff, await campaign(staff), limits=limits)
    commands = [await drawing(database, someone, one) for _ in range(8)]
    told = await answers(database.write(offers.games.draw, command) for command in commands)
    refusals = {(refusal.scope, refusal.most) for refusal in told if isinstance(refusal, DrawLimitReached)}
    assert (sum(isinstance(play, Draw) for play in told), refusals, await plays(database, one)) == (had, {(scope, had)}, had)
    assert (await seed(database, someone, one)).next_nonce == had + 1


async def test_points_and_coupons_are_prizes_too(database: Database, staff: Staff) -> None:
    someone = await person(database)
    points = await campaign(staff, budget_minor=1_000, asset=POINTS)
    await draw(database, someone, await game(staff, points, *sure(EIGHT)))
    assert await budget(database, points) == (112, 112)
    assert await has(database, someone.id) == (888, 0)
    money = await campaign(staff, CASH, ends_at=points.ends_at)
    won = await draw(database, someone, await game(staff, points, *sure(Prize(PrizeKind.COUPON, "现金券", "Cash coupon", 1, campaign_id=money.id))))
    assert won.coupon_id is not None
    granted = offers.CouponGranted(someone.id, won.coupon_id, money.id, points.ends_at)
    assert (await coupon(database, granted)).state == "claimed"


async def test_a_coupon_whose_campaign_has_ended_falls_to_the_consolation(database: Database, staff: Staff) -> None:
    someone, paid = await person(database), await campaign(staff)
    money = await campaign(staff, CASH, ends_at=paid.ends_at)
    one = await game(staff, paid, *sure(Prize(PrizeKind.COUPON, "现金券", "Cash coupon", 1, campaign_id=money.id)))
    await end(staff, money)
    lost = await draw(database, someone, one)
    assert (lost.drawn, lost.given, lost.outcome, lost.coupon_id) == (0, 1, Outcome.NOT_PAYABLE, None)


async def test_after_the_end_nobody_draws_and_every_seed_is_told(database: Database, staff: Staff) -> None:
    someone, paid = await person(database), await campaign(staff)
    one = await game(staff, paid)
    played = await draw(database, someone, one)
    for state in ("paused", "ended"):
        await end(staff, paid, state)
        with pytest.raises(offers.CampaignEnded) as refused:
            await draw(database, someone, one)
        assert refused.value.state == state
    found = await proof(database, someone, played)
    assert found is not None and found.server_seed is not None
    assert (hashlib.sha256(bytes.fromhex(found.server_seed)).hexdigest(), found.is_fair, await plays(database, one)) == (found.commitment, True, 1)


async def test_who_may_not_play_is_told_why_and_nothing_is_drawn(database: Database, staff: Staff) -> None:
    someone = await person(database)
    one = await game(staff, await campaign(staff))
    for_verified = await game(staff, await campaign(staff, conditions=Conditions(tiers=("verified",))))
    with pytest.raises(offers.CouponNotForYou) as refused:
        await draw(database, someone, for_verified)
    assert refused.value.reasons == ("other_tier",)
    with pytest.raises(Unauthenticated):
        await draw(database, someone, one, session_id=uuid4())
    with pytest.raises(GameNotFound):
        await draw(database, someone, one, game_id=uuid4())
    with pytest.raises(ClientSeedMalformed):
        await draw(database, someone, one, client_seed="a:1")
    assert (await plays(database, one), await plays(database, for_verified)) == (0, 0)


async def test_without_a_wallet_nobody_plays_for_money_whatever_would_be_drawn(database: Database, staff: Staff) -> None:
    someone = await person(database)
    one = await game(staff, await campaign(staff, asset=USD))
    told = {type(answer) for answer in await answers([draw(database, someone, one, client_seed=f"s{number}") for number in range(30)])}
    assert (told, await plays(database, one)) == ({PrizeWalletMissing}, 0)


async def test_a_game_is_of_a_campaign_that_runs_and_its_coupons_last_as_long(database: Database, staff: Staff) -> None:
    paid, short = await campaign(staff), await campaign(staff, CASH, ends_at=database.clock.now() + timedelta(days=1))
    with pytest.raises(GameMalformed) as refused:
        await game(staff, paid, *sure(Prize(PrizeKind.COUPON, "现金券", "Cash coupon", 1, campaign_id=short.id)))
    assert refused.value.what == "prize_coupon"
    await end(staff, paid)
    with pytest.raises(offers.CampaignEnded):
        await game(staff, paid)
    with pytest.raises(Refusal):
        await game(staff, paid, campaign_id=uuid4())
