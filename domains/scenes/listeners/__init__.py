"""What the scenes do when facts arrive, a file for each thing. Importing this registers them."""

from domains.scenes.listeners import agreement, credit, link, webhook

__all__ = ["agreement", "credit", "link", "webhook"]
