"""How much one document, one operation and one customer may ask for, frozen."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class DocumentLimits:
    """The most of each thing. Fragments count once for every place that spreads them."""

    depth: int = 12
    """Fields inside each other."""
    introspection_depth: int = 20
    """The same below `__schema` and `__type`: the standard introspection query needs 15."""
    root_fields: int = 10
    aliases: int = 30
    directives: int = 20
    credential_tests: int = 1
    """Root fields that test a PIN, code or password."""
    fields: int = 600
    """Fields of all operations of the document together."""
    values: int = 1_000
    """Arguments, list items and object fields of the document together."""
    list_items: int = 100
    """Items of one list, in the document or in the variables."""
    value_depth: int = 8
    """Lists and objects inside each other in one literal."""
    operations: int = 10
    fragments: int = 100
    variables: int = 50


@dataclass(frozen=True, slots=True)
class CostOptions:
    """What operations may cost. The defaults let a customer open the home screen about ten times a second for ever, and far faster for a while."""

    operation_max: int = 5_000
    capacity: int = 30_000
    """A full bucket."""
    refill_per_second: int = 3_000
    chunk: int = 3_000
    """How much this process takes from the shared bucket at once, so that a request seldom pays a statement for it."""
    viewers_max: int = 50_000
    """Buckets that this process remembers."""
    enforced: bool = True
    """Whether a spent allowance refuses. Without it the cost is counted and told all the same, and the maximum of an operation holds."""
