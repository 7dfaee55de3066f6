"""What offers need from outside: the address under which the house is reached."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class HouseAddress:
    """Scheme and host of the links that are printed and shared, without a slash at the end. The gateway wires it from its settings."""

    origin: str
