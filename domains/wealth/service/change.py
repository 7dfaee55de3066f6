"""The change account: money-market shares that are money at once, at a till, in a transfer, or into the wallet.

The house pays from its own money and takes the shares; what it has taken it redeems once a day. The caps of the product's terms are limits of the ledger:
a customer's on their shares, the fund's on the house's money, so that no race passes them."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from domains import customers, ledger, wallet
from domains.kernel.assets import fund_shares
from domains.kernel.clock import business_date
from domains.kernel.commands import HOUSE_ID, UNHASHED, Command, composite_verb
from domains.kernel.errors import AmountOutOfRange, AssetMismatch, Refusal
from domains.kernel.ids import derived_id
from domains.kernel.money import MINOR_MAX, Amount
from domains.kernel.transactions import Tx
from domains.wealth.accounts import advance_id, clearing_id, issued_id, shares_id
from domains.wealth.errors.products import FundNotFound
from domains.wealth.events.orders import ChangePaid
from domains.wealth.queries import change, positions, products
from domains.wealth.queries.change import HeldChange
from domains.wealth.queries.orders import FundOrder
from domains.wealth.queries.positions import Change
from domains.wealth.rules.positions import ChangeKind, cost_of
from domains.wealth.service.place import place_redemption

CHANGE = "change"
QUICK, ADVANCE_SETTLED = "fund_quick_redemption", "fund_advance_settled"
"""The kinds of its movements."""


class ChangeSource:
    """Money-market shares as a source of money at the till. A part of a payment comes from one product: the first that has enough.

    What a refund returns goes to the wallet: shares that were redeemed are gone."""

    name = CHANGE

    async def draw(self, tx: Tx, draws: Sequence[wallet.Draw]) -> list[wallet.Drawn | Refusal]:
        """Plan the redemption. Refuses InsufficientFunds where no product of theirs has that much free."""
        held = await change.lock_change(tx, [one.customer_id for one in draws])
        return [_drawn(tx, one, held) for one in draws]

    async def took(self, tx: Tx, taken: Sequence[tuple[wallet.Draw, wallet.Drawn]]) -> None:
        """The positions have less."""
        by_product: dict[UUID, list[tuple[UUID, UUID, int]]] = {}
        for draw, drawn in taken:
            assert isinstance(drawn.noted, UUID)
            by_product.setdefault(drawn.noted, []).append((draw.customer_id, draw.id, draw.amount.minor))
        for product_id, of_one in sorted(by_product.items()):
            await _write_down(tx, product_id, of_one)

    async def give_back(self, tx: Tx, draws: Sequence[wallet.Draw]) -> list[wallet.Drawn | Refusal]:
        return [wallet.Drawn(wallet.wallet_account_id(one.customer_id, one.amount.asset)) for one in draws]

    async def keep(self, tx: Tx, customer_id: UUID, payment_id: UUID, kept_minor: int) -> int | None:
        """In proportion."""
        return None


@dataclass(frozen=True, slots=True, kw_only=True)
class RedeemChangeCommand(Command):
    """`owner_id` wants `amount` of a money-market product: at once as far as the day's caps go, the rest as an order of the next trade."""

    session_id: UUID = field(metadata=UNHASHED)
    product_id: UUID
    amount: Amount
    pin: customers.PinProof = field(metadata=UNHASHED)


