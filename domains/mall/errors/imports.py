"""What is refused of files of products."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class ImportsWaiting(Refusal):
    """So many files of the shop wait or are being imported: no more are taken until one is through."""

    most: int


@dataclass(eq=False)
class ImportedSkuTaken(Refusal):
    """While a file was imported, a SKU of it became another product's."""

    sku: str
