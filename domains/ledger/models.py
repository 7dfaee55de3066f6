"""The ledger's tables: accounts, movements of one debit and one credit, two entries each, holds, unfolded credits."""

from datetime import date, datetime
from uuid import UUID

from sqlalchemy import ARRAY, BigInteger, Boolean, CheckConstraint, Date, Index, Integer, LargeBinary, Text, UniqueConstraint, text
from sqlmodel import SQLModel

from domains.kernel.data_classes import C1, C2
from domains.kernel.models import MINOR, TIMESTAMP, UUID_TYPE, column


class AccountRow(SQLModel, table=True):
    """What an account holds, by side, and what its limits have used (see rules/limits.py). What may not go negative cannot: the database refuses."""

    __tablename__ = "ledger_account"
    __table_args__ = (
        UniqueConstraint("owner_id", "code", "asset", name="ledger_account_owner"),
        CheckConstraint("normal_side IN ('debit', 'credit')", name="ledger_account_side"),
        CheckConstraint("state IN ('open', 'frozen', 'closed')", name="ledger_account_state"),
        CheckConstraint("NOT hot OR normal_side = 'credit'", name="ledger_account_hot"),
        CheckConstraint(
            "debits_posted_minor >= 0 AND credits_posted_minor >= 0 AND debits_pending_minor >= 0 AND credits_pending_minor >= 0",
            name="ledger_account_not_negative",
        ),
        CheckConstraint(
            "may_go_negative OR CASE normal_side"
            " WHEN 'credit' THEN credits_posted_minor - debits_posted_minor - debits_pending_minor"
            " ELSE debits_posted_minor - credits_posted_minor - credits_pending_minor END >= 0",
            name="ledger_account_overdraft",
        ),
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    owner_id: UUID = column(UUID_TYPE, C1)
    code: str = column(Text(), C1)
    asset: str = column(Text(), C1)
    normal_side: str = column(Text(), C1)
    may_go_negative: bool = column(Boolean(), C1)
    state: str = column(Text(), C1)
    hot: bool = column(Boolean(), C1)
    debits_posted_minor: int = column(MINOR, C2)
    credits_posted_minor: int = column(MINOR, C2)
    debits_pending_minor: int = column(MINOR, C2)
    credits_pending_minor: int = column(MINOR, C2)
    last_sequence: int = column(BigInteger(), C1)
    limits_used: str | None = column(Text(), C2, nullable=True)
    opened_at: datetime = column(TIMESTAMP, C1)


class MovementRow(SQLModel, table=True):
    """One amount of one asset from one account to another: balanced by construction. INSERT and SELECT only for the app's role.

    `limit_periods` names the windows that it was counted in, parted by blanks: what an account's `limits_used` can be recomputed from.
    A partition for each month: an id is there once because its request is."""

    __tablename__ = "ledger_movement"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="ledger_movement_amount"),
        CheckConstraint("debit_account_id <> credit_account_id", name="ledger_movement_two_accounts"),
        Index("ledger_movement_hold", "hold_id", postgresql_where=text("hold_id IS NOT NULL")),
        {"postgresql_partition_by": "RANGE (booked_at)"},
    )

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    journal_id: UUID = column(UUID_TYPE, C1)
    kind: str = column(Text(), C1)
    debit_account_id: UUID = column(UUID_TYPE, C1)
    credit_account_id: UUID = column(UUID_TYPE, C1)
    asset: str = column(Text(), C1)
    amount_minor: int = column(MINOR, C2)
    reverses_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    hold_id: UUID | None = column(UUID_TYPE, C1, nullable=True)
    limit_periods: str | None = column(Text(), C1, nullable=True)
    booked_at: datetime = column(TIMESTAMP, C1, primary_key=True)
    effective_at: datetime = column(TIMESTAMP, C1)


class ReversalRow(SQLModel, table=True):
    """Which movement takes another one back: one at most, whatever month it comes in. INSERT and SELECT only for the app's role."""

    __tablename__ = "ledger_reversal"

    reverses_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    movement_id: UUID = column(UUID_TYPE, C1)


