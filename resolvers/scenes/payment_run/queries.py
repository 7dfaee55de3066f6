"""The payment runs' root queries: for those who act for the company, and for its system."""

import strawberry

from domains import scenes
from domains.kernel.data_classes import C2
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import NOBODY, Viewer
from resolvers.permissions import Permission
from resolvers.scalars import read_id
from resolvers.scenes.payment_run.types import PaymentRun, PaymentRunStatus

companies = scenes.companies


@batched(PaymentRun | None, "A payment run of a company that the viewer acts for; null for others', and for none.", permission=Permission.CUSTOMER)
async def payment_run(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[companies.PaymentRun | None]:
    run_id = read_id(id)
    run = None if run_id is None else (await companies.find_runs(read, [run_id])).get(run_id)
    if run is None:
        return [None] * len(roots)
    offices = await companies.find_offices(read, [viewer.id for viewer in viewers], [run.company_id] * len(viewers))
    return [None if office is None else run for office in offices]


@batched(
    PaymentRunStatus | None,
    "What became of a payment run of a company that lets the partner's system in; null for others', and for none.",
    permission=Permission.PARTNER,
    data_class=C2,
)
async def payment_run_status(read: Read, roots: list[None], viewers: list[Viewer], *, id: strawberry.ID) -> list[companies.PaymentRun | None]:
    partners = [None if viewer.partner is None else viewer.partner.partner_id for viewer in viewers]
    return await companies.find_runs_for(read, partners, [read_id(id) or NOBODY] * len(viewers))


@strawberry.type
class Query:
    payment_run = payment_run
    payment_run_status = payment_run_status
