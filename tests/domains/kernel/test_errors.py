"""What the log may say of an exception: where it came from, never what it says."""

import pytest

from domains.kernel.errors import trace_of

NAME = "Zhang San"


def _look(name: str) -> None:
    raise KeyError(name)


def _read(name: str) -> None:
    try:
        _look(name)
    except KeyError as error:
        raise ValueError(f"nobody is called {name}") from error


def test_a_trace_tells_the_frames_and_types_of_an_exception_and_its_cause_without_their_words() -> None:
    with pytest.raises(ValueError, match=NAME) as raised:
        _read(NAME)
    told = trace_of(raised.value)
    assert NAME not in told
    kinds = [part.splitlines()[-1].partition(" at ")[0] for part in told.split("\n\nwhich came from\n\n")]
    assert kinds == ["ValueError", "KeyError"]
    assert "in _read" in told
    assert "in _look" in told


def test_a_trace_tells_of_every_member_of_a_group() -> None:
    told = trace_of(ExceptionGroup(NAME, [ValueError(NAME), TypeError(NAME)]))
    assert told.split("\n\nwhich came from\n\n") == ["ExceptionGroup", "ValueError", "TypeError"]


def test_a_circle_of_causes_ends() -> None:
    first, second = ValueError(NAME), TypeError(NAME)
    first.__cause__, second.__cause__ = second, first
    assert trace_of(first) == "ValueError\n\nwhich came from\n\nTypeError"
