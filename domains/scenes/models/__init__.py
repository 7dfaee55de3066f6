"""The scenes' tables, a file for each noun."""

from domains.scenes.models import client, partner

__all__ = ["client", "partner"]
