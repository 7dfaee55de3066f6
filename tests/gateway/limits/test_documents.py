"""Documents beyond the limits are refused before they are validated; attacks cost little, and nothing runs."""

from __future__ import annotations

import gc
import statistics
import sys

import pytest
from graphql import get_introspection_query, parse

from gateway.graphql import Documents, RequestRefused
from gateway.graphql.documents import OperationRequest
from gateway.limits import DocumentCheck, DocumentLimits, check_variables
from tests.gateway.limits.attacks import ATTACKS, bomb, flat_bomb
from tests.gateway.limits.world import called, schema

check = DocumentCheck(schema._schema)


def make_documents() -> Documents:
    return Documents(schema._schema, check_limits=check, cached_max=4)


def refusal(text: str, documents: Documents | None = None) -> RequestRefused | None:
    """Why the document is refused; None when it may run."""
    name = "q0" if "query q0" in text else None
    try:
        (documents or make_documents()).prepare(OperationRequest(text, operation_name=name), introspection=True)
    except RequestRefused as refused:
        return refused
    return None


def told(text: str) -> tuple[str, str, int] | None:
    """The code, what is too much, and its maximum."""
    refused = refusal(text)
    return (refused.code, *(refused.errors[0]["extensions"].get(key) for key in ("what", "maximum"))) if refused else None  # type: ignore[return-value]


def nested(levels: int) -> str:
    return "{ viewer { " + "friend { " * (levels - 2) + "id" + " }" * levels


@pytest.mark.parametrize(
    ("allowed", "refused", "what", "maximum"),
    [
        (nested(12), nested(13), "depth", 12),
        ("{ " + "viewer { id } " * 10 + "}", "{ " + "viewer { id } " * 11 + "}", "root_fields", 10),
        (
            "{ viewer { " + "".join(f"a{n}: id " for n in range(30)) + "} }",
            "{ viewer { " + "".join(f"a{n}: id " for n in range(31)) + "} }",
            "aliases",
            30,
        ),
        ("{ viewer { " + "id @skip(if: false) " * 20 + "} }", "{ viewer { " + "id @skip(if: false) " * 21 + "} }", "directives", 20),
        ('mutation { checkPin(pin: "1") rename(name: "x") }', 'mutation { checkPin(pin: "1") guess }', "credential_tests", 1),
        ("{ viewer { " + "id " * 95 + "} }", "{ viewer { " + "id " * 600 + "} }", "fields", 600),
        (
            "{ viewer { accounts { name(tags: [" + "1 " * 100 + "]) } } }",
            "{ viewer { accounts { name(tags: [" + "1 " * 101 + "]) } } }",
            "list_items",
            100,
        ),
        (
            "{ viewer(filter: " + "{allOf: [" * 4 + "]}" * 4 + ") { id } }",
            "{ viewer(filter: " + "{allOf: [" * 4 + "{}" + "]}" * 4 + ") { id } }",
            "value_depth",
            8,
        ),
        (
            "".join(f"query q{n} {{ viewer {{ id }} }} " for n in range(10)),
            "".join(f"query q{n} {{ viewer {{ id }} }} " for n in range(11)),
            "operations",
            10,
        ),
    ],
)
def test_the_most_is_allowed_and_one_more_is_refused_by_name(allowed: str, refused: str, what: str, maximum: int) -> None:
    assert told(allowed) is None
    assert told(refused) == ("TOO_COMPLEX", what, maximum)


def test_the_message_says_what_and_how_much() -> None:
    refused = refusal('mutation { checkPin(pin: "1") guess }')
    assert refused is not None
    assert refused.errors[0]["message"] == "At most 1 field that tests a PIN, code or password may be asked for at once."
    assert refused.well_formed


def test_fragments_count_at_every_place_that_spreads_them() -> None:
    fields = " ".join(f"a{n}: id" for n in range(16))
    assert told("{ viewer { ...f } } fragment f on Customer { " + fields + " }") is None
    assert told("{ viewer { ...f friend { ...f } } } fragment f on Customer { " + fields + " }") == ("TOO_COMPLEX", "aliases", 30)


def test_depth_is_counted_through_fragments() -> None:
    assert told(bomb(9, 1)) is None
    assert told(bomb(11, 1)) == ("TOO_COMPLEX", "depth", 12)


def test_root_fields_and_credentials_are_counted_through_fragments() -> None:
    assert told(ATTACKS["a sign-in and a PIN through fragments"]) == ("TOO_COMPLEX", "credential_tests", 1)
    many = "query { ...f ...f } fragment f on Query { " + "viewer { id } " * 6 + "}"
    assert told(many) == ("TOO_COMPLEX", "root_fields", 10)


