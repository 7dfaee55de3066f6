"""What became of companies and of their payment runs. `subject_id` is the company's customer, `counterpart_id` the partner of its
system, if the scene has one."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class PartnerCompanyAssigned(Event):
    """What that partner pushes for the company is this customer's from now on."""

    scene: str
    company_id: UUID


@dataclass(frozen=True, slots=True)
class PartnerCompanyConnected(Event):
    """Its system may bring payment files, and fetch what became of them and statements."""

    company_id: UUID


@dataclass(frozen=True, slots=True)
class PartnerCompanyDisconnected(Event):
    company_id: UUID


@dataclass(frozen=True, slots=True)
class CompanyMemberNamed(Event):
    """A customer, who is the counterpart, acts for the company, in another role, or no longer."""

    company_id: UUID


@dataclass(frozen=True, slots=True)
class CompanyDayClosed(Event):
    """A day is over, and its statement will never change."""

    company_id: UUID
    day: date


@dataclass(frozen=True, slots=True)
class CompanyRunSubmitted(Event):
    """A payment run waits: for a maker where the company's system brought it, else for a checker."""

    company_id: UUID
    run_id: UUID


@dataclass(frozen=True, slots=True)
class CompanyRunPaid(Event):
    """All of its invoices are paid."""

    company_id: UUID
    run_id: UUID


@dataclass(frozen=True, slots=True)
class CompanyRunRefused(Event):
    """It was rejected or withdrawn: nothing of it was paid, and nothing will be."""

    company_id: UUID
    run_id: UUID
