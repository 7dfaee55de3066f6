"""The sandbox's payment channel, as the house sees it."""

from integrations.channels.sandbox.client import SandboxChannel

__all__ = ["SandboxChannel"]
