"""Judge what customers ask for by the risk rules, in the transaction that carries it out.

The verbs have locked their senders (customers.lock_parties), so that what is counted of them stands still: who taps twenty times at once, by whatever verbs,
is counted twenty times."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from uuid import UUID

import orjson

from domains import customers, ledger
from domains.kernel.clock import business_date, day_start
from domains.kernel.days import SHANGHAI
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.wallet.errors.risk import HeldForReview, RefusedForSafety
from domains.wallet.events.risk import TransferHeld
from domains.wallet.queries import risk
from domains.wallet.rules.payees import is_new_payee, limits_to
from domains.wallet.rules.risk import STRICTNESS, RiskFacts, RiskOutcome, RiskRule, RiskVerdict, judge
from domains.wallet.rules.scenes import Scene, check_counterparty, scene_limits
from domains.wallet.rules.transfers import check_proof, limits_of

REVIEW_LIFE = timedelta(hours=24)
"""How long money is held for a review: nobody's money waits longer for the bank."""


@dataclass(frozen=True, slots=True)
class RiskAsk:
    """What is to be judged: who sends how much to whom, under which id, with which proof. `movement_id` is the movement by which it goes; None where its
    payment goes by several. `whole`: what the act moves in all, where it is more than this."""

    id: UUID
    scene: Scene
    sender: customers.Sender
    counterparty_id: UUID
    amount: Amount
    pin: customers.PinProof
    movement_id: UUID | None
    whole: Amount | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with what it was made from. `refusal` where what it demands is not there; held for review where `is_held`.
    `is_new`: the counterparty, as a payee, was first paid less than a day ago; `is_first`: never."""

    ask: RiskAsk
    verdict: RiskVerdict
    facts: RiskFacts
    refusal: Refusal | None
    is_new: bool
    is_first: bool

    @property
    def is_held(self) -> bool:
        """Whether staff are to look at it first."""
        return self.verdict.outcome is RiskOutcome.REVIEW

    def refused_unheld(self) -> "Judged":
        """The same, for an act that cannot wait for staff: it is refused where they would have to look."""
        return replace(self, refusal=RefusedForSafety()) if self.is_held and self.refusal is None else self


async def judge_risk(tx: Tx, asks: Sequence[RiskAsk]) -> list[Judged]:
    """One judgement for each, in order; those before it in the group count. One statement."""
    return [judged for (judged,) in await judge_acts(tx, [[ask] for ask in asks])]


async def judge_acts(tx: Tx, acts: Sequence[Sequence[RiskAsk]]) -> list[list[Judged]]:
    """The same for acts of several parts, each all or none: where one part is refused, the others count for nothing. Parts do not count for one another but
    in what goes to one counterparty."""
    asks = [ask for act in acts for ask in act]
    today = business_date(tx.now)
    version, rules, seen = await risk.look(tx, [(ask.sender.id, ask.counterparty_id, ask.amount.asset.code) for ask in asks], day_start(today))
    bench, found = _Bench(tx, version, rules), iter(seen)
    return [bench.judge(act, [next(found) for _ in act]) for act in acts]


def plan_judged(tx: Tx, judged: Judged, movement: ledger.PlannedMovement) -> ledger.PlannedMovement | ledger.PlannedHold:
    """The movement itself, or a hold for it where staff are to look first."""
    if not judged.is_held:
        return movement
    hold_id, until = review_hold_id(judged.ask.id), tx.now + REVIEW_LIFE
    return ledger.PlannedHold(hold_id, movement.kind, movement.debit_account_id, movement.credit_account_id, movement.amount, until, movement.limits)


def limits_for(tx: Tx, judged: Judged, *, to_payee: bool) -> tuple[ledger.Limit, ...]:
    """The windows in which it counts; `to_payee`: also that of new payees, where the counterparty is one."""
    ask, today = judged.ask, business_date(tx.now)
    asset, tier = ask.amount.asset, ask.sender.tier
    of_tier = limits_to(tier, asset, today, is_new=judged.is_new) if to_payee else limits_of(tier, asset, today)
    return (*of_tier, *scene_limits(tier, ask.scene, asset, today))


def review_hold_id(act_id: UUID) -> UUID:
    """The hold that keeps the money of an act under review."""
    return derived_id(act_id, "review")


def tell_held(tx: Tx, judged: Judged) -> HeldForReview:
    """What the sender is told of an act whose money was held for review, and the fact of it."""
    ask, until = judged.ask, tx.now + REVIEW_LIFE
    tx.publish(TransferHeld(ask.sender.id, None, ask.id, ask.amount.minor, ask.amount.asset.code, until))
    return HeldForReview(ask.id, until)


def keep_decisions(tx: Tx, judged: Sequence[Judged], carried_out: Collection[UUID], held: Collection[UUID] = ()) -> None:
    """Write down what was decided, with all else. A decision that let an act go which then failed for another reason decided nothing, and is not kept."""
    carried_out, held = frozenset(carried_out), frozenset(held)
    kept = [one for one in judged if one.ask.id in carried_out or one.ask.id in held or _stopped(one)]
    tx.write_later(
        risk.DECISIONS,
        [
            (
                *(one.ask.sender.id, one.ask.id, one.ask.scene, one.ask.counterparty_id, one.ask.amount.asset.code, one.ask.amount.minor),
                *(one.verdict.outcome, "\n".join(one.verdict.matched), one.verdict.version, orjson.dumps(_inputs(one)).decode()),
                *(one.ask.id in carried_out, one.ask.movement_id),
            )
            for one in kept
        ],
    )


def keep_reviews(tx: Tx, held: Sequence[Judged], *, channel: str | None = None, standing_order_id: UUID | None = None) -> None:
    """Let staff see what is held, with all else that is written. The channel of a withdrawal and the order of an occurrence are needed to go on with it."""
    until = tx.now + REVIEW_LIFE
    tx.write_later(
        risk.REVIEWS,
        [
            (
                *(one.ask.sender.id, one.ask.id, one.ask.scene, one.ask.counterparty_id, one.ask.amount.asset.code, one.ask.amount.minor),
                *(one.ask.movement_id, channel, standing_order_id, until),
            )
            for one in held
        ],
    )


def strictest(judged: Sequence[Judged]) -> Refusal | None:
    """Why an act of several parts is refused: by the strictest of the rules; None where no part is."""
    refused = [one for one in judged if one.refusal is not None]
    return max(refused, key=lambda one: STRICTNESS.index(one.verdict.outcome)).refusal if refused else None


class _Bench:
    """Judges a group, act by act: what was let go counts for the next."""

    def __init__(self, tx: Tx, version: int, rules: Sequence[RiskRule]) -> None:
        self._tx, self._version, self._rules = tx, version, rules
        self._today = business_date(tx.now)
        self._acts: Counter[UUID] = Counter()
        self._sent: Counter[tuple[UUID, UUID, str]] = Counter()

    def judge(self, act: Sequence[RiskAsk], found: Sequence[risk.Seen]) -> list[Judged]:
        of_act: Counter[tuple[UUID, UUID, str]] = Counter()
        judged = []
        for ask, seen in zip(act, found, strict=True):
            pair = (ask.sender.id, ask.counterparty_id, ask.amount.asset.code)
            judged.append(self._judge(ask, seen, seen.sent_minor + self._sent[pair] + of_act[pair], is_known=seen.is_known or pair in self._sent))
            of_act[pair] += ask.amount.minor
        if all(one.refusal is None for one in judged):
            self._acts.update(ask.sender.id for ask in act)
            self._sent.update(of_act)
        return judged

    def _judge(self, ask: RiskAsk, seen: risk.Seen, sent_minor: int, *, is_known: bool) -> Judged:
        facts = _facts(self._tx, ask, seen, self._acts[ask.sender.id], is_known=is_known)
        verdict = judge(self._version, self._rules, facts)
        refusal = _refusal(self._tx, ask, verdict)
        try:
            check_counterparty(ask.sender.tier, ask.scene, ask.amount, sent_minor, self._today)
        except ledger.LimitExceeded as limit:
            refusal = refusal or limit
        return Judged(ask, verdict, facts, refusal, is_new_payee(seen.first_paid_at, self._tx.now), seen.first_paid_at is None)


def _stopped(judged: Judged) -> bool:
    return judged.refusal is not None and judged.verdict.outcome is not RiskOutcome.PASS


def _inputs(judged: Judged) -> dict[str, object]:
    """What the decision was made from, for operators: also what the whole act came to, where that is more than the decision's own amount."""
    whole = {} if judged.ask.whole is None else {"whole_minor": judged.ask.whole.minor}
    return {**judged.facts.as_stored(), **whole}


def _facts(tx: Tx, ask: RiskAsk, found: risk.Seen, before: int, *, is_known: bool) -> RiskFacts:
    return RiskFacts(
        ask.scene,
        ask.whole or ask.amount,
        tx.now.astimezone(SHANGHAI).hour,
        (tx.now - ask.sender.device_since) // timedelta(minutes=1),
        (tx.now - ask.sender.signed_in_at) // timedelta(minutes=1),
        not is_known,
        found.ten_minutes_count + before,
        found.hour_count + before,
        found.day_count + before,
    )


def _refusal(tx: Tx, ask: RiskAsk, verdict: RiskVerdict) -> Refusal | None:
    """Why the act may not go on, where what is demanded is not there."""
    if verdict.outcome is RiskOutcome.REFUSE:
        return RefusedForSafety()
    if verdict.outcome is RiskOutcome.CODE and tx.now - ask.sender.signed_in_at > customers.FRESH_SIGN_IN:
        return customers.FreshSignInNeeded()
    if verdict.outcome is RiskOutcome.PIN:
        try:
            check_proof(ask.pin, Amount(0, ask.amount.asset))
        except Refusal as refusal:
            return refusal
    return None
