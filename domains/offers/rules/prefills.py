"""Forms that are filled in before a visit: what a service may ask, and whether the answers are what it asks.

A form has at most FIELDS_MOST fields. Answers are refused as FormMalformed with the first field, in the form's order, that is unknown or given twice (told
before all others), missing, too_long, or malformed for its kind:
text    one line of printable characters
number  digits, with or without a point and decimals
day     a date as 2026-11-30
choice  one of the choices"""

import re
from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

from domains.offers.errors.branches import BranchMalformed
from domains.offers.errors.prefills import FormMalformed, PrefillsTooMany

LIFE = timedelta(hours=24)
"""How long a form waits to be opened."""

LOOK = timedelta(minutes=10)
"""How long whoever opened a form may read it; then it is erased."""

PREFILLS_MOST = 3
"""Forms of one customer that wait at the same time."""

FIELDS_MOST = 20
ANSWER_MOST_CHARACTERS = 200
CHOICES_MOST = 20
LABEL_MOST_CHARACTERS = 40

_NAME = re.compile(r"[a-z][a-zA-Z0-9]{0,29}", re.ASCII)
_NUMBER = re.compile(r"\d{1,15}(\.\d{1,4})?", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


class FieldKind(StrEnum):
    """What a field holds."""

    TEXT = "text"
    NUMBER = "number"
    DAY = "day"
    CHOICE = "choice"


class FormField(NamedTuple):
    """A field of a form."""

    name: str
    kind: FieldKind
    label_zh: str
    label_en: str
    is_required: bool = True
    most_characters: int = ANSWER_MOST_CHARACTERS
    choices: tuple[str, ...] = ()


Answers = dict[str, str]


def check_schema(fields: Sequence[FormField]) -> None:
    """Raises BranchMalformed unless those fields make a form."""
    names = {field.name for field in fields}
    if len(fields) > FIELDS_MOST or len(names) != len(fields) or not all(map(_is_whole, fields)):
        raise BranchMalformed("form")


def check_answers(fields: Sequence[FormField], answers: Sequence[tuple[str, str]]) -> Answers:
    """The answers in the order of the form. Raises FormMalformed."""
    asked = {field.name for field in fields}
    for name, count in Counter(name for name, _ in answers).items():
        if name not in asked:
            raise FormMalformed(name[:LABEL_MOST_CHARACTERS], "unknown")
        if count > 1:
            raise FormMalformed(name, "twice")
    given = dict(answers)
    for field in fields:
        text = given.get(field.name, "")
        if not text and field.is_required:
            raise FormMalformed(field.name, "missing")
        if len(text) > field.most_characters:
            raise FormMalformed(field.name, "too_long")
        if text and not _fits(field, text):
            raise FormMalformed(field.name, "malformed")
    return {field.name: given[field.name] for field in fields if given.get(field.name)}


def check_waiting(waiting: int) -> None:
    """Raises PrefillsTooMany."""
    if waiting >= PREFILLS_MOST:
        raise PrefillsTooMany(PREFILLS_MOST)


def _is_whole(field: FormField) -> bool:
    labels = (field.label_zh, field.label_en)
    named = _NAME.fullmatch(field.name) is not None and all(0 < len(label) <= LABEL_MOST_CHARACTERS and label.isprintable() for label in labels)
    chosen = (field.kind is FieldKind.CHOICE) == bool(field.choices) and len(set(field.choices)) == len(field.choices) <= CHOICES_MOST
    fitting = all(0 < len(choice) <= LABEL_MOST_CHARACTERS and choice.isprintable() for choice in field.choices)
    return named and chosen and fitting and 1 <= field.most_characters <= ANSWER_MOST_CHARACTERS


def _fits(field: FormField, text: str) -> bool:
    if field.kind is FieldKind.NUMBER:
        return _NUMBER.fullmatch(text) is not None
    if field.kind is FieldKind.DAY:
        return _is_day(text)
    return text in field.choices if field.kind is FieldKind.CHOICE else text.isprintable()


def _is_day(text: str) -> bool:
    if _DAY.fullmatch(text) is None:
        return False
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True
