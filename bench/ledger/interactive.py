"""The floor: one interactive SQLAlchemy transaction per transfer, on tables of the same shape: read for update, decide, write, commit."""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

from sqlalchemy import BigInteger, DateTime, ForeignKey, Text, select
from sqlalchemy.ext.asyncio import AsyncSession, async_sessionmaker, create_async_engine
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from bench.ledger.house import Caller


class Table(DeclarativeBase):
    """Tables of the interactive form."""


class Account(Table):
    __tablename__ = "account"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    balance: Mapped[int] = mapped_column(BigInteger)
    sequence: Mapped[int] = mapped_column(BigInteger)


class Movement(Table):
    __tablename__ = "movement"
    id: Mapped[UUID] = mapped_column(primary_key=True)
    debit_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    credit_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"))
    amount: Mapped[int] = mapped_column(BigInteger)
    booked_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))


class Entry(Table):
    __tablename__ = "entry"
    account_id: Mapped[UUID] = mapped_column(ForeignKey("account.id"), primary_key=True)
    sequence: Mapped[int] = mapped_column(BigInteger, primary_key=True)
    movement_id: Mapped[UUID]
    side: Mapped[str] = mapped_column(Text)
    amount: Mapped[int] = mapped_column(BigInteger)
    balance_after: Mapped[int] = mapped_column(BigInteger)


class Interactive:
    """Accounts in a database of their own, and a transfer as a web handler writes it."""

    def __init__(self, dsn: str) -> None:
        self.engine = create_async_engine(dsn.replace("postgresql://", "postgresql+asyncpg://"), pool_size=16, max_overflow=0, pool_timeout=60)
        self._session = async_sessionmaker(self.engine, expire_on_commit=False)

    async def furnish(self, ids: list[UUID]) -> None:
        async with self.engine.begin() as connection:
            await connection.run_sync(Table.metadata.create_all)
            for first in range(0, len(ids), 5000):
                await connection.execute(Account.__table__.insert(), [{"id": id_, "balance": 10**8, "sequence": 0} for id_ in ids[first : first + 5000]])

    def caller(self, draw: Caller) -> Callable[[], Awaitable[None]]:
        async def transfer() -> None:
            command = draw.next()
            async with self._session() as session, session.begin():
                await self._move(session, command.source_id, command.target_id, command.amount.minor)

        return transfer

    async def _move(self, session: AsyncSession, source_id: UUID, target_id: UUID, minor: int) -> None:
        locked = select(Account).where(Account.id.in_([source_id, target_id])).order_by(Account.id).with_for_update()
        accounts = {account.id: account for account in await session.scalars(locked)}
        source, target = accounts[source_id], accounts[target_id]
        if source.balance < minor:
            raise ValueError("insufficient funds")
        movement = Movement(id=uuid4(), debit_id=source_id, credit_id=target_id, amount=minor, booked_at=datetime.now(UTC))
        session.add(movement)
        for account, side, signed in ((source, "debit", -minor), (target, "credit", minor)):
            account.balance += signed
            account.sequence += 1
            session.add(
                Entry(account_id=account.id, sequence=account.sequence, movement_id=movement.id, side=side, amount=minor, balance_after=account.balance)
            )
