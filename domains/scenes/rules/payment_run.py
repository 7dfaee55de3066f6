"""Payment runs: who may do what to one, and when.

               take up (maker)   approve (checker)   reject (checker)   withdraw (whoever made it; a maker, if nobody did)
uploaded       submitted         -                   rejected           withdrawn
submitted      -                 paid                rejected           withdrawn
the others     -                 -                   -                  -

Whoever made a run neither approves nor rejects it. What a company's system brought was made by whoever took it up: a program is no pair of eyes."""

from collections.abc import Sequence
from enum import StrEnum
from uuid import UUID

from domains.kernel.assets import AssetKind, asset_of
from domains.kernel.errors import UnknownAsset
from domains.kernel.money import MINOR_MAX
from domains.scenes.errors.payment_run import PaymentRunEmpty, PaymentRunNotOpen, PaymentRunOwn, RejectionReasonMalformed
from domains.scenes.rules.payment_file import INSTRUCTIONS_MAX, NUMBER
from domains.scenes.rules.trade import PaymentInstruction

REASON_MOST_CHARACTERS = 140


class RunState(StrEnum):
    UPLOADED = "uploaded"
    SUBMITTED = "submitted"
    PAID = "paid"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"


OPEN = frozenset({RunState.UPLOADED, RunState.SUBMITTED})


def check_instructions(instructions: Sequence[PaymentInstruction]) -> None:
    """Raise PaymentRunEmpty for none, too many, or what no file could say."""
    if not 0 < len(instructions) <= INSTRUCTIONS_MAX or not all(map(_is_payable, instructions)):
        raise PaymentRunEmpty(INSTRUCTIONS_MAX)


def check_taking_up(state: RunState) -> None:
    """Raise PaymentRunNotOpen unless it waits for a maker."""
    if state is not RunState.UPLOADED:
        raise PaymentRunNotOpen(state)


def check_approval(state: RunState, made_by: UUID | None, checker_id: UUID) -> None:
    """Raise PaymentRunNotOpen, PaymentRunOwn."""
    if state is not RunState.SUBMITTED:
        raise PaymentRunNotOpen(state)
    if made_by is None or made_by == checker_id:
        raise PaymentRunOwn


def check_rejection(state: RunState, made_by: UUID | None, checker_id: UUID, reason: str) -> None:
    """Raise PaymentRunNotOpen, PaymentRunOwn, RejectionReasonMalformed."""
    if state not in OPEN:
        raise PaymentRunNotOpen(state)
    if made_by == checker_id:
        raise PaymentRunOwn
    if not 0 < len(reason) <= REASON_MOST_CHARACTERS or not reason.isprintable():
        raise RejectionReasonMalformed(REASON_MOST_CHARACTERS)


def check_withdrawal(state: RunState, made_by: UUID | None, maker_id: UUID) -> None:
    """Raise PaymentRunNotOpen where it has ended, or is another's."""
    if state not in OPEN or made_by not in (None, maker_id):
        raise PaymentRunNotOpen(state)


def _is_payable(one: PaymentInstruction) -> bool:
    try:
        asset = asset_of(one.currency)
    except UnknownAsset:
        return False
    return asset.kind is AssetKind.CURRENCY and 0 < one.amount_minor <= MINOR_MAX and NUMBER.match(one.invoice) is not None
