"""Networks that carry mini-programs: who somebody is there, by the code that their app was given."""

from integrations.mini_programs.answers import Exchanged, ExchangedPhone
from integrations.mini_programs.client import MiniProgramClient

__all__ = ["Exchanged", "ExchangedPhone", "MiniProgramClient"]
