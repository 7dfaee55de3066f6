"""A domain is entered by its front door: other domains, resolvers, integrations and the gateway import from `domains.<name>` alone."""

import pytest

from domains import DOMAINS
from tests.architecture.source import PROJECT, Module, complaints, imports, planted


def check_entrances(module: Module) -> list[str]:
    found = []
    for node, name in imports(module):
        parts = name.split(".")
        if parts[0] != "domains" or len(parts) < 3 or parts[1] in ("kernel", module.domain):
            continue
        # `from domains.wallet import transfer` names what the front door offers, unless that is a drawer.
        if len(parts) > 3 or _is_drawer(parts[1], parts[2]):
            found.append(module.at(node, f"enters {parts[1]} by its drawer {parts[2]}"))
    return found


def _is_drawer(domain: str, name: str) -> bool:
    folder = PROJECT / "domains" / domain
    return (folder / f"{name}.py").exists() or (folder / name).is_dir()


def test_every_domain_is_entered_by_its_front_door() -> None:
    assert complaints(check_entrances, "gateway", "resolvers", "domains", "integrations") == []


def test_every_domain_folder_is_registered_and_the_other_way_round() -> None:
    folders = {path.parent.name for path in (PROJECT / "domains").glob("*/__init__.py")}
    assert folders == {"kernel", *DOMAINS}


@pytest.mark.parametrize(
    "code",
    [
        "from domains.ledger.queries import find_accounts",
        "from domains.ledger import queries",
        "import domains.ledger.rules",
        "from domains.ledger.service.x import y",
    ],
)
def test_an_entry_by_a_drawer_is_found(code: str) -> None:
    assert len(check_entrances(planted("domains/wallet/service/pay.py", code))) == 1
    assert len(check_entrances(planted("resolvers/wallet/types.py", code))) == 1
    assert check_entrances(planted("domains/ledger/service/post.py", code)) == []


@pytest.mark.parametrize("code", ["from domains import ledger", "from domains.ledger import Account", "from domains.kernel.money import Amount"])
def test_the_front_door_is_open(code: str) -> None:
    assert check_entrances(planted("domains/wallet/service/pay.py", code)) == []
