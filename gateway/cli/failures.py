"""Failures that a person can act on, told in a sentence on standard error instead of a trace."""

from collections.abc import Iterator
from contextlib import contextmanager

import asyncpg
import typer
from rich.console import Console
from rich.text import Text

from domains.kernel.errors import Refusal, Unavailable
from gateway.embedded import EmbeddedPostgresError
from gateway.keyring import KeysUnusable
from gateway.partners import PartnersUnusable


class CommandFailed(Exception):
    """The command cannot go on; its text says why and what to do."""


@contextmanager
def told_plainly() -> Iterator[None]:
    """Turn what a person can act on into one message and exit status 1. A bug of ours keeps its trace."""
    try:
        yield
    except (CommandFailed, EmbeddedPostgresError, KeysUnusable, PartnersUnusable, Unavailable, Refusal) as failure:
        tell(str(failure))
    except asyncpg.PostgresError as failure:
        tell(f"The database refused: {failure}")
    except (ConnectionError, asyncpg.InterfaceError) as failure:
        tell(f"The database does not answer: {failure}. Is it running, and is DATABASE_URL right?")


def tell(message: str) -> None:
    """Print a failure and end with status 1."""
    Console(stderr=True).print(Text.assemble(("✗ ", "bold red"), message))
    raise typer.Exit(1)
