"""The limits and lock-out rules, read off the constants that enforce them."""

from domains import customers, wallet
from domains.kernel.assets import CURRENCIES
from domains.kernel.money import Amount
from domains.kernel.paging import PAGE_MAX
from gateway.documentation.tables import settings_of, span, table
from gateway.graphql.options import EndpointOptions
from gateway.limits import CostOptions, DocumentLimits
from gateway.wiring import DEVELOPMENT_CODE_LIMITS


def wallet_limits() -> str:
    """What a customer may send and bring in, by tier and currency."""
    rows = [
        (tier, asset.code, *(_amount(wallet.limit_of(yuan, asset)) for yuan in (limits.transfer_most, limits.day_most, limits.month_most, limits.pin_above)))
        for tier, limits in wallet.TIER_LIMITS.items()
        for asset in CURRENCIES
    ]
    top_ups = ", ".join(f"{_amount(wallet.limit_of(wallet.TOP_UP_MOST_YUAN, asset))} {asset.code}" for asset in CURRENCIES)
    return f"""{table(("tier", "currency", "one transfer", "a day", "a month", "PIN needed above"), rows)}

Days and months are those of Asia/Shanghai. Each currency is counted by itself; what was sent counts, also when it comes back later. One top-up brings in at
most {top_ups}. A note has at most {wallet.NOTE_MAX_CHARACTERS} characters."""


def customer_limits() -> str:
    """One-time codes, PIN, sessions, identity and consents."""
    usual = customers.CodeLimits()
    rows = [
        (whose, _code_limits(limits), _code_limits(loose) or "-")
        for whose, limits, loose in (
            ("one phone", usual.phone, DEVELOPMENT_CODE_LIMITS.phone),
            ("one device", usual.device, DEVELOPMENT_CODE_LIMITS.device),
            ("one address", usual.address, DEVELOPMENT_CODE_LIMITS.address),
            ("everybody together", usual.everywhere, DEVELOPMENT_CODE_LIMITS.everywhere),
        )
    ]
    locks = [span(lock) for lock in customers.PIN_LOCKS]
    purposes = ", ".join(f"`{purpose}`" for purpose, versions in customers.PURPOSES.items() if versions)
    return f"""**One-time codes.** A code lives {span(customers.CODE_LIFE)} and may be tried {customers.CODE_ATTEMPTS} times. What is answered does not tell
whether a phone is registered.

{table(("codes for", "at most", "in development"), rows)}

**Payment PIN.** Six digits, neither in a row, nor a repeated group, nor mirrored, nor three pairs. {customers.PIN_ATTEMPTS} wrong guesses lock it: for
{locks[0]} the first time, then {", then ".join(locks[1:])} each time. A guess is counted before it is compared, so guesses sent at once do not slip through;
repeats of one request are one guess. A right PIN forgets the wrong guesses and the locks. Signing in by code and resetting the PIN within
{span(customers.FRESH_SIGN_IN)} ends a lock.

**Sessions.** An access token lives {span(customers.ACCESS_TOKEN_LIFE)}. A session ends after {span(customers.SESSION_IDLE_LIFE)} without use; a customer
has at most {customers.SESSIONS_MAX}, and one more ends the oldest. A refresh token that was just used gives the same pair again for
{span(customers.REFRESH_REPEAT)}, unless that pair was used meanwhile; any other reuse ends the session (`RefreshTokenReused`).

**Identity.** A name and a resident ID number whose check digit, place and birth date hold (born 1900 or later) verify a customer from the age of
{customers.LEAST_AGE}.

**Consents** can be given for {purposes}."""


def request_limits() -> str:
    """What one request, one operation and one customer may ask for."""
    sections = (
        ("One document and its variables (`TOO_COMPLEX`)", DocumentLimits),
        ("Cost of operations (`TOO_COMPLEX` for one, `RATE_LIMITED` for a customer)", CostOptions),
        ("Transport (seconds and bytes)", EndpointOptions),
    )
    tables = [
        f"**{title}**\n\n{table(('limit', 'default', ''), [(f'`{name}`', value, said) for name, value, said in settings_of(cls)])}" for title, cls in sections
    ]
    return f"A page has at most {PAGE_MAX} items (`BAD_USER_INPUT`).\n\n" + "\n\n".join(tables)


def _code_limits(limits: tuple[customers.CodeLimit, ...]) -> str:
    return ", ".join(f"{limit.count:,} in {span(limit.period)}" for limit in limits)


def _amount(amount: Amount) -> str:
    return f"{amount.minor // amount.asset.minor_per_major:,}"
