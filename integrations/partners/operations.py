"""What can be asked of a partner of some kind: how it is put, and how its answer is read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from integrations.partners.answers import CallAnswer

Given = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Operation:
    """`path` is below the partner's base address; `{call_id}` and names of what is given stand in braces. `read` turns a 2xx answer's object into ours and
    raises ValueError, KeyError or TypeError for what is not understood. `refusals` are the codes by which the partner says no for good; `absent` the code by
    which it does not know the call. What is `keyed` carries the call's id as idempotency key."""

    method: str
    path: str
    read: Callable[[UUID, Given], CallAnswer]
    body: Callable[[UUID, Given], dict[str, Any]] | None = None
    refusals: frozenset[str] = frozenset()
    absent: str | None = None
    keyed: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """What partners of one kind can do: operations by name, and capabilities that a manifest may say a partner has."""

    capabilities: frozenset[str]
    operations: Mapping[str, Operation] = field(default_factory=dict)
