"""Judge what customers ask for by the risk rules, in the transaction that carries it out.

Senders are locked first, so that what is counted of them stands still: who taps twenty times at once is counted twenty times."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import orjson

from domains import customers, ledger
from domains.kernel.clock import SHANGHAI, business_date, day_start
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.wallet.errors.risk import RefusedForSafety
from domains.wallet.queries import risk
from domains.wallet.rules.risk import RiskFacts, RiskOutcome, RiskVerdict, judge
from domains.wallet.rules.scenes import check_counterparty
from domains.wallet.rules.transfers import check_proof

REVIEW_LIFE = timedelta(hours=24)
"""How long money is held for a review: nobody's money waits longer for the bank."""


@dataclass(frozen=True, slots=True)
class RiskAsk:
    """What is to be judged: who sends how much to whom, under which id, with which proof."""

    id: UUID
    scene: str
    sender: customers.Sender
    counterparty_id: UUID
    amount: Amount
    pin: customers.PinProof


@dataclass(frozen=True, slots=True)
class Judged:
    """A verdict with what it was made from. `refusal` where what it demands is not there; held for review where `is_held`."""

    ask: RiskAsk
    verdict: RiskVerdict
    facts: RiskFacts
    refusal: Refusal | None

    @property
    def is_held(self) -> bool:
        """Whether staff are to look at it first."""
        return self.verdict.outcome is RiskOutcome.REVIEW


async def judge_risk(tx: Tx, asks: Sequence[RiskAsk]) -> list[Judged]:
    """One judgement for each, in order; those before it in the group count. Two statements."""
    await customers.lock_customers(tx, [ask.sender.id for ask in asks])
    today = business_date(tx.now)
    version, rules, seen = await risk.look(tx, [(ask.sender.id, ask.counterparty_id, ask.amount.asset.code) for ask in asks], day_start(today))
    acts: Counter[UUID] = Counter()
    sent: Counter[tuple[UUID, UUID, str]] = Counter()
    judged = []
    for ask, found in zip(asks, seen, strict=True):
        pair = (ask.sender.id, ask.counterparty_id, ask.amount.asset.code)
        facts = _facts(tx, ask, found, acts[ask.sender.id], is_known=found.is_known or pair in sent)
        verdict = judge(version, rules, facts)
        refusal = _refusal(tx, ask, verdict)
        try:
            check_counterparty(ask.sender.tier, ask.amount, found.sent_minor + sent[pair], today)
        except ledger.LimitExceeded as limit:
            refusal = refusal or limit
        if refusal is None:
            acts[ask.sender.id] += 1
            sent[pair] += ask.amount.minor
        judged.append(Judged(ask, verdict, facts, refusal))
    return judged


def plan_judged(tx: Tx, judged: Judged, movement: ledger.PlannedMovement) -> ledger.PlannedMovement | ledger.PlannedHold:
    """The movement itself, or a hold for it where staff are to look first."""
    if not judged.is_held:
        return movement
    hold_id, until = review_hold_id(judged.ask.id), tx.now + REVIEW_LIFE
    return ledger.PlannedHold(hold_id, movement.kind, movement.debit_account_id, movement.credit_account_id, movement.amount, until, movement.limits)


def review_hold_id(transfer_id: UUID) -> UUID:
    """The hold that keeps the money of a transfer under review."""
    return derived_id(transfer_id, "review")


def keep_decisions(tx: Tx, judged: Sequence[Judged], carried_out: Sequence[UUID], held: Sequence[UUID]) -> None:
    """Write down what was decided, with all else. A decision that let an act go which then failed for another reason decided nothing, and is not kept."""
    kept = [one for one in judged if one.ask.id in carried_out or one.ask.id in held or _stopped(one)]
    tx.write_later(
        risk.DECISIONS,
        [
            (
                *(one.ask.sender.id, one.ask.id, one.ask.scene, one.ask.counterparty_id, one.ask.amount.asset.code, one.ask.amount.minor),
                *(one.verdict.outcome, "\n".join(one.verdict.matched), one.verdict.version, orjson.dumps(one.facts.as_stored()).decode()),
                one.ask.id in carried_out,
            )
            for one in kept
        ],
    )
    until = tx.now + REVIEW_LIFE
    tx.write_later(
        risk.REVIEWS,
        [
            (one.ask.sender.id, one.ask.id, one.ask.counterparty_id, one.ask.amount.asset.code, one.ask.amount.minor, until)
            for one in kept
            if one.ask.id in held
        ],
    )


def _stopped(judged: Judged) -> bool:
    return judged.refusal is not None and judged.verdict.outcome is not RiskOutcome.PASS


def _facts(tx: Tx, ask: RiskAsk, found: risk.Seen, before: int, *, is_known: bool) -> RiskFacts:
    return RiskFacts(
        ask.amount,
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
