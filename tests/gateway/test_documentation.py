"""The generated pages are fresh, and what is written by hand in them is neither more nor less than the code has."""

import ast
import re
from datetime import timedelta
from pathlib import Path

import pytest

from gateway import documentation
from gateway.documentation.__main__ import DOCS, main
from gateway.documentation.codes import CALLBACK_CODES, CLOSE_CODES, CODES
from gateway.documentation.tables import span, table
from gateway.explaining import CODES as CODES_OF_EXCEPTIONS
from gateway.explaining import WORDS
from gateway.graphql.errors import STATUS_OF_CODE
from gateway.graphql.socket import CloseCode
from resolvers.problems import HANDLERS, PROBLEMS
from resolvers.schema import build_schema

GATEWAY = Path(documentation.__file__).parents[1]
TELLING = {"RequestRefused", "document_refused", "with_code", "Explanation", "_explanation"}
"""What is called with an error code."""


def test_the_page_of_errors_is_what_the_code_says() -> None:
    assert (DOCS / "errors.md").read_text(encoding="utf-8") == documentation.errors_page(), "run `make docs`"


def test_an_unknown_page_is_refused_in_words(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["nothing"]) == 2
    assert capsys.readouterr().err == "No such page: nothing. There are: errors.\n"


def test_every_refusal_stands_in_the_page_with_both_wordings() -> None:
    build_schema()
    page = documentation.errors_page()

    for declared, handler in zip(PROBLEMS, HANDLERS, strict=True):
        assert f"**`{declared.__name__}`**" in page
        assert set(handler.words) == {"zh", "en"}  # type: ignore[attr-defined]
        for wording in handler.words.values():  # type: ignore[attr-defined]
            assert wording in page


def test_every_error_code_of_the_gateway_is_explained_and_none_besides() -> None:
    written = {code for file in GATEWAY.rglob("*.py") for code in _codes_in(ast.parse(file.read_text()))}

    assert {"TOO_COMPLEX", "FORBIDDEN", "BAD_REQUEST"} <= written
    assert written | set(WORDS) | set(STATUS_OF_CODE) | set(CODES_OF_EXCEPTIONS.values()) == set(CODES)


def test_every_close_code_and_every_answer_to_a_callback_is_explained() -> None:
    answers = set(re.findall(r'refuse\("([a-z_]+)", (\d+)', (GATEWAY / "webhooks.py").read_text()))

    assert set(CLOSE_CODES) == {code.name for code in CloseCode}
    assert answers == {(code, str(status)) for code, (status, _) in CALLBACK_CODES.items()}


@pytest.mark.parametrize(
    ("duration", "words"),
    [
        (timedelta(seconds=1), "1 second"),
        (timedelta(seconds=90), "90 seconds"),
        (timedelta(minutes=15), "15 minutes"),
        (timedelta(hours=1), "1 hour"),
        (timedelta(days=1), "24 hours"),
        (timedelta(days=90), "90 days"),
    ],
)
def test_a_duration_is_told_in_its_largest_whole_unit(duration: timedelta, words: str) -> None:
    assert span(duration) == words


def test_a_cell_cannot_break_its_table() -> None:
    assert table(("a", "b"), [("x|y", "one\ntwo")]) == "| a | b |\n| --- | --- |\n| x\\|y | one two |"


def _codes_in(tree: ast.AST) -> set[str]:
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    named = [call for call in calls if (call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")) in TELLING]
    inits = [call for call in calls if isinstance(call.func, ast.Attribute) and call.func.attr == "__init__"]
    texts = [argument.value for call in (*named, *inits) for argument in call.args if isinstance(argument, ast.Constant)]
    return {text for text in texts if isinstance(text, str) and re.fullmatch(r"[A-Z]+(_[A-Z]+)*", text)}
