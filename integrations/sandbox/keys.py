"""The sandbox's keys: known to everybody, like the sandbox itself. The house takes them in development only."""

import hashlib
import hmac
from base64 import b64encode

SANDBOX_API_KEY = "sandbox-api-key"
SANDBOX_WEBHOOK_SECRET = "whsec_c2NlbmViYW5rIHNhbmRib3ggd2ViaG9va3M="


def push_secret(secret: str, name: str) -> str:
    """What a scene partner of the sandbox signs its pushes with: one of its own for each."""
    return "whsec_" + b64encode(hmac.digest(secret.encode(), name.encode(), hashlib.sha256)).decode()


SANDBOX_MINI_PROGRAMS = {
    "sandbox": ("wxsandbox00000001", "sandbox-mini-program-secret"),
    "sandbox-two": ("wxsandbox00000002", "sandbox-mini-program-secret-two"),
}
"""App id and secret of the house's mini-programs at the sandbox's network, by the name that the app knows."""
