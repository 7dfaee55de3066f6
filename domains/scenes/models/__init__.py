"""The scenes' tables, a file for each noun."""

from domains.scenes.models import client, document, partner

__all__ = ["client", "document", "partner"]