def test_a_credential_is_known_by_its_argument_by_its_input_field_and_by_the_fields_own_word() -> None:
    sign_in = 'signIn(input: {phone: "1", code: "2"}) { id }'
    for pair in (f'{sign_in} checkPin(pin: "1")', f"{sign_in} guess", f"{sign_in} b: {sign_in}"):
        assert told("mutation { " + pair + " }") == ("TOO_COMPLEX", "credential_tests", 1)
    assert told("mutation { " + sign_in + ' rename(name: "x") }') is None


def test_the_standard_introspection_query_passes_and_deeper_introspection_does_not() -> None:
    assert told(get_introspection_query()) is None
    deep = "{ __schema { types { " + "ofType { " * 18 + "name" + " }" * 21
    assert told(deep) == ("TOO_COMPLEX", "introspection_depth", 20)


def test_fragments_in_a_circle_are_left_to_validation() -> None:
    check(parse(ATTACKS["fragments in a circle"]))
    refused = refusal(ATTACKS["fragments in a circle"])
    assert refused is not None
    assert refused.code == "GRAPHQL_VALIDATION_FAILED"


def test_limits_can_be_set() -> None:
    narrow = DocumentCheck(schema._schema, DocumentLimits(depth=1))
    narrow(parse("{ viewer }"))
    with pytest.raises(RequestRefused):
        narrow(parse("{ viewer { id } }"))


def test_a_list_in_the_variables_is_bounded_like_one_in_the_document() -> None:
    limits = DocumentLimits()
    check_variables({"input": {"tags": [1] * 100}}, limits)
    with pytest.raises(RequestRefused) as refused:
        check_variables({"input": {"tags": [[1] * 101]}}, limits)
    assert refused.value.errors[0]["extensions"] == {"code": "TOO_COMPLEX", "what": "list_items", "maximum": 100}


def test_a_document_of_255_kb_is_refused_by_its_length() -> None:
    assert told(ATTACKS["comments of 255 KB"]) == ("TOO_COMPLEX", "length", 32768)


def test_fields_that_would_have_to_be_compared_with_each_other_too_often_are_refused() -> None:
    assert told(ATTACKS["one object, 290 times"]) == ("TOO_COMPLEX", "overlapping_fields", 10_000)
    assert told("{ viewer { " + "id " * 95 + "} }") is None


def test_an_attack_is_refused_with_a_short_answer_and_nothing_runs() -> None:
    called.clear()
    codes = set()
    for name, text in ATTACKS.items():
        refused = refusal(text)
        if refused is not None:
            codes.add(refused.code)
            assert len(refused.body) < 32 * 1024, name
    assert codes == {"TOO_COMPLEX", "GRAPHQL_PARSE_FAILED", "GRAPHQL_VALIDATION_FAILED"}
    assert called == []


def test_no_attack_makes_much_work_and_half_of_them_next_to_none() -> None:
    """Counted in calls, some ten to the microsecond, which is the same on every machine; `make bench-limits` tells it in time."""
    work = {name: calls_to_refuse(text) for name, text in ATTACKS.items()}
    worst = max(work, key=lambda name: work[name])
    assert work[worst] <= 500_000, worst
    assert statistics.median(work.values()) <= 50_000
    assert max(calls_to_refuse(text) for text in (flat_bomb(20), bomb(20))) <= 50_000


def calls_to_refuse(text: str) -> int:
    """Calls of functions, Python's and C's, until the document is refused."""
    calls = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal calls
        calls += event in ("call", "c_call")

    documents = make_documents()
    sys.setprofile(count)
    try:
        refusal(text, documents)
    finally:
        sys.setprofile(None)
    return calls


@pytest.mark.parametrize("refusals", [1_000, pytest.param(10_000, marks=pytest.mark.prove)])
def test_refusals_leave_nothing_in_memory(refusals: int) -> None:
    documents = make_documents()
    names = ("fragments in a circle", "two sign-ins", "a string of 255 KB", "no end", "a sign-in and a PIN through fragments")

    def attack(times: int) -> None:
        for turn in range(times):
            refusal(f"{ATTACKS[names[turn % len(names)]]} # {turn}", documents)

    attack(200)
    gc.collect()
    before = sys.getallocatedblocks()
    attack(refusals)
    gc.collect()
    assert sys.getallocatedblocks() - before < refusals / 5
