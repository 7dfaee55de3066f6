"""Reserve coupons for a purchase, let them go again, and have what a cash coupon gives."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from uuid import UUID

from domains import customers, ledger, wallet
from domains.kernel.commands import UNHASHED, Command, batched_verb, composite_verb
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.offers.accounts import budget_id, marketing_id, stack_account
from domains.offers.errors.campaigns import BudgetExhausted, CouponNotFound, CouponUnusable
from domains.offers.events.campaigns import CouponRedeemed, CouponReleased, CouponReserved
from domains.offers.queries import coupons
from domains.offers.queries.coupons import Coupon
from domains.offers.rules.campaigns import AT_TILL, BenefitKind, Purchase, Reason, Spender, may_stack, stacked, why_not, worth
from domains.offers.service.sessions import is_signed_in

RESERVED_FOR = timedelta(minutes=15)
COUPON_HOLD, CASH_COUPON = "coupon_hold", "cash_coupon"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReserveCouponsCommand(Command):
    """`owner_id` is about to pay `amount` to the merchant and uses these coupons. `item` is the price of the item that one of them makes free."""

    session_id: UUID = field(metadata=UNHASHED)
    coupon_ids: tuple[UUID, ...]
    merchant_id: UUID
    amount: Amount
    item: Amount | None = None


@dataclass(frozen=True, slots=True)
class CouponsReserved:
    """What the coupons give at the till (`given`, to be named as the part of the payment's source `coupon`), until when."""

    reservation_id: UUID
    coupon_ids: tuple[UUID, ...]
    given: Amount
    to_pay: Amount
    reserved_until: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleaseCouponsCommand(Command):
    session_id: UUID = field(metadata=UNHASHED)
    reservation_id: UUID


@dataclass(frozen=True, slots=True)
class CouponsReleased:
    reservation_id: UUID
    coupon_ids: tuple[UUID, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RedeemCashCouponCommand(Command):
    """`owner_id` has what a cash coupon gives paid into the wallet."""

    session_id: UUID = field(metadata=UNHASHED)
    coupon_id: UUID


@dataclass(frozen=True, slots=True)
class CashCouponRedeemed:
    coupon_id: UUID
    movement_id: UUID
    given: Amount


@composite_verb(CouponsReserved)
async def reserve_coupons(tx: Tx, command: ReserveCouponsCommand) -> CouponsReserved | Refusal | Unauthenticated:
    """Set aside what they give in their budgets. What the customer had reserved before is let go.

    Refuses CouponNotFound, CouponUnusable with every reason, BudgetExhausted, and what the ledger refuses of the customer's wallet."""
    (claimant,) = await customers.find_claimants(tx, [(command.owner_id, command.session_id)])
    if claimant is None:
        return Unauthenticated()
    assert command.request_id is not None
    earlier = await coupons.lock_reserved(tx, [command.owner_id], tx.now)
    found = await coupons.lock_coupons(tx, [(command.owner_id, id_) for id_ in command.coupon_ids])
    chosen = [found.get((command.owner_id, id_)) for id_ in dict.fromkeys(command.coupon_ids)]
    if not chosen or None in chosen:
        raise CouponNotFound
    wanted = [one for one in chosen if one is not None]
    spender = Spender(claimant.tier, claimant.registered_at)
    given = _check(tx, command, wanted, spender, {one.id for one in earlier})
    until = tx.now + RESERVED_FOR
    reserved = [_reserved(one, minor, command, until) for one, minor in zip(wanted, given, strict=True)]
    let_go = [released(one) for one in earlier if one.id not in {other.id for other in reserved}]
    coupons.write_states(tx, [*let_go, *reserved])
    taken_off = sum(minor for one, minor in zip(wanted, given, strict=True) if one.campaign.terms.benefit.kind in AT_TILL)
    if len(reserved) > 1:
        await ledger.open_accounts(tx, [stack_account(command.owner_id, command.amount.asset)])
    (verdict,) = await ledger.post(tx, [(command.request_id, [*_releases(earlier), *(hold_of(one, hold_id_of(one), until) for one in reserved)])])
    if isinstance(verdict, ledger.InsufficientFunds):
        raise BudgetExhausted
    if isinstance(verdict, Refusal):
        raise verdict
    for one in reserved:
        tx.publish(CouponReserved(command.owner_id, None, one.id, one.campaign_id))
    asset = command.amount.asset
    ids = tuple(one.id for one in reserved)
    return CouponsReserved(command.request_id, ids, Amount(taken_off, asset), Amount(command.amount.minor - taken_off, asset), until)


@composite_verb(CouponsReleased)
async def release_coupons(tx: Tx, command: ReleaseCouponsCommand) -> CouponsReleased | Refusal | Unauthenticated:
    """They can be used for something else. Refuses CouponNotFound for a reservation that is over, or somebody else's."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    held = [one for one in await coupons.lock_reserved(tx, [command.owner_id], tx.now) if one.reservation_id == command.reservation_id]
    if not held:
        raise CouponNotFound
    assert command.request_id is not None
    coupons.write_states(tx, [released(one) for one in held])
    for one in held:
        tx.publish(CouponReleased(command.owner_id, None, one.id, one.campaign_id))
    if releases := _releases(held):
        await ledger.post(tx, [(command.request_id, releases)])
    return CouponsReleased(command.reservation_id, tuple(one.id for one in held))


@batched_verb(CashCouponRedeemed)
async def redeem_cash_coupon(tx: Tx, commands: list[RedeemCashCouponCommand]) -> Sequence[CashCouponRedeemed | Refusal | Unauthenticated]:
    """Refuses CouponNotFound, CouponUnusable, BudgetExhausted, and what the ledger refuses of the wallet. Many at once are one posting."""
    claimants = await customers.find_claimants(tx, [(command.owner_id, command.session_id) for command in commands])
    held = await coupons.lock_coupons(tx, [(command.owner_id, command.coupon_id) for command in commands])
    answers: dict[int, CashCouponRedeemed | Refusal | Unauthenticated] = {}
    planned: dict[int, tuple[UUID, list[ledger.Planned]]] = {}
    taken: set[UUID] = set()
    for index, (command, claimant) in enumerate(zip(commands, claimants, strict=True)):
        coupon = held.get((command.owner_id, command.coupon_id))
        try:
            movement = _cash(tx, command, claimant, coupon, taken)
        except (Refusal, Unauthenticated) as refusal:
            answers[index] = refusal
            continue
        assert command.request_id is not None
        taken.add(command.coupon_id)
        planned[index] = (command.request_id, [movement])
        answers[index] = CashCouponRedeemed(command.coupon_id, movement.id, movement.amount)
    verdicts = await ledger.post(tx, list(planned.values())) if planned else []
    redeemed: list[Coupon] = []
    for index, verdict in zip(planned, verdicts, strict=True):
        if isinstance(verdict, Refusal):
            answers[index] = BudgetExhausted() if isinstance(verdict, ledger.InsufficientFunds) else verdict
            continue
        answer, command = answers[index], commands[index]
        assert isinstance(answer, CashCouponRedeemed)
        coupon = held[command.owner_id, command.coupon_id]
        minor = answer.given.minor
        redeemed.append(replace(coupon, state="redeemed", given_minor=minor, kept_minor=minor, redeemed_at=tx.now, reservation_id=None, reserved_until=None))
        tx.publish(CouponRedeemed(command.owner_id, None, coupon.id, coupon.campaign_id, minor, answer.given.asset.code))
    coupons.write_states(tx, redeemed)
    return [answers[index] for index in range(len(commands))]


def _check(tx: Tx, command: ReserveCouponsCommand, wanted: list[Coupon], spender: Spender, earlier: set[UUID]) -> list[int]:
    """What each gives. Raises CouponUnusable with every reason that any of them has."""
    reasons: set[Reason] = set()
    item = None if command.item is None else command.item.minor
    purchase = Purchase(command.merchant_id, command.amount.minor, command.amount.asset.code, item)
    for one in wanted:
        reasons |= set(reasons_of(tx.now, one, spender, purchase, may_be_reserved=one.id in earlier))
    if not may_stack([one.campaign.terms for one in wanted]):
        reasons.add(Reason.DOES_NOT_STACK)
    given = stacked([one.campaign.terms.benefit for one in wanted], command.amount.minor, item)
    if not reasons and not all(given):
        reasons.add(Reason.NOTHING_LEFT)
    if reasons:
        raise CouponUnusable(tuple(reason.value for reason in Reason if reason in reasons))
    return given


def reasons_of(now: datetime, coupon: Coupon, spender: Spender, purchase: Purchase, *, may_be_reserved: bool = True) -> list[Reason]:
    """Every reason why that coupon cannot be used then on that purchase."""
    state = coupon.state_at(now)
    own = {"expired": [Reason.EXPIRED], "redeemed": [Reason.USED], "reserved": [] if may_be_reserved else [Reason.USED]}.get(state, [])
    # Points are given for spending in any currency; all else is of its own.
    if coupon.campaign.terms.benefit.kind is not BenefitKind.POINTS and coupon.campaign.asset.code != purchase.asset:
        own.append(Reason.OTHER_CURRENCY)
    found = {*own, *why_not(coupon.campaign.terms, coupon.campaign.period, spender, now, purchase)}
    return [reason for reason in Reason if reason in found]


def _reserved(coupon: Coupon, minor: int, command: ReserveCouponsCommand, until: datetime) -> Coupon:
    item = None if command.item is None else command.item.minor
    return replace(
        coupon,
        state="reserved",
        reservation_id=command.request_id,
        reserved_until=until,
        merchant_id=command.merchant_id,
        spent_minor=command.amount.minor,
        item_minor=item,
        given_minor=minor,
        kept_minor=minor,
    )


def released(coupon: Coupon) -> Coupon:
    """As it was before it was set aside."""
    return replace(
        coupon, state="claimed", reservation_id=None, reserved_until=None, merchant_id=None, spent_minor=0, item_minor=None, given_minor=0, kept_minor=0
    )


def hold_id_of(coupon: Coupon) -> UUID:
    """The ledger's hold of a reserved coupon."""
    assert coupon.reservation_id is not None
    return derived_id(coupon.reservation_id, f"hold:{coupon.id}")


def hold_of(coupon: Coupon, id_: UUID, until: datetime) -> ledger.PlannedHold:
    """What the coupon gives, set aside in its budget. It is let go before the money goes where it is to go; captured by nobody, it would go home."""
    asset = coupon.campaign.asset
    return ledger.PlannedHold(id_, COUPON_HOLD, budget_id(coupon.campaign_id), marketing_id(asset), Amount(coupon.given_minor, asset), until)


def _releases(held: Sequence[Coupon]) -> list[ledger.Planned]:
    return [ledger.PlannedRelease(hold_id_of(one)) for one in held]


def _cash(tx: Tx, command: RedeemCashCouponCommand, claimant: customers.Claimant | None, coupon: Coupon | None, taken: set[UUID]) -> ledger.PlannedMovement:
    """What is moved for a cash coupon. Raises the first rule broken."""
    if claimant is None:
        raise Unauthenticated
    if coupon is None:
        raise CouponNotFound
    benefit = coupon.campaign.terms.benefit
    state = "redeemed" if coupon.id in taken else coupon.state_at(tx.now)
    own = {"expired": [Reason.EXPIRED], "redeemed": [Reason.USED]}.get(state, [])
    other = [] if benefit.kind is BenefitKind.CASH else [Reason.NOT_AT_TILL]
    found = {*own, *other, *why_not(coupon.campaign.terms, coupon.campaign.period, Spender(claimant.tier, claimant.registered_at), tx.now)}
    if found:
        raise CouponUnusable(tuple(reason.value for reason in Reason if reason in found))
    minor = worth(benefit, max(benefit.minor, 1))
    target = wallet.wallet_account_id(command.owner_id, coupon.campaign.asset)
    return ledger.PlannedMovement(derived_id(coupon.id, CASH_COUPON), CASH_COUPON, budget_id(coupon.campaign_id), target, Amount(minor, coupon.campaign.asset))
