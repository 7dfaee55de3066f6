"""What is refused of documents."""

from dataclasses import dataclass

from domains.kernel.errors import Refusal


@dataclass(eq=False)
class DocumentMalformed(Refusal):
    """Its id is not the SHA-256 of its text, or its name or text is too long."""


@dataclass(eq=False)
class TooManyDocuments(Refusal):
    most: int
