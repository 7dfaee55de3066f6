"""Who keeps registers of fund shares, and who tells their values."""

from integrations.registrars.client import SandboxFeed, SandboxRegistrar
from integrations.registrars.files import read_confirmation_file, read_value_file

__all__ = ["SandboxFeed", "SandboxRegistrar", "read_confirmation_file", "read_value_file"]
