"""What a webhook secret is: derived from its id by a key of the key ring, so that it stands nowhere and a repeat shows the same one."""

import hashlib
import hmac
from base64 import b64encode
from uuid import UUID

from domains.kernel.crypto import Keyring

PURPOSE = "scenebank webhook secret"


def webhook_secret(keyring: Keyring, secret_id: UUID) -> str:
    """`whsec_` and base64 of 32 bytes, after Standard Webhooks."""
    return "whsec_" + b64encode(hmac.digest(keyring.derive(PURPOSE), secret_id.bytes, hashlib.sha256)).decode()