class EntryRow(SQLModel, table=True):
    """A movement as one of its two accounts sees it. `sequence` is counted under the account's lock. INSERT and SELECT only for the app's role.

    A partition for each month."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        CheckConstraint("side IN ('debit', 'credit')", name="ledger_entry_side"),
        CheckConstraint("amount_minor > 0", name="ledger_entry_amount"),
        Index("ledger_entry_time", "account_id", "booked_at"),
        {"postgresql_partition_by": "RANGE (booked_at)"},
    )

    account_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    sequence: int = column(BigInteger(), C1, primary_key=True)
    movement_id: UUID = column(UUID_TYPE, C1)
    side: str = column(Text(), C1)
    amount_minor: int = column(MINOR, C2)
    balance_after_minor: int = column(MINOR, C2)
    booked_at: datetime = column(TIMESTAMP, C1, primary_key=True)


class HoldRow(SQLModel, table=True):
    """An amount set aside on the account that bears it, until it is captured, let go, or expires. Written under its accounts' locks."""

    __tablename__ = "ledger_hold"
    __table_args__ = (
        CheckConstraint("amount_minor > 0", name="ledger_hold_amount"),
        CheckConstraint("state IN ('open', 'captured', 'released', 'expired')", name="ledger_hold_state"),
        CheckConstraint("account_id IN (debit_account_id, credit_account_id)", name="ledger_hold_bearer"),
        CheckConstraint(
            "captured_minor >= 0 AND released_minor >= 0"
            " AND CASE state WHEN 'open' THEN captured_minor + released_minor < amount_minor ELSE captured_minor + released_minor = amount_minor END",
            name="ledger_hold_left",
        ),
        Index("ledger_hold_id", "id", unique=True),
        Index("ledger_hold_open", "account_id", "expires_at", postgresql_where=text("state = 'open'")),
        Index("ledger_hold_due", "expires_at", postgresql_where=text("state = 'open'")),
    )

    account_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    journal_id: UUID = column(UUID_TYPE, C1)
    kind: str = column(Text(), C1)
    debit_account_id: UUID = column(UUID_TYPE, C1)
    credit_account_id: UUID = column(UUID_TYPE, C1)
    asset: str = column(Text(), C1)
    amount_minor: int = column(MINOR, C2)
    captured_minor: int = column(MINOR, C2)
    released_minor: int = column(MINOR, C2)
    state: str = column(Text(), C1)
    limit_periods: str | None = column(Text(), C1, nullable=True)
    expires_at: datetime = column(TIMESTAMP, C1)
    placed_at: datetime = column(TIMESTAMP, C1)


class UnfoldedRow(SQLModel, table=True):
    """A credit to a hot account that has no place in its sequence yet. Inserted without the account's lock; folding deletes exactly what it read."""

    __tablename__ = "ledger_unfolded"
    __table_args__ = (CheckConstraint("amount_minor > 0", name="ledger_unfolded_amount"),)

    account_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    booked_at: datetime = column(TIMESTAMP, C1, primary_key=True)
    movement_id: UUID = column(UUID_TYPE, C1, primary_key=True)
    amount_minor: int = column(MINOR, C2)


class SetRow(SQLModel, table=True):
    """The door of repeats of a set, and the movements of it that its fact tells together, with their leaves for the chain (see rules/seals.py). `refused` as
    kernel.commands writes refusals, each after its journal. INSERT and SELECT only for the app's role."""

    __tablename__ = "ledger_set"
    __table_args__ = (CheckConstraint("octet_length(leaves) = 32 * cardinality(movement_ids)", name="ledger_set_leaves"),)

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    input_hash: bytes = column(LargeBinary(), C1)
    movement_ids: list[UUID] = column(ARRAY(UUID_TYPE), C1)
    leaves: bytes = column(LargeBinary(), C1)
    refused: list[bytes] = column(ARRAY(LargeBinary()), C2)
    posted_at: datetime = column(TIMESTAMP, C1)


class BlockRow(SQLModel, table=True):
    """A link of the chain over all movements (see rules/seals.py). INSERT and SELECT only for the app's role."""

    __tablename__ = "ledger_block"
    __table_args__ = (
        CheckConstraint("octet_length(previous_hash) = 32 AND octet_length(hash) = 32", name="ledger_block_hash"),
        CheckConstraint("octet_length(leaves) = 32 * cardinality(movement_ids)", name="ledger_block_leaves"),
    )

    number: int = column(BigInteger(), C1, primary_key=True, autoincrement=False)
    previous_hash: bytes = column(LargeBinary(), C1)
    hash: bytes = column(LargeBinary(), C1)
    movement_ids: list[UUID] = column(ARRAY(UUID_TYPE), C1)
    leaves: bytes = column(LargeBinary(), C1)
    sealed_at: datetime = column(TIMESTAMP, C1)


class RootRow(SQLModel, table=True):
    """The root of one business day's blocks. INSERT and SELECT only for the app's role."""

    __tablename__ = "ledger_root"

    day: date = column(Date(), C1, primary_key=True)
    first_block: int = column(BigInteger(), C1)
    last_block: int = column(BigInteger(), C1)
    root: bytes = column(LargeBinary(), C1)
    closed_at: datetime = column(TIMESTAMP, C1)


class QuoteRow(SQLModel, table=True):
    """A rate offered to one owner until an instant. `used_by` is the journal that was posted at it."""

    __tablename__ = "ledger_quote"
    __table_args__ = (CheckConstraint("rate_numerator > 0 AND rate_denominator > 0 AND spread_basis_points BETWEEN 0 AND 9999", name="ledger_quote_rate"),)

    id: UUID = column(UUID_TYPE, C1, primary_key=True)
    owner_id: UUID = column(UUID_TYPE, C1)
    sells: str = column(Text(), C1)
    buys: str = column(Text(), C1)
    rate_numerator: int = column(BigInteger(), C1)
    rate_denominator: int = column(BigInteger(), C1)
    spread_basis_points: int = column(Integer(), C1)
    made_at: datetime = column(TIMESTAMP, C1)
    expires_at: datetime = column(TIMESTAMP, C1)
    used_by: UUID | None = column(UUID_TYPE, C1, nullable=True)
