"""The scenes' tables, a file for each noun."""

from domains.scenes.models import assertion, authorization_code, client, consent, device_code, document, partner, payment, pushed_request, token_family

__all__ = ["assertion", "authorization_code", "client", "consent", "device_code", "document", "partner", "payment", "pushed_request", "token_family"]
