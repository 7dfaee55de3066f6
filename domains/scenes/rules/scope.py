"""What a partner may be allowed: the one table of scopes."""

from typing import NamedTuple


class Scope(NamedTuple):
    """One thing that a customer allows, or a partner may do of its own. `words` is the key under which pages word it, in Chinese and English.

    `is_money`: only a client that keeps the FAPI 2.0 Security Profile (pushed requests, private_key_jwt, tokens bound to a key) is given it.
    `claims`: what of the customer the id token and userinfo tell with it, masked unless the consent says more.
    `is_of_customer`: needs a customer's consent; a client's own token (client credentials) never carries it.
    `is_of_client`: is about the partner alone: no customer is ever asked for it, and no public client, which proves nothing, has it."""

    name: str
    words: str
    is_money: bool = False
    claims: tuple[str, ...] = ()
    is_of_customer: bool = True
    is_of_client: bool = False


SCOPES: dict[str, Scope] = {
    scope.name: scope
    for scope in (
        Scope("openid", "scope_openid", claims=("sub",)),
        Scope("profile", "scope_profile", claims=("name",)),
        Scope("phone", "scope_phone", claims=("phone_number",)),
        Scope("accounts.read", "scope_accounts_read"),
        Scope("payments.read", "scope_payments_read"),
        Scope("payments.write", "scope_payments_write", is_money=True),
        Scope("orders.read", "scope_orders_read", is_of_customer=False),
        Scope("orders.write", "scope_orders_write", is_money=True, is_of_customer=False),
        Scope("webhooks.manage", "scope_webhooks_manage", is_of_customer=False, is_of_client=True),
        Scope("companies.read", "scope_companies_read", is_of_customer=False, is_of_client=True),
        Scope("companies.write", "scope_companies_write", is_money=True, is_of_customer=False, is_of_client=True),
        Scope("settlements.read", "scope_settlements_read", is_of_customer=False, is_of_client=True),
    )
}


def known_scopes(text: str) -> tuple[str, ...] | None:
    """The scopes that a text names, once each and in the table's order; None when it names one that there is not."""
    asked = set(text.split(" ")) - {""}
    return None if asked - SCOPES.keys() else tuple(name for name in SCOPES if name in asked)


def has_money(scopes: tuple[str, ...]) -> bool:
    """Whether one of them moves money."""
    return any(SCOPES[name].is_money for name in scopes)
