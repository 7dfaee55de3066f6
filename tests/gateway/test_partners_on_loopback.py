"""The flag that lets partners be on this machine opens nothing outside development, however it is set."""

import pytest
from pydantic import ValidationError

from gateway.settings import Settings


@pytest.mark.parametrize("environment", ["production", None])
@pytest.mark.parametrize("value", ["1", "true", "yes", "on"])
def test_outside_development_the_house_does_not_start_with_it(monkeypatch: pytest.MonkeyPatch, environment: str | None, value: str) -> None:
    monkeypatch.setenv("SCENEBANK_PARTNERS_ON_LOOPBACK", value)
    monkeypatch.delenv("SCENEBANK_ENVIRONMENT", raising=False)
    if environment is not None:
        monkeypatch.setenv("SCENEBANK_ENVIRONMENT", environment)
    with pytest.raises(ValidationError, match="for development only"):
        Settings()


def test_in_development_it_is_closed_unless_it_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SCENEBANK_ENVIRONMENT", "development")
    monkeypatch.delenv("SCENEBANK_PARTNERS_ON_LOOPBACK", raising=False)
    assert Settings().partners_on_loopback is False
    monkeypatch.setenv("SCENEBANK_PARTNERS_ON_LOOPBACK", "true")
    assert Settings().partners_on_loopback is True
