"""The wallet's steps that run later, a file for each thing. Importing this registers them."""

from domains.wallet.jobs import top_ups

__all__ = ["top_ups"]
