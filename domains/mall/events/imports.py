"""What became of files of products. `subject_id` is the file, `counterpart_id` its shop."""

from dataclasses import dataclass

from domains.kernel.events import Event


@dataclass(frozen=True, slots=True)
class GoodsImportReceived(Event):
    """It waits to be checked."""


@dataclass(frozen=True, slots=True)
class GoodsImportEnded(Event):
    """Everything, or nothing, or what stood before it was stopped, is imported."""

    state: str
    products: int
