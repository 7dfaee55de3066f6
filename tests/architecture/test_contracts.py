"""The import contracts of pyproject.toml hold, and each of them can be broken."""

from collections.abc import Callable
from copy import deepcopy
from functools import cache
from typing import Any

import grimp
import pytest
from importlinter.application.use_cases import _register_contract_types, read_user_options  # the only way to its contracts one by one
from importlinter.configuration import configure
from importlinter.domain.contract import registry

from tests.architecture.source import PROJECT, ROOMS

Graph = grimp.ImportGraph


@cache
def house() -> Graph:
    return grimp.build_graph(*ROOMS, include_external_packages=True, cache_dir=None)


@pytest.fixture(scope="module")
def contracts() -> dict[str, Callable[[Graph], bool]]:
    """Every contract by the first word of its name: whether a graph keeps it."""
    configure()
    options = read_user_options(config_filename=str(PROJECT / "pyproject.toml"))
    _register_contract_types(options)
    return {one["name"].split()[0].strip(":"): _keeper(options.session_options, one) for one in options.contracts_options}


def _keeper(session_options: dict[str, Any], options: dict[str, Any]) -> Callable[[Graph], bool]:
    own = {name: value for name, value in options.items() if name not in ("name", "type", "id")}
    contract = registry.get_contract_class(options["type"])(name=options["name"], session_options=session_options, contract_options=own)
    return lambda graph: bool(contract.check(graph, verbose=False).kept)


VIOLATIONS = [
    ("Rooms", "domains.wallet.rules.transfers", "resolvers.money"),
    ("Rooms", "resolvers.schema", "gateway.settings"),
    ("Rooms", "resolvers.schema", "integrations.http"),
    ("Rooms", "integrations.http", "migrations.steps"),
    ("Ranks", "domains.customers.rules", "domains.wallet"),
    ("Ranks", "domains.kernel.money", "domains.customers"),
    ("Ranks", "domains.ledger.rules", "domains.credit"),
    ("Ranks", "domains.lottery", "domains.wallet"),
    ("Entrances", "resolvers.wallet.queries", "domains.wallet.queries.accounts"),
    ("Entrances", "gateway.webhooks", "domains.wallet.service.top_up"),
    ("Resolvers", "resolvers.wallet.queries", "sqlalchemy"),
    ("Resolvers", "resolvers.wallet.types", "redis"),
    ("Resolvers", "resolvers.batch", "httpx"),
    ("Domains", "domains.wallet.service.transfer", "strawberry"),
    ("Domains", "domains.kernel.jobs", "httpx"),
    ("Domains", "domains.customers.tokens", "authlib"),
    ("Rules", "domains.wallet.rules.transfers", "random"),
    ("Rules", "domains.ledger.rules", "domains.ledger.queries"),
    ("Rules", "domains.customers.rules", "domains.kernel.clock"),
    ("Rules", "domains.customers.rules", "asyncpg"),
    ("Integrations", "integrations.channels.answers", "domains.wallet"),
    ("Integrations", "integrations.http", "domains.customers.phones"),
]


def test_every_contract_is_kept(contracts: dict[str, Callable[[Graph], bool]]) -> None:
    assert {name: kept(deepcopy(house())) for name, kept in contracts.items()} == dict.fromkeys(contracts, True)


def test_every_contract_is_shown_a_violation(contracts: dict[str, Callable[[Graph], bool]]) -> None:
    assert set(contracts) == {name for name, _, _ in VIOLATIONS}


@pytest.mark.parametrize(("name", "importer", "imported"), VIOLATIONS)
def test_a_planted_import_breaks_its_contract(contracts: dict[str, Callable[[Graph], bool]], name: str, importer: str, imported: str) -> None:
    graph = deepcopy(house())
    for module in (importer, imported):
        if module not in graph.modules:
            graph.add_module(module, is_squashed="." not in module)
    graph.add_import(importer=importer, imported=imported, line_number=1, line_contents="planted")
    assert not contracts[name](graph)
