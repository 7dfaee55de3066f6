"""The consent page's form: what it offers of a partner's request, and the terms that a customer chose on it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from domains import ledger, scenes
from domains.kernel.assets import CNY, Asset
from domains.kernel.errors import AmountMalformed
from domains.kernel.money import Amount, from_decimal, to_decimal
from gateway.pages.errands import Errand

ACCOUNT_PREFIX, OPEN_PREFIX = "account_", "open_"


@dataclass(frozen=True, slots=True)
class Offer:
    """What the page shows: the most that can be consented to, and the customer's own accounts."""

    errand: Errand
    accounts: Sequence[ledger.Account]
    widest: scenes.Terms

    @property
    def needs_account(self) -> bool:
        return bool({"payments.write", "accounts.read"} & set(self.widest.scopes))

    @property
    def pays(self) -> bool:
        return self.widest.caps is not None

    @property
    def asset(self) -> Asset:
        return self.widest.caps.asset if self.widest.caps is not None else CNY

    @property
    def days(self) -> list[int]:
        """How long it may stand, to choose from."""
        return [life.days for life in scenes.LIVES]


class FormWrong(Exception):
    """A field of the form cannot be read. `what` is as in ConsentTooWide."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


def offer_of(errand: Errand, accounts: Sequence[ledger.Account], now: datetime) -> Offer:
    """What can be consented to of a request, by a customer with those accounts."""
    open_accounts = [account for account in accounts if account.state == "open"]
    assets = {account.asset.code: account.asset for account in open_accounts}
    asset = errand.detail.amount.asset if errand.detail is not None else assets.get("CNY", next(iter(assets.values()), CNY))
    needs_account = bool({"payments.write", "accounts.read"} & set(errand.scopes))
    if errand.detail is not None or errand.scopes == ("payments.write",):
        open_accounts = [account for account in open_accounts if account.asset == asset]
    shown = open_accounts if needs_account else []
    return Offer(errand, shown, scenes.widest_terms(errand.scopes, [account.id for account in shown], now, asset, detail=errand.detail))


def chosen_terms(offer: Offer, form: dict[str, str], now: datetime) -> scenes.Terms:
    """What the form leaves of an offer. Raises FormWrong for a field that cannot be read; whether it lies within the offer the verb decides."""
    accounts = tuple(account.id for account in offer.accounts if form.get(f"{ACCOUNT_PREFIX}{account.asset.code}") == "yes")
    claims = tuple(name for name in offer.widest.open_claims if form.get(f"{OPEN_PREFIX}{name}") == "yes")
    terms = replace(offer.widest, account_ids=accounts, open_claims=claims)
    if offer.widest.detail is not None:
        return terms
    terms = replace(terms, expires_at=min(now + _days(form, offer), offer.widest.expires_at))
    caps = offer.widest.caps
    if caps is None:
        return terms
    chosen = scenes.Caps(
        _cap(form, "payment_cap", caps.asset) or caps.payment, _cap(form, "month_cap", caps.asset) or caps.month, _cap(form, "day_cap", caps.asset) or caps.day
    )
    return replace(terms, caps=chosen, uses_left=_uses(form))


def cap_text(amount: Amount | None) -> str:
    """A cap as a field shows it: without decimals that are all zero."""
    if amount is None:
        return ""
    text = to_decimal(amount)
    return text.rstrip("0").rstrip(".") if "." in text else text


def _days(form: dict[str, str], offer: Offer) -> timedelta:
    text = form.get("days", "")
    if not text.isdigit() or int(text) not in offer.days:
        raise FormWrong("expiry")
    return timedelta(days=int(text))


def _cap(form: dict[str, str], name: str, asset: Asset) -> Amount | None:
    text = form.get(name, "").strip().replace(",", "")
    if not text:
        return None
    try:
        return from_decimal(text, asset)
    except AmountMalformed:
        raise FormWrong("caps") from None


def _uses(form: dict[str, str]) -> int | None:
    text = form.get("uses", "").strip()
    if not text:
        return None
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        raise FormWrong("uses")
    return int(text)
