"""What docs/testing.md shows is what the schema, the command line and the sandbox know."""

import re
import shlex

import click
import typer
from graphql import parse, validate

from gateway.cli.commands import app
from gateway.documentation.__main__ import DOCS
from gateway.seed import DEMO_CUSTOMERS, DEMO_PIN
from integrations.messengers.console import FILE_NAME
from integrations.sandbox.faults import Fault
from integrations.sandbox.keys import SANDBOX_API_KEY
from resolvers.schema import build_schema

PAGE = (DOCS / "testing.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"```(\w+)\n(.+?)```", PAGE, re.DOTALL)
COMMANDS = re.findall(r"(?:^|\$\(|`|=development )scenebank ([^`)\"\n]+)", PAGE, re.MULTILINE)


def test_every_document_in_it_fits_the_schema() -> None:
    schema = build_schema()._schema
    documents = [text for language, text in BLOCKS if language == "graphql"]

    assert len(documents) == 4
    assert [error.message for text in documents for error in validate(schema, parse(text))] == []


def test_every_command_in_it_exists_with_those_options() -> None:
    commands = [shlex.split(line) for line in COMMANDS]

    assert ["dev", "customer"] in [words[:2] for words in commands]
    assert len(commands) >= 9
    assert [" ".join(words) for words in commands if not _is_known(words)] == []


def test_a_command_that_does_not_exist_would_be_found() -> None:
    assert not _is_known(["dev", "nobody"])
    assert not _is_known(["seed", "--people", "3"])


def test_every_fault_of_the_sandbox_stands_in_it() -> None:
    assert re.findall(r"^\| `([a-z_]+)` \|", PAGE, re.MULTILINE) == [fault.value for fault in Fault]
    assert SANDBOX_API_KEY in PAGE


def test_the_demos_customers_and_files_are_named_as_they_are() -> None:
    for customer in DEMO_CUSTOMERS:
        local = customer.phone.removeprefix("+86")
        assert f"{customer.name} ({customer.pinyin}), phone {local[:3]} {local[3:7]} {local[7:]}" in PAGE
    assert f"the PIN {DEMO_PIN}" in PAGE
    assert f"`{FILE_NAME}`" in PAGE


def _is_known(words: list[str]) -> bool:
    """Whether the words name a command and options that it takes."""
    command: click.Command = typer.main.get_command(app)
    rest = list(words)
    while rest and hasattr(command, "commands"):
        found = command.commands.get(rest.pop(0))
        if found is None:
            return False
        command = found
    options = {name for parameter in command.params for name in parameter.opts}
    return all(word in options for word in rest if word.startswith("--"))
