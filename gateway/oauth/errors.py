"""OAuth's errors: which one each refusal is, and how it is answered."""

from starlette.responses import JSONResponse, Response

from domains import scenes
from domains.kernel.errors import Refusal

NO_STORE = {"cache-control": "no-store", "pragma": "no-cache", "x-content-type-options": "nosniff"}


class OAuthError(Exception):
    """A request is refused with one of OAuth's error codes. `description` tells a developer why, and never repeats what was sent."""

    def __init__(self, error: str, description: str = "", *, status: int = 400, headers: dict[str, str] | None = None) -> None:
        super().__init__(error)
        self.error = error
        self.description = description
        self.status = status
        self.headers = headers or {}


ERRORS: dict[type[Refusal], tuple[str, str]] = {
    scenes.CodeInvalid: ("invalid_grant", "The code is unknown, expired, or was given to another client, address or key."),
    scenes.CodeReplayed: ("invalid_grant", "The code was used before. What it gave is revoked."),
    scenes.VerifierMismatch: ("invalid_grant", "The code verifier does not match the challenge."),
    scenes.RefreshTokenInvalid: ("invalid_grant", "The refresh token is unknown, expired, revoked, or was given to another client or key."),
    scenes.PartnerTokenReused: ("invalid_grant", "The refresh token was used before. Its successors are revoked."),
    scenes.ScopeTooWide: ("invalid_scope", "More was asked for than was granted."),
    scenes.DeviceCodeInvalid: ("invalid_grant", "The device code is unknown, used, or was given to another client or key."),
    scenes.DeviceCodeExpired: ("expired_token", "Nobody answered in time."),
    scenes.DeviceDenied: ("access_denied", "The customer said no."),
    scenes.RequestNotOpen: ("invalid_request_uri", "The request is unknown, expired, used, or was pushed by another client."),
    scenes.ClientNotFound: ("invalid_token", "There is no such registration."),
    scenes.PartnerNotFound: ("invalid_client", "There is no such partner."),
}


def error_of(refusal: Refusal) -> OAuthError:
    """The OAuth error of a domain's refusal."""
    if isinstance(refusal, scenes.DevicePending):
        return OAuthError("slow_down" if refusal.is_too_soon else "authorization_pending", "The customer has not answered yet.")
    if isinstance(refusal, scenes.RedirectUriMalformed):
        return OAuthError("invalid_redirect_uri", "A redirect address is not acceptable.")
    if isinstance(refusal, scenes.PartnerNameMalformed):
        return OAuthError("invalid_client_metadata", "The field client_name is not acceptable.")
    if isinstance(refusal, scenes.ClientMetadataMalformed):
        return OAuthError("invalid_client_metadata", f"The field {refusal.field} is not acceptable.")
    return OAuthError(*ERRORS[type(refusal)])


def answer_error(error: OAuthError) -> Response:
    """The error as RFC 6749, 5.2, has it."""
    body = {"error": error.error} | ({"error_description": error.description} if error.description else {})
    return JSONResponse(body, error.status, headers=NO_STORE | error.headers)


def invalid_client(description: str, *, basic: bool = False) -> OAuthError:
    """The client did not prove who it is."""
    headers = {"www-authenticate": 'Basic realm="scenebank", charset="UTF-8"'} if basic else {}
    return OAuthError("invalid_client", description, status=401, headers=headers)
