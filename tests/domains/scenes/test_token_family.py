"""What a refresh token is worth: nothing that fails to arrive costs a family, and no thief walks beside its owner."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from domains.scenes.errors.authorization import RefreshTokenInvalid, ScopeTooWide
from domains.scenes.rules.handle import Handle, Purpose, read_handle, text_of_handle
from domains.scenes.rules.token_family import Family, Step, check_refresh, narrowed, step_of

NOW = datetime(2026, 11, 25, tzinfo=UTC)
LATER = timedelta(seconds=61)
KEY = bytes(range(32))


def family(generation: int, parent: int | None = None, *, rotating: bool = True, key: str | None = None) -> Family:
    ids = [uuid4() for _ in range(5)]
    return Family(ids[0], ids[1], ids[2], ids[3], ids[4], ("openid",), key, rotating, generation, parent, NOW, NOW, NOW, NOW + timedelta(days=90), None)


@pytest.mark.parametrize(
    ("generation", "parent", "shown", "after", "step"),
    [
        (0, None, 0, timedelta(0), Step.ROTATE),
        (1, 0, 1, timedelta(0), Step.ROTATE),
        (1, 0, 0, timedelta(seconds=60), Step.REPEAT),
        (1, 0, 0, LATER, Step.REPLACE),
        # The lost successor was replaced: whoever has it is not its owner.
        (2, 0, 1, timedelta(0), Step.REVOKE),
        (2, 0, 0, LATER, Step.REPLACE),
        # Its successor was used: it is no lost answer any more.
        (2, 1, 0, timedelta(0), Step.REVOKE),
        (5, 4, 2, timedelta(0), Step.REVOKE),
        # Never given out.
        (1, 0, 7, timedelta(0), Step.REVOKE),
    ],
)
def test_what_becomes_of_a_family(generation: int, parent: int | None, shown: int, after: timedelta, step: Step) -> None:
    assert step_of(family(generation, parent), shown, NOW + after) is step


def test_a_confidential_clients_token_stays() -> None:
    assert step_of(family(0, rotating=False), 0, NOW + timedelta(days=80)) is Step.KEEP


def test_another_client_another_key_and_what_is_over_are_one_refusal() -> None:
    one = family(0, key="mine")
    assert check_refresh(one, one.client_id, "mine", NOW) is one
    over = one._replace(expires_at=NOW)
    for found, client, key in ((None, uuid4(), "mine"), (one, uuid4(), "mine"), (one, one.client_id, None), (one, one.client_id, "other")):
        with pytest.raises(RefreshTokenInvalid):
            check_refresh(found, client, key, NOW)
    for dead in (over, one._replace(revoked_at=NOW)):
        with pytest.raises(RefreshTokenInvalid):
            check_refresh(dead, one.client_id, "mine", NOW)
    confidential = family(0, rotating=False, key="old")
    assert check_refresh(confidential, confidential.client_id, "new", NOW) is confidential


def test_a_refresh_narrows_and_never_widens() -> None:
    assert narrowed(("openid", "profile"), None) == ("openid", "profile")
    assert narrowed(("openid", "profile"), ("openid",)) == ("openid",)
    with pytest.raises(ScopeTooWide):
        narrowed(("openid",), ("openid", "profile"))


def test_a_handle_has_one_spelling_one_purpose_and_one_maker() -> None:
    id_ = uuid4()
    text = text_of_handle(KEY, Purpose.REFRESH_TOKEN, id_, 3)
    assert text == text_of_handle(KEY, Purpose.REFRESH_TOKEN, id_, 3)
    assert read_handle(KEY, Purpose.REFRESH_TOKEN, text) == Handle(id_, 3)
    # 52 bytes are 70 characters: the last one has loose bits, which a lenient decoder would not see.
    other_spelling = text[:-1] + chr(ord(text[-1]) + 1)
    for wrong in (text + "=", f" {text}", text[:-1], "", "é" * 70, "A" * 70, other_spelling, "A" * 1000):
        assert read_handle(KEY, Purpose.REFRESH_TOKEN, wrong) is None
    assert read_handle(KEY, Purpose.CODE, text) is None
    assert read_handle(bytes(32), Purpose.REFRESH_TOKEN, text) is None
