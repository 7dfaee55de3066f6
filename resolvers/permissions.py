"""Who may select a field: a permission the token carries, checked once per request before anything runs."""

from enum import StrEnum


class Permission(StrEnum):
    """What a token may carry. PUBLIC needs no token. A nested field without a permission inherits its parent's."""

    PUBLIC = "public"
    CUSTOMER = "customer"
    PARTNER = "partner"
    """A partner's access token. Which of its fields that token sees, its scopes say: see partner_fields.py."""
    OPERATOR_BRANCHES = "operator:branches"
    OPERATOR_CREDIT = "operator:credit"
    OPERATOR_CUSTOMERS = "operator:customers"
    OPERATOR_LEDGER = "operator:ledger"
    OPERATOR_FREEZE = "operator:freeze"
    OPERATOR_MERCHANTS = "operator:merchants"
    OPERATOR_OFFERS = "operator:offers"
    OPERATOR_RISK = "operator:risk"
    OPERATOR_PARTNERS = "operator:partners"
    OPERATOR_WEALTH = "operator:wealth"
    OPERATOR_LOANS = "operator:loans"


OPERATOR_PERMISSIONS = frozenset(permission for permission in Permission if permission.value.startswith("operator:"))


class Audience(StrEnum):
    """For whom an SDL is written: it shows the fields whose permission that audience can carry, and what they reach."""

    CUSTOMER = "customer"
    PARTNER = "partner"
    OPERATOR = "operator"


AUDIENCE_PERMISSIONS: dict[Audience, frozenset[Permission]] = {
    Audience.CUSTOMER: frozenset({Permission.PUBLIC, Permission.CUSTOMER}),
    Audience.PARTNER: frozenset({Permission.PARTNER}),
    Audience.OPERATOR: frozenset({Permission.PUBLIC}) | OPERATOR_PERMISSIONS,
}
