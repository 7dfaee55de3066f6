"""Agreements for tests."""

from datetime import UTC, date, datetime
from uuid import UUID, uuid4

from domains import ledger, scenes
from domains.kernel.assets import CNY
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.scenes.jobs.agreement import settle_agreements

agreed = scenes.agreements

PROPOSER, APPROVER = UUID(int=0xA1), UUID(int=0xA2)

NOVEMBER, DECEMBER = date(2026, 11, 1), date(2026, 12, 1)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 4, tzinfo=UTC)


async def an_agreement(database: Database, partner_id: UUID, scene: str | None = None) -> agreed.Agreement:
    command = agreed.MakeAgreementCommand(request_id=uuid4(), owner_id=PROPOSER, partner_id=partner_id, scene=scene, asset=CNY)
    return await database.write(agreed.make_agreement, command)


def proposing(agreement: agreed.Agreement, shares: dict[UUID, int], **more: object) -> agreed.ProposeSplitCommand:
    values = {"valid_from": date(2026, 11, 1), "commission_bps": 10_000} | more
    return agreed.ProposeSplitCommand(
        request_id=uuid4(),
        owner_id=PROPOSER,
        agreement_id=agreement.id,
        parties=tuple(shares),
        shares_bps=tuple(shares.values()),
        **values,  # type: ignore[arg-type]
    )


def deciding(split: agreed.AgreementSplit, by: UUID = APPROVER, *, is_approved: bool = True) -> agreed.DecideSplitCommand:
    return agreed.DecideSplitCommand(request_id=uuid4(), owner_id=by, split_id=split.id, is_approved=is_approved)


async def a_split(database: Database, agreement: agreed.Agreement, shares: dict[UUID, int], **more: object) -> agreed.AgreementSplit:
    """Proposed by one and approved by another."""
    proposed = await database.write(agreed.propose_split, proposing(agreement, shares, **more))
    return await database.write(agreed.decide_split, deciding(proposed))


def order_of(agreement: agreed.Agreement, minor: int, day: date, order_id: UUID | None = None) -> agreed.Happening:
    id_ = order_id or uuid4()
    return agreed.Happening(agreement.scene, agreement.partner_id, "CNY", id_, id_, minor, day)


def refund_of(order: agreed.Happening, minor: int) -> agreed.Happening:
    return order._replace(entry_id=uuid4(), amount_minor=minor)


async def accrue(database: Database, happenings: list[agreed.Happening]) -> None:
    async with database.transaction() as tx:
        await agreed.accrue(tx, happenings)


async def settle(database: Database, agreement: agreed.Agreement, month: date = NOVEMBER) -> agreed.AgreementMonth:
    command = agreed.SettleAgreementCommand(request_id=None, owner_id=HOUSE_ID, agreement_id=agreement.id, month=month)
    return await database.write(agreed.settle_agreement, command)


async def run_settlements(database: Database) -> None:
    await settle_agreements(database)


async def posted(database: Database, *account_ids: UUID) -> list[int]:
    async with database.reading() as read:
        found = {one.id: one.posted.minor for one in (await ledger.find_accounts(read, list(account_ids))).values()}
    return [found.get(id_, 0) for id_ in account_ids]


async def reconciled(database: Database, agreement: agreed.Agreement) -> dict[UUID, agreed.Reconciled]:
    async with database.reading() as read:
        return {one.party_id: one for one in await agreed.reconcile_agreements(read, [agreement.id])}
