"""Who acts for a company, and what each may do.

owner     names the others, connects the company's system; makes runs and checks those of others
maker     makes runs: chooses invoices, brings files, takes up what the company's system brought
checker   approves or rejects what somebody else made"""

from enum import StrEnum

from domains.scenes.errors.company import CompanyNotFound, CompanyOwnerFixed

MEMBERS_MAX = 100


class CompanyRole(StrEnum):
    OWNER = "owner"
    MAKER = "maker"
    CHECKER = "checker"


MAKES = frozenset({CompanyRole.OWNER, CompanyRole.MAKER})
CHECKS = frozenset({CompanyRole.OWNER, CompanyRole.CHECKER})
OWNS = frozenset({CompanyRole.OWNER})


def check_role(role: CompanyRole | None, of: frozenset[CompanyRole]) -> None:
    """Raise CompanyNotFound for a stranger and for a member of another role: who may not act is told nothing more."""
    if role not in of:
        raise CompanyNotFound


def check_naming(role: CompanyRole | None, standing: CompanyRole | None) -> None:
    """Raise CompanyOwnerFixed where a member would become the owner, or the owner another: staff bind whose the company is."""
    if role is CompanyRole.OWNER or standing is CompanyRole.OWNER:
        raise CompanyOwnerFixed
