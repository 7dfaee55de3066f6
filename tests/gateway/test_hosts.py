"""Under which names the server answers."""

import pytest

from gateway.hosts import Hosts

HOSTS = Hosts("https://bank.example", {"api.bank.example", "10.0.0.7:8443"})


def asked(path: str, *hosts: str) -> dict[str, object]:
    return {"type": "http", "path": path, "headers": [(b"host", host.encode("latin-1")) for host in hosts]}


@pytest.mark.parametrize(
    ("hosts", "is_known"),
    [
        (("bank.example",), True),
        (("BANK.example:443",), True),
        (("api.bank.example",), True),
        (("10.0.0.7:8443",), True),
        (("10.0.0.7:9",), False),
        (("evil.example",), False),
        (("bank.example.evil.example",), False),
        (("bank.example@evil.example",), False),
        (("bank.example:evil",), False),
        (("",), False),
        ((), False),
        (("bank.example", "evil.example"), False),
        (("bank.ex\xe4mple",), False),
    ],
)
def test_a_name_is_ours_or_not(hosts: tuple[str, ...], is_known: bool) -> None:
    assert HOSTS.knows(asked("/graphql", *hosts)) is is_known


def test_probes_are_answered_by_whatever_name() -> None:
    assert [HOSTS.knows(asked(path, "10.1.2.3:8000")) for path in ("/livez", "/readyz", "/metrics", "/receipts")] == [True, True, True, False]
