"""Many derived ids at once are those that are derived one by one."""

from uuid import UUID, uuid4

from domains.kernel.ids import derived_id, derived_ids


def test_many_ids_are_what_each_is_alone() -> None:
    ids = [uuid4() for _ in range(200)]
    for step in ("pay", "共", ""):
        assert derived_ids(ids, step) == [derived_id(one, step) for one in ids]
    assert derived_ids([], "pay") == []


def test_they_are_uuids_of_version_five_that_sort_and_hash_as_others_do() -> None:
    (made,) = derived_ids([UUID(int=7)], "pay")
    assert (made.version, made.variant) == (5, "specified in RFC 4122")
    assert isinstance(made, UUID) and hash(made) == hash(derived_id(UUID(int=7), "pay")) and made.int == UUID(str(made)).int
