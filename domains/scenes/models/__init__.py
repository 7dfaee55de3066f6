"""The scenes' tables, a file for each noun."""

from domains.scenes.models import assertion, authorization_code, client, device_code, document, partner, pushed_request, token_family

__all__ = ["assertion", "authorization_code", "client", "device_code", "document", "partner", "pushed_request", "token_family"]
