"""One real PostgreSQL for the whole run, migrated once; a database of its own for tests that look at everything."""

import os
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator
from datetime import datetime, time
from itertools import count
from pathlib import Path
from zoneinfo import ZoneInfo

import psycopg
import pytest
import pytest_asyncio
from hypothesis import HealthCheck, settings

import migrations
from domains import credit, customers, loans, mall, offers, scenes, wallet, wealth
from domains.kernel.clock import Clock
from domains.kernel.crypto import Keyring
from domains.kernel.database import Database
from gateway.contracts.pdf import print_contract
from gateway.embedded import Instance, find_binaries, start
from integrations.messengers.console import DevelopmentMessenger
from tests.logs import LogsOfTheRun

TEST_KEY = bytes(range(32))
TEST_KEYS = Keyring({"test": TEST_KEY}, "test")


def pytest_configure(config: pytest.Config) -> None:
    """What the house says during the run is searched for personal data at its end. How long an example takes is the machine's affair."""
    config.pluginmanager.register(LogsOfTheRun())
    settings.register_profile("scenebank", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("scenebank")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Instance]:
    """The run's server. SCENEBANK_POSTGRES_BIN chooses another version."""
    memory = Path("/dev/shm")
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None, prefix="scenebank-test-") as folder:
        Path(folder).chmod(0o755)
        with start(Path(folder) / "data", binaries=find_binaries(), fast_unsafe=True) as instance:
            yield instance


@pytest.fixture(scope="session")
def migrated(postgres: Instance) -> Instance:
    """The run's server with the schema in its first database."""
    migrations.upgrade(postgres.owner_dsn)
    with psycopg.connect(postgres.dsn(database="postgres"), autocommit=True) as connection:
        connection.execute("CREATE DATABASE pristine TEMPLATE scenebank OWNER scenebank_owner")
    return postgres


@pytest_asyncio.fixture(scope="session")
async def database(migrated: Instance) -> AsyncIterator[Database]:
    """The house's database, as the app's role sees it. Shared: tests make customers of their own."""
    opened = await Database.open(migrated.app_dsn, Clock(), ports=wired_ports())
    yield opened
    await opened.close()


@pytest.fixture
def by_day(database: Database) -> Iterator[None]:
    """At noon in Shanghai: at night the risk rules ask for the PIN whatever the amount."""
    clock = database.clock
    clock.freeze(datetime.combine(clock.today(), time(12), ZoneInfo("Asia/Shanghai")))
    yield
    clock.run()


_names = count(1)


@pytest.fixture
def fresh_dsn(migrated: Instance) -> Iterator[Callable[[str], str]]:
    """DSNs by role of an empty, migrated database that nobody else uses."""
    name = f"fresh_{next(_names)}"
    with psycopg.connect(migrated.dsn(database="postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE pristine OWNER scenebank_owner")
        connection.execute(f"GRANT CONNECT ON DATABASE {name} TO scenebank_app")
        yield lambda role: migrated.dsn(user=role, database=name)
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest_asyncio.fixture
async def fresh_database(fresh_dsn: Callable[[str], str]) -> AsyncIterator[Database]:
    """A house of its own: for invariants over everything, and for clocks that are set."""
    opened = await Database.open(fresh_dsn("scenebank_app"), Clock(), ports=wired_ports(), write_connections=8, read_connections=4)
    yield opened
    await opened.close()


@pytest.fixture
def clock(database: Database) -> Iterator[Clock]:
    """The shared house's clock, real again after the test."""
    yield database.clock
    database.clock.run()


def wired_ports() -> dict[type, object]:
    """What the gateway wires, for tests: the key ring and, where a domain has a port, a stand-in."""
    messages = Path(tempfile.mkdtemp(prefix="scenebank-messages-"))
    messenger = DevelopmentMessenger(messages, show=lambda _: None)
    return {
        Keyring: TEST_KEYS,
        customers.CodeLimits: customers.CodeLimits(device=(), address=(), everywhere=()),
        customers.Messenger: messenger,
        customers.identities.ClosingParts: customers.identities.ClosingParts(
            (
                credit.CreditClosing(),
                wallet.closing.WalletClosing(),
                offers.OffersClosing(),
                wealth.WealthClosing(),
                loans.LoansClosing(),
                mall.MallClosing(),
                scenes.ScenesClosing(),
            )
        ),
        customers.identities.MiniPrograms: customers.identities.MiniPrograms({}),
        loans.ContractPrinter: loans.ContractPrinter(print_contract),
        wallet.FundingSources: wallet.FundingSources(
            [wallet.WalletSource(), wallet.checkouts.PointsSource(), offers.CouponSource(), wealth.ChangeSource(), *map(loans.LoanSource, loans.COUNTS)]
        ),
        scenes.ScenePartners: scenes.ScenePartners(origin="https://scenebank.example"),
        scenes.webhooks.PartnerAddresses: scenes.webhooks.PartnerAddresses(may_be_loopback=True),
        wealth.registers.Registrars: wealth.registers.Registrars(),
        wealth.registers.ValueFeeds: wealth.registers.ValueFeeds(),
        mall.fulfilment.Carriers: mall.fulfilment.Carriers(),
        mall.SceneAccounts: mall.SceneAccounts(scenes.find_linked),
        offers.HouseAddress: offers.HouseAddress("https://scenebank.example"),
    }