@dataclass(frozen=True, slots=True)
class ChangeRedeemed:
    """`at_once` is in the wallet; `later` is what `order` brings, where there is one."""

    at_once: Amount
    later: Amount
    order: FundOrder | None


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferFromChangeCommand(Command):
    """`owner_id` sends `amount` out of a money-market product to a customer, as `wallet.transfer` does from the wallet."""

    session_id: UUID = field(metadata=UNHASHED)
    target_id: UUID | None = None
    target_phone: str | None = None
    amount: Amount
    note: str = ""
    pin: customers.PinProof = field(metadata=UNHASHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class SettleAdvancesCommand(Command):
    """The house redeems the shares that it has paid out."""

    product_id: UUID


@dataclass(frozen=True, slots=True)
class AdvancesSettled:
    settled_minor: int


@composite_verb(ChangeRedeemed)
async def redeem_change(tx: Tx, command: RedeemChangeCommand) -> ChangeRedeemed | Refusal:
    """Both parts in one act. Refuses FundNotFound, AssetMismatch, AmountOutOfRange, the PIN's refusals, SharesInsufficient."""
    await customers.acting.hold_customer(tx, command.session_id, command.owner_id)
    fund = await products.lock_product(tx, command.product_id)
    if fund is None or fund.terms.quick is None:
        raise FundNotFound
    if command.amount.asset != fund.asset:
        raise AssetMismatch(command.amount.asset.code, fund.asset.code)
    if command.amount.minor <= 0:
        raise AmountOutOfRange(command.amount.minor, fund.asset.code, 1, MINOR_MAX)
    wallet.check_proof(command.pin, Amount(0, fund.asset))
    assert command.request_id is not None
    held = [one for one in await change.lock_change(tx, [command.owner_id]) if one.product_id == fund.id]
    at_once = await _pay_out(tx, held[0], command.request_id, min(command.amount.minor, held[0].free_minor)) if held else 0
    later = command.amount.minor - at_once
    order = await place_redemption(tx, fund, command.owner_id, command.request_id, later, command.pin) if later else None
    if at_once:
        tx.publish(ChangePaid(command.owner_id, None, fund.id, None if order is None else order.id))
    return ChangeRedeemed(Amount(at_once, fund.asset), Amount(later, fund.asset), order)


@composite_verb(wallet.Transferred)
async def transfer_from_change(tx: Tx, command: TransferFromChangeCommand) -> wallet.Transferred | Refusal:
    """Redeem and transfer, both or neither. Refuses what `wallet.transfer` refuses, and InsufficientFunds where no product has that much free."""
    await customers.acting.hold_customer(tx, command.session_id, command.owner_id)
    assert command.request_id is not None
    held = await change.lock_change(tx, [command.owner_id])
    one = _having(held, command.owner_id, command.amount)
    if one is None:
        raise ledger.InsufficientFunds(wallet.wallet_account_id(command.owner_id, command.amount.asset), _most(held, command.owner_id, command.amount))
    planned = _redemption(tx, one, derived_id(command.request_id, CHANGE), command.amount.minor)
    target = wallet.wallet_account_id(command.owner_id, command.amount.asset)
    ((_, friend_id),) = await customers.find_parties(tx, [(command.owner_id, command.session_id)], [(command.target_id, command.target_phone)])
    friends = [] if friend_id is None else [wallet.wallet_account_id(friend_id, command.amount.asset)]
    await ledger.lock_for_posts(tx, [shares_id(command.owner_id, one.code), shares_id(HOUSE_ID, one.code), advance_id(one.code), target, *friends])
    planned.append(ledger.PlannedMovement(derived_id(command.request_id, QUICK), QUICK, advance_id(one.code), target, command.amount, _fund_limit(tx, one)))
    (verdict,) = await ledger.post(tx, [(derived_id(command.request_id, "journal"), planned)])
    if isinstance(verdict, Refusal):
        raise verdict
    await _write_down(tx, one.product_id, [(command.owner_id, command.request_id, command.amount.minor)])
    named = {"request_id": command.request_id, "owner_id": command.owner_id, "session_id": command.session_id, "pin": command.pin}
    to = {"target_id": command.target_id, "target_phone": command.target_phone, "amount": command.amount, "note": command.note}
    (outcome,) = await wallet.transfer.run(tx, [wallet.TransferCommand(**named, **to)])  # type: ignore[arg-type]
    if isinstance(outcome, wallet.HeldForReview):
        # The money stands in the wallet, held for staff: what they decide of it is theirs.
        return outcome
    if isinstance(outcome, Exception):
        raise outcome
    return outcome


@composite_verb(AdvancesSettled)
async def settle_advances(tx: Tx, command: SettleAdvancesCommand) -> AdvancesSettled:
    """The house's shares go back to the fund, and the fund's money to the house: whatever there is of them now."""
    fund = await products.lock_product_to_change(tx, (await products.find_products(tx, [command.product_id]))[0].code)
    assert fund is not None
    house = shares_id(HOUSE_ID, fund.code)
    minor = (await ledger.find_accounts(tx, [house]))[house].posted.minor
    if not minor:
        return AdvancesSettled(0)
    id_ = derived_id(fund.id, f"advances:{tx.now.isoformat()}")
    planned = [
        ledger.PlannedMovement(derived_id(id_, "shares"), ADVANCE_SETTLED, house, issued_id(fund.code), Amount(minor, fund_shares(fund.code))),
        ledger.PlannedMovement(derived_id(id_, "money"), ADVANCE_SETTLED, clearing_id(fund.code), advance_id(fund.code), Amount(minor, fund.asset)),
    ]
    (verdict,) = await ledger.post(tx, [(id_, planned)])
    if isinstance(verdict, Refusal):
        raise verdict
    return AdvancesSettled(minor)


async def _pay_out(tx: Tx, held: HeldChange, request_id: UUID, minor: int) -> int:
    """Pay into the wallet as much as the day's caps leave. Should another be faster to a cap, the ledger refuses, and the locks that it then has let us look
    again and be sure."""
    refusal: Refusal | None = None
    for _ in range(2):
        part = min(minor, await _left(tx, held))
        if not part:
            return 0
        amount, target = Amount(part, held.asset), wallet.wallet_account_id(held.customer_id, held.asset)
        planned = _redemption(tx, held, derived_id(request_id, f"{CHANGE}:{part}"), part)
        planned.append(ledger.PlannedMovement(derived_id(request_id, f"{QUICK}:{part}"), QUICK, advance_id(held.code), target, amount, _fund_limit(tx, held)))
        (verdict,) = await ledger.post(tx, [(derived_id(request_id, f"journal:{part}"), planned)])
        if isinstance(verdict, ledger.Posting):
            await _write_down(tx, held.product_id, [(held.customer_id, request_id, part)])
            return part
        refusal = verdict
    assert refusal is not None
    raise refusal


async def _left(tx: Tx, held: HeldChange) -> int:
    """What the day's caps leave, of the customer's and the fund's the smaller."""
    period = _period(tx)
    keys = [(shares_id(held.customer_id, held.code), period), (advance_id(held.code), period)]
    used = await ledger.list_usage(tx, keys)
    return max(0, min(held.customer_day_minor - used.get(keys[0], 0), held.fund_day_minor - used.get(keys[1], 0)))


def _drawn(tx: Tx, draw: wallet.Draw, held: Sequence[HeldChange]) -> wallet.Drawn | Refusal:
    one = _having(held, draw.customer_id, draw.amount)
    if one is None:
        return ledger.InsufficientFunds(wallet.wallet_account_id(draw.customer_id, draw.amount.asset), _most(held, draw.customer_id, draw.amount))
    return wallet.Drawn(advance_id(one.code), _fund_limit(tx, one), tuple(_redemption(tx, one, draw.id, draw.amount.minor)), one.product_id)


def _having(held: Sequence[HeldChange], customer_id: UUID, amount: Amount) -> HeldChange | None:
    return next((one for one in held if one.customer_id == customer_id and one.asset == amount.asset and one.free_minor >= amount.minor), None)


def _most(held: Sequence[HeldChange], customer_id: UUID, amount: Amount) -> Amount:
    return Amount(max((one.free_minor for one in held if one.customer_id == customer_id and one.asset == amount.asset), default=0), amount.asset)


def _redemption(tx: Tx, held: HeldChange, id_: UUID, minor: int) -> list[ledger.Planned]:
    """The shares go to the house, within the customer's cap."""
    limit = (ledger.Limit(_period(tx), held.customer_day_minor),)
    accounts = (shares_id(held.customer_id, held.code), shares_id(HOUSE_ID, held.code))
    return [ledger.PlannedMovement(derived_id(id_, "shares"), QUICK, *accounts, Amount(minor, fund_shares(held.code)), limit)]


def _fund_limit(tx: Tx, held: HeldChange) -> tuple[ledger.Limit, ...]:
    return (ledger.Limit(_period(tx), held.fund_day_minor),)


def _period(tx: Tx) -> str:
    return f"quick-day:{business_date(tx.now).isoformat()}"


async def _write_down(tx: Tx, product_id: UUID, taken: Sequence[tuple[UUID, UUID, int]]) -> None:
    """(customer, act, minor units): what was redeemed at once leaves the positions, at what was paid for it on the average."""
    held = await positions.lock_positions(tx, {customer_id for customer_id, _, _ in taken}, product_id)
    changes = []
    for customer_id, act_id, minor in taken:
        one = held[customer_id]
        cost = cost_of(one.cost_minor, one.shares_minor, minor)
        held[customer_id] = one._replace(
            shares_minor=one.shares_minor - minor, cost_minor=one.cost_minor - cost, realised_minor=one.realised_minor + minor - cost
        )
        changes.append(Change(customer_id, product_id, business_date(tx.now), derived_id(act_id, QUICK), ChangeKind.QUICK, -minor, minor, 0, -cost))
    positions.write_positions(tx, list(held.values()))
    positions.write_changes(tx, changes)
