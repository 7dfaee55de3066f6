"""The scenes' steps that run later, a file for each thing. Importing this registers them."""

from domains.scenes.jobs import agreement, authorization, bill, booking, company, link, network, order, payout, purchase, push, refund, webhook

__all__ = ["agreement", "authorization", "bill", "booking", "company", "link", "network", "order", "payout", "purchase", "push", "refund", "webhook"]
