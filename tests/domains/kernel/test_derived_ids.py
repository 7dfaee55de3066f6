"""Many derived ids at once are those that are derived one by one."""

from datetime import date, timedelta
from uuid import RFC_4122, UUID, uuid4

from domains.kernel.clock import Clock
from domains.kernel.ids import dated_ids, derived_id, derived_ids, new_id, ordered_ids


def test_many_ids_are_what_each_is_alone() -> None:
    ids = [uuid4() for _ in range(200)]
    for step in ("pay", "共", ""):
        assert derived_ids(ids, step) == [derived_id(one, step) for one in ids]
    assert derived_ids([], "pay") == []


def test_they_are_uuids_of_version_five_that_sort_and_hash_as_others_do() -> None:
    (made,) = derived_ids([UUID(int=7)], "pay")
    assert (made.version, made.variant) == (5, "specified in RFC 4122")
    assert isinstance(made, UUID) and hash(made) == hash(derived_id(UUID(int=7), "pay")) and made.int == UUID(str(made)).int


def test_ordered_ids_lie_as_the_ids_of_the_house_do_and_are_made_again() -> None:
    clock = Clock()
    ids = [new_id(clock) for _ in range(3_000)]
    made = ordered_ids(ids, "shares")
    assert [one.int for one in made] == sorted(one.int for one in made)
    assert made == ordered_ids(ids, "shares") and not set(made) & set(ordered_ids(ids, "other shares"))
    assert {(one.version, one.variant) for one in made} == {(8, RFC_4122)}


def test_ordered_ids_of_a_head_stand_together() -> None:
    clock = Clock()
    ids = [new_id(clock) for _ in range(500)]
    first, second = ordered_ids(ids, "income", b"\x00\x01"), ordered_ids(ids, "income", b"\x00\x02")
    assert max(one.int for one in first) < min(one.int for one in second)
    assert len({*first, *second}) == 1_000
    assert {(one.version, one.variant) for one in first} == {(8, RFC_4122)}


def test_dated_ids_stand_together_by_day_and_are_made_again() -> None:
    ids, day = [uuid4() for _ in range(500)], date(2026, 9, 28)
    first, second = dated_ids(ids, "pay", [day] * 500), dated_ids(ids, "pay", [day + timedelta(days=1)] * 500)
    assert max(one.int for one in first) < min(one.int for one in second)
    assert first == dated_ids(ids, "pay", [day] * 500) and len({*first, *second, *dated_ids(ids, "fee", [day] * 500)}) == 1_500
    assert {(one.version, one.variant) for one in first} == {(8, RFC_4122)}
