"""What an authorization request may say: each parameter honoured, or refused with the error that OAuth has for it."""

import re
from typing import Any

from domains import scenes
from domains.scenes import Client
from gateway.oauth.errors import OAuthError
from gateway.oauth.parameters import Parameters, required

CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
THUMBPRINT = re.compile(r"[A-Za-z0-9_-]{43}")
SECONDS = re.compile(r"[0-9]{1,9}")
TEXTS = {"state": 1024, "nonce": 512, "login_hint": 128, "ui_locales": 128}
PROMPTS = {"none", "login", "consent", "select_account"}
CODE = "authorization_code"

REFUSED = {"request": "request_not_supported", "registration": "registration_not_supported", "id_token_hint": "invalid_request"}
"""What is not taken, with its error: request objects, self-issued registrations, and hints that would have to be believed."""


def check_redirect(client: Client, form: Parameters) -> str:
    """Where the answer goes: exactly one of the registered addresses, sign by sign. Raises OAuthError, which must not be redirected."""
    address = required(form, "redirect_uri")
    if address not in client.redirect_uris:
        raise OAuthError("invalid_request", "The redirect_uri is not one of the client's.")
    return address


def check_request(client: Client, form: Parameters, resource: str) -> dict[str, Any]:
    """The request as it is kept. `resource` is what its tokens will be for. Raises OAuthError, which may be redirected."""
    for name, error in REFUSED.items():
        if name in form:
            raise OAuthError(error, f"The parameter {name} is not taken.")
    if CODE not in client.grant_types:
        raise OAuthError("unauthorized_client", "The client is not registered for the authorization code grant.")
    if required(form, "response_type") != "code":
        raise OAuthError("unsupported_response_type", "The only response_type is code.")
    if form.get("response_mode", "query") != "query":
        raise OAuthError("invalid_request", "The only response_mode is query.")
    kept: dict[str, Any] = {"redirect_uri": form["redirect_uri"], "scope": list(check_scopes(client, form.get("scope", "")))}
    kept["code_challenge"] = _check_challenge(form)
    kept |= _check_texts(form)
    if "max_age" in form:
        if not SECONDS.fullmatch(form["max_age"]):
            raise OAuthError("invalid_request", "max_age is a number of seconds.")
        kept["max_age"] = int(form["max_age"])
    if "prompt" in form:
        kept["prompt"] = _check_prompt(form["prompt"])
    if "authorization_details" in form:
        kept["authorization_details"] = check_details(form["authorization_details"], resource, tuple(kept["scope"]))
    if "dpop_jkt" in form and not THUMBPRINT.fullmatch(form["dpop_jkt"]):
        raise OAuthError("invalid_request", "dpop_jkt is no thumbprint.")
    return kept


def check_scopes(client: Client, text: str, *, of_customer: bool = True) -> tuple[str, ...]:
    """The scopes that are asked for. Raises OAuthError invalid_scope for none, an unknown one, or one that is not the client's."""
    scopes = scenes.known_scopes(text)
    if not scopes or not set(scopes) <= set(client.scopes):
        raise OAuthError("invalid_scope", "The scope is missing, unknown, or not one of the client's.")
    if not of_customer and any(scenes.SCOPES[name].is_of_customer for name in scopes):
        raise OAuthError("invalid_scope", "This scope needs a customer's consent.")
    if of_customer and any(scenes.SCOPES[name].is_of_client for name in scopes):
        raise OAuthError("invalid_scope", "This scope is the client's own: it is asked for with the grant client_credentials, and of no customer.")
    return scopes


def check_details(text: str, resource: str, scopes: tuple[str, ...]) -> list[dict[str, Any]]:
    """Rich authorization requests (RFC 9396), exactly as the house reads them: one payment, beside the scope for payments. Raises OAuthError."""
    try:
        detail = scenes.read_payment_details(text, resource)
    except scenes.AuthorizationDetailsMalformed as malformed:
        raise OAuthError("invalid_authorization_details", f"authorization_details: {malformed.where} is wrong ({malformed.why}).") from None
    if "payments.write" not in scopes:
        raise OAuthError("invalid_authorization_details", "authorization_details of a payment go with the scope payments.write.")
    return [scenes.write_payment_detail(detail)]


def _check_texts(form: Parameters) -> dict[str, str]:
    kept = {}
    for name, most in TEXTS.items():
        if name in form:
            if len(form[name]) > most or not form[name].isprintable():
                raise OAuthError("invalid_request", f"The parameter {name} is too long, or cannot be shown.")
            kept[name] = form[name]
    return kept


def _check_challenge(form: Parameters) -> str:
    challenge = required(form, "code_challenge")
    if form.get("code_challenge_method", "plain") != "S256" or not CHALLENGE.fullmatch(challenge):
        raise OAuthError("invalid_request", "The code_challenge must be of the method S256.")
    return challenge


def _check_prompt(text: str) -> list[str]:
    prompts = text.split(" ")
    if not set(prompts) <= PROMPTS or ("none" in prompts and len(prompts) > 1):
        raise OAuthError("invalid_request", "The prompt is unknown, or none stands beside another.")
    if "none" in prompts:
        # A customer's yes is asked for every time: there is nothing that could be given without showing a page.
        raise OAuthError("interaction_required", "The customer must be asked.")
    return prompts
