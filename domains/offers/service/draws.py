"""Draw in an instant game: what falls, and whether it can still be given."""

from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from domains import customers, ledger, wallet
from domains.kernel.assets import AssetKind
from domains.kernel.clock import business_date
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.offers.accounts import budget_id, marketing_id
from domains.offers.errors.campaigns import CampaignEnded, CouponNotForYou
from domains.offers.errors.games import DrawLimitReached, GameNotFound, PrizeWalletMissing, SeedChanged, StampsTooFew
from domains.offers.events.campaigns import CouponClaimed
from domains.offers.events.games import GamePlayed
from domains.offers.queries import campaigns, coupons, games, stamps
from domains.offers.queries.campaigns import Campaign, Counter
from domains.offers.queries.games import Draw, Game, Player
from domains.offers.rules.campaigns import Reason, Spender, coupon_end, why_not, windows_of
from domains.offers.rules.games import Outcome, Prize, PrizeKind, check_client_seed, commitment_of, number_of, place_of
from domains.offers.service.games import server_seed

PRIZE, POINTS_PRIZE = "game_prize", "game_points"


@dataclass(frozen=True, slots=True, kw_only=True)
class DrawCommand(Command):
    """`owner_id` plays, with the seed whose commitment was shown and a seed of their own. A game with stamps takes a full card."""

    session_id: UUID = field(metadata=UNHASHED)
    game_id: UUID
    commitment: str
    client_seed: str


class _Given(NamedTuple):
    place: int
    outcome: Outcome
    minor: int = 0
    coupon_id: UUID | None = None


@composite_verb(Draw)
async def draw(tx: Tx, command: DrawCommand) -> Draw | Refusal | Unauthenticated:
    """Refuses in the order of rules/games.py. What was drawn and can be given no more falls to the consolation."""
    (claimant,) = await customers.find_claimants(tx, [(command.owner_id, command.session_id)])
    if claimant is None:
        return Unauthenticated()
    game = (await games.find_games(tx, [command.game_id])).get(command.game_id)
    if game is None:
        raise GameNotFound
    check_client_seed(command.client_seed)
    _check_campaign(tx, game.campaign, claimant)
    await _check_wallet(tx, command.owner_id, game)
    player = await games.lock_player(tx, command.owner_id, game.id)
    seed = server_seed(tx, game.id, command.owner_id, player.seed_number)
    if commitment_of(seed) != command.commitment:
        raise SeedChanged
    assert command.request_id is not None
    id_ = derived_id(command.request_id, "draw")
    await _take_stamps(tx, command.owner_id, game, id_)
    nonce = player.draws + 1
    drawn = place_of(number_of(seed, command.client_seed, nonce, game.terms.weight), game.terms.prizes)
    windows = windows_of(game.terms.limits, command.owner_id, claimant.device_mark, str(claimant.household_id), business_date(tx.now))
    ordinal = await _count(tx, game, windows, drawn)
    given = await _give(tx, command, game, drawn, ordinal)
    await games.set_player(tx, command.owner_id, game.id, Player(player.seed_number, nonce))
    one = Draw(
        *(command.owner_id, id_, game.id, player.seed_number, command.client_seed, nonce, drawn, given.place, given.outcome, ordinal),
        *(given.minor, given.coupon_id, tx.now),
    )
    games.write_draws(tx, [one])
    tx.publish(GamePlayed(command.owner_id, None, id_, game.id, given.outcome.value))
    return one


def _check_campaign(tx: Tx, campaign: Campaign, claimant: customers.Claimant) -> None:
    reasons = why_not(campaign.terms, campaign.period, Spender(claimant.tier, claimant.registered_at), tx.now)
    closed = [reason for reason in reasons if reason in (Reason.NOT_STARTED, Reason.ENDED, Reason.PAUSED)]
    if closed:
        raise CampaignEnded(closed[0].value)
    if reasons:
        raise CouponNotForYou(tuple(reason.value for reason in reasons))


async def _check_wallet(tx: Tx, customer_id: UUID, game: Game) -> None:
    """Whatever will be drawn: a refusal must not tell it."""
    pays_money = game.campaign.asset.kind is AssetKind.CURRENCY and any(prize.kind is PrizeKind.AMOUNT for prize in game.terms.prizes)
    if not pays_money:
        return
    account_id = wallet.wallet_account_id(customer_id, game.campaign.asset)
    account = (await ledger.find_accounts(tx, [account_id])).get(account_id)
    if account is None or account.state != "open":
        raise PrizeWalletMissing


