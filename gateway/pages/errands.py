"""What a visitor came to answer: a partner's request in this browser, or a device that waits for a code; and the token that binds a form to it."""

import hashlib
import hmac
import json
import re
from base64 import urlsafe_b64encode
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from domains import scenes, wallet
from domains.kernel.crypto import Keyring
from domains.kernel.transactions import Read
from gateway.oauth.access_tokens import resource_of
from gateway.oauth.authorization import browser_key_of
from gateway.pages.visits import LANGUAGE_COOKIE, LANGUAGES, Visit

CONSENT_PATH, DEVICE_PATH = "/oauth/consent", "/device"
LOGIN_PATH, CODE_PATH, SWITCH_PATH = "/oauth/consent/login", "/oauth/consent/code", "/oauth/consent/switch"

_HOST = re.compile(r"[A-Za-z0-9.-]+(:\d{1,5})?|\[[0-9A-Fa-f:]+\](:\d{1,5})?")
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*")


@dataclass(frozen=True, slots=True)
class Errand:
    """Who asks for what. `browser_key` is empty for a device, which the code that was typed names."""

    id: UUID
    client: scenes.Client
    scopes: tuple[str, ...]
    browser_key: str = ""
    user_code: str = ""
    redirect_uri: str = ""
    detail: scenes.PaymentDetail | None = None
    must_sign_in: bool = False
    locales: str = ""

    @property
    def is_device(self) -> bool:
        return bool(self.user_code)

    @property
    def fields(self) -> dict[str, str]:
        """What a form carries so that the errand is found again."""
        return {"user_code": self.user_code} if self.is_device else {"request": str(self.id)}

    @property
    def path(self) -> str:
        """Where it is answered."""
        return f"{DEVICE_PATH if self.is_device else CONSENT_PATH}?{urlencode(self.fields)}"

    @property
    def target(self) -> str:
        """The origin to which the answer leads on, as a policy names it; empty for none, or one that a policy could not hold."""
        parts = urlsplit(self.redirect_uri)
        if parts.scheme in ("http", "https"):
            return f"{parts.scheme}://{parts.netloc}" if _HOST.fullmatch(parts.netloc) else ""
        return f"{parts.scheme}:" if _SCHEME.fullmatch(parts.scheme) else ""


async def find_errand(visit: Visit) -> Errand | None:
    """The errand that the form or the address names, if it waits in this browser; None for none, also for another browser's."""
    told: Any = visit.form or visit.request.query_params
    return await _find_request(visit, str(told.get("request", "")))


async def find_device(visit: Visit, typed: str) -> Errand | None:
    """The device that waits under a typed code. Whoever asks limits how often."""
    async with visit.pages.database.reading() as read:
        found = await scenes.find_device_request(read, typed)
    return None if found is None else Errand(found.device.id, found.client, found.device.scopes, user_code=typed)


def enter(visit: Visit, errand: Errand) -> None:
    """Speak the language that the client asked for, where the visitor chose none; and let the forms lead back to the client."""
    if visit.request.cookies.get(LANGUAGE_COOKIE, "") not in LANGUAGES:
        visit.language = next((tag[:2] for tag in errand.locales.split() if tag[:2] in LANGUAGES), visit.language)
    if errand.target:
        visit.form_targets = (errand.target,)


def interaction_token(visit: Visit, errand: Errand) -> str:
    """What a form about this errand carries: good in this browser, for this errand, until it is answered or somebody else signs in."""
    key = visit.pages.database.ports.get(Keyring).derive("scenebank interactions")
    text = "\0".join((visit.session.form_key, errand.browser_key, str(errand.id), str(visit.viewer.id)))
    return urlsafe_b64encode(hmac.digest(key, text.encode(), hashlib.sha256)).decode()


def is_of_interaction(visit: Visit, errand: Errand) -> bool:
    """Whether the posted form was made for this errand."""
    return hmac.compare_digest(interaction_token(visit, errand).encode(), visit.form.get("interaction", "").encode())


async def payee_name(read: Read, errand: Errand) -> str | None:
    """The name under which the bank knows the payee of the one payment; None where the partner has no such payee."""
    if errand.detail is None:
        return None
    (payee,) = await scenes.find_payees(read, [errand.client.partner_id], [errand.detail.payee_id])
    if payee is None:
        return None
    merchant = (await wallet.find_merchants(read, [payee.merchant_id])).get(payee.merchant_id)
    return None if merchant is None else merchant.name


async def _find_request(visit: Visit, text: str) -> Errand | None:
    oauth = visit.pages.oauth
    browser_key = browser_key_of(oauth, visit.request)
    try:
        request_id = UUID(text)
    except ValueError:
        return None
    if browser_key is None:
        return None
    async with visit.pages.database.reading() as read:
        found = await scenes.find_open_request(read, request_id, browser_key)
    if found is None:
        return None
    asked = found.request.parameters
    details = asked.get("authorization_details")
    return Errand(
        request_id,
        found.client,
        tuple(asked["scope"]),
        browser_key,
        redirect_uri=asked["redirect_uri"],
        detail=None if details is None else scenes.read_payment_details(json.dumps(details), resource_of(oauth.issuer)),
        must_sign_in="login" in asked.get("prompt", ()) or "max_age" in asked,
        locales=asked.get("ui_locales", ""),
    )
