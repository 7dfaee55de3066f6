"""The sandbox's payment channel, as the house sees it."""

from integrations.channels.sandbox.bill import read_bill_file
from integrations.channels.sandbox.client import SandboxChannel

__all__ = ["SandboxChannel", "read_bill_file"]