async def _take_stamps(tx: Tx, customer_id: UUID, game: Game, draw_id: UUID) -> None:
    if game.terms.stamps is None:
        return
    standing, owed = await stamps.lock_card(tx, customer_id, game.id)
    needed = game.terms.stamps.needed
    if len(standing) - len(owed) < needed:
        raise StampsTooFew(max(0, len(standing) - len(owed)), needed)
    await stamps.use_stamps(tx, customer_id, game.id, draw_id, standing[: needed + len(owed)], owed)


async def _count(tx: Tx, game: Game, windows: list[tuple[str, str, int]], drawn: int) -> int | None:
    """Count the draw in its limits, and see which one of its prize it is; None where there is any number of it. Raises DrawLimitReached.

    Every counter is locked in one statement, that of the prize too."""
    counters: list[tuple[Counter, int]] = [((game.id, scope, key), most) for scope, key, most in windows]
    stock, stock_counter = game.terms.prizes[drawn].stock, _stock_counter(game, drawn)
    used = await campaigns.lock_usages(tx, [*(counter for counter, _ in counters), *([] if stock is None else [stock_counter])])
    for counter, most in counters:
        if used[counter] >= most:
            raise DrawLimitReached(counter[1], most)
    campaigns.write_usages(tx, {counter: 1 for counter, _ in counters})
    return None if stock is None else used[stock_counter] + 1


def _stock_counter(game: Game, place: int) -> Counter:
    """How many of a prize were given: beside the counters of limits, under the game's id."""
    return game.id, "prize", str(place)


async def _give(tx: Tx, command: DrawCommand, game: Game, drawn: int, ordinal: int | None) -> _Given:
    prize = game.terms.prizes[drawn]
    if prize.stock is not None and ordinal is not None and ordinal > prize.stock:
        return await _console(tx, command, game, Outcome.STOCK_USED_UP)
    match prize.kind:
        case PrizeKind.NOTHING:
            given = _Given(drawn, Outcome.GIVEN)
        case PrizeKind.COUPON:
            coupon_id = await _coupon(tx, command, prize)
            given = _Given(drawn, Outcome.GIVEN if coupon_id else Outcome.NOT_PAYABLE, 0, coupon_id)
        case PrizeKind.AMOUNT:
            given = _Given(drawn, await _pay(tx, command, game, prize), prize.minor)
    if given.outcome is not Outcome.GIVEN:
        return await _console(tx, command, game, given.outcome)
    if prize.stock is not None:
        campaigns.write_usages(tx, {_stock_counter(game, drawn): 1})
    return given


async def _console(tx: Tx, command: DrawCommand, game: Game, outcome: Outcome) -> _Given:
    prize = game.terms.prizes[game.terms.consolation]
    return _Given(game.terms.consolation, outcome, 0, await _coupon(tx, command, prize) if prize.kind is PrizeKind.COUPON else None)


async def _coupon(tx: Tx, command: DrawCommand, prize: Prize) -> UUID | None:
    """A coupon of the prize's campaign while that runs. The prize's stock bounds how many there are, not the limits for those who claim."""
    assert prize.campaign_id is not None
    assert command.request_id is not None
    (campaign,) = await campaigns.find_campaigns(tx, [prize.campaign_id])
    if campaign.state == "ended" or campaign.ends_at <= tx.now:
        return None
    coupon_id = derived_id(command.request_id, "coupon")
    coupons.write_new(tx, [(command.owner_id, coupon_id, campaign.id, coupon_end(tx.now, campaign.terms.life_days, campaign.ends_at))])
    tx.publish(CouponClaimed(command.owner_id, None, coupon_id, campaign.id))
    return coupon_id


async def _pay(tx: Tx, command: DrawCommand, game: Game, prize: Prize) -> Outcome:
    """Money into the wallet, or points; from the campaign's budget alone."""
    assert command.request_id is not None
    amount, id_ = Amount(prize.minor, game.campaign.asset), derived_id(command.request_id, PRIZE)
    budget = budget_id(game.campaign_id)
    if amount.asset.kind is AssetKind.CURRENCY:
        target = wallet.wallet_account_id(command.owner_id, amount.asset)
        (verdict,) = await ledger.post(tx, [(command.request_id, [ledger.PlannedMovement(id_, PRIZE, budget, target, amount)])])
    else:
        plan = await wallet.plan_earn(tx, wallet.EarnPoints(command.owner_id, id_, amount.minor))
        spent = ledger.PlannedMovement(derived_id(id_, POINTS_PRIZE), POINTS_PRIZE, budget, marketing_id(amount.asset), amount)
        (verdict,) = await ledger.post(tx, [(command.request_id, [spent, *plan.movements])])
        if not isinstance(verdict, Refusal):
            plan.write(tx)
    if isinstance(verdict, Refusal):
        return Outcome.BUDGET_SPENT if isinstance(verdict, ledger.InsufficientFunds) else Outcome.NOT_PAYABLE
    return Outcome.GIVEN
