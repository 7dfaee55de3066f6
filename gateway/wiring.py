"""The only place that wires: which implementation stands behind each port, for the server, the worker and the command line alike."""

import importlib.util
import sys
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from importlib import import_module
from typing import TypeVar

from domains import DOMAINS, credit, customers, mall, scenes, wallet, wealth
from domains.customers import CodeLimit, CodeLimits, Messenger
from domains.kernel.clock import Clock
from domains.kernel.crypto import Keyring
from domains.kernel.database import Database
from domains.loans import COUNTS, ContractPrinter, LoansClosing, LoanSource
from domains.offers import CouponSource, HouseAddress, OffersClosing
from domains.wallet import FundingChannels, FundingSources, WalletSource
from domains.wealth import ChangeSource, WealthClosing
from gateway.contracts.pdf import print_contract
from gateway.development_clock import DevelopmentClock
from gateway.keyring import open_keyring
from gateway.mini_programs import opened_mini_programs
from gateway.partners import opened_partners
from gateway.settings import Settings
from integrations.carriers import SandboxCarrier
from integrations.channels.answers import Fee
from integrations.channels.sandbox import SandboxChannel, read_bill_file
from integrations.messengers.console import DevelopmentMessenger
from integrations.messengers.http import HttpMessenger
from integrations.registrars import SandboxFeed, SandboxRegistrar
from integrations.sandbox.keys import push_secret

P = TypeVar("P", SandboxRegistrar, SandboxFeed)

DEVELOPMENT_CODE_LIMITS = CodeLimits(
    phone=(CodeLimit(1, timedelta(seconds=1)), CodeLimit(60, timedelta(hours=1))), device=(), address=(CodeLimit(600, timedelta(hours=1)),), everywhere=()
)
"""Loose enough for a demo and its tests, and still limits."""

SANDBOX_CHANNELS: dict[str, tuple[str, dict[wallet.Direction, Fee]]] = {
    "sandbox": ("channel", {"in": Fee(per_ten_thousand=10), "out": Fee(fixed_minor=100)}),
    "sandbox-two": ("channel-two", {"in": Fee(fixed_minor=50, per_ten_thousand=5), "out": Fee(fixed_minor=20, per_ten_thousand=10)}),
}
"""Where the sandbox serves each channel, and what it takes: the second is cheaper for large top-ups and small withdrawals."""


BILL_FORMATS: dict[str, Callable[[Iterable[str]], tuple[wallet.Direction, wallet.bills.BillLines]]] = dict.fromkeys(SANDBOX_CHANNELS, read_bill_file)
"""How each channel's bill file is read, whether or not the channel itself is wired."""


@dataclass(frozen=True, slots=True)
class House:
    """What stands once everything is wired."""

    settings: Settings
    database: Database
    clock: Clock
    channels: tuple[SandboxChannel, ...]
    carriers: tuple[SandboxCarrier, ...]


@asynccontextmanager
async def opened_house(settings: Settings, show: Callable[[str], object] = sys.stdout.write) -> AsyncIterator[House]:
    """Open keys, channels and database, and close them again. `show` prints a development message. Raises KeysUnusable, OSError, asyncpg.PostgresError."""
    register_domains()
    clock = DevelopmentClock(settings.data) if settings.is_development else Clock()
    async with AsyncExitStack() as stack:
        channels = tuple([await stack.enter_async_context(channel) for channel in _channels(settings)])
        carriers = tuple([await stack.enter_async_context(carrier) for carrier in _carriers(settings)])
        ports: dict[type, object] = {
            Keyring: open_keyring(settings),
            CodeLimits: DEVELOPMENT_CODE_LIMITS if settings.is_development else CodeLimits(),
            FundingChannels: FundingChannels(channels),
            wallet.bills.BillingChannels: wallet.bills.BillingChannels(channels),
            ContractPrinter: ContractPrinter(print_contract),
            FundingSources: FundingSources([WalletSource(), wallet.checkouts.PointsSource(), CouponSource(), ChangeSource(), *map(LoanSource, COUNTS)]),
            scenes.webhooks.PartnerAddresses: scenes.webhooks.PartnerAddresses(may_be_loopback=settings.partners_on_loopback),
            wealth.registers.Registrars: wealth.registers.Registrars(await _opened_all(stack, settings, SandboxRegistrar, "sandbox-registrar")),
            wealth.registers.ValueFeeds: wealth.registers.ValueFeeds(await _opened_all(stack, settings, SandboxFeed, "sandbox-values")),
            mall.fulfilment.Carriers: mall.fulfilment.Carriers(carriers),
            mall.SceneAccounts: mall.SceneAccounts(scenes.find_linked),
            HouseAddress: HouseAddress(settings.origin),
            customers.identities.ClosingParts: customers.identities.ClosingParts(
                (
                    credit.CreditClosing(),
                    wallet.closing.WalletClosing(),
                    OffersClosing(),
                    WealthClosing(),
                    LoansClosing(),
                    mall.MallClosing(),
                    scenes.ScenesClosing(),
                )
            ),
            customers.identities.MiniPrograms: customers.identities.MiniPrograms(await opened_mini_programs(settings, stack)),
            scenes.ScenePartners: scenes.ScenePartners(await opened_partners(settings, stack), settings.origin),
        }
        messenger = await _messenger(settings, stack, show)
        if messenger is not None:
            ports[Messenger] = messenger
        database = await Database.open(
            settings.app_dsn, clock, ports=ports, write_connections=settings.write_connections, read_connections=settings.read_connections
        )
        stack.push_async_callback(database.close)
        yield House(settings, database, clock, channels, carriers)


def register_domains() -> None:
    """Import every domain's jobs and listeners, so that the relay and the worker know them."""
    for domain in DOMAINS:
        for drawer in ("jobs", "listeners"):
            path = f"domains.{domain}.{drawer}"
            if importlib.util.find_spec(path) is not None:
                import_module(path)


def _channels(settings: Settings) -> list[SandboxChannel]:
    if not settings.is_development or settings.sandbox_url is None:
        return []
    return [
        SandboxChannel(
            f"{settings.sandbox_url}/{path}",
            api_key=settings.sandbox_api_key.get_secret_value(),
            webhook_secrets=[settings.sandbox_webhook_secret.get_secret_value()],
            callback_url=f"{settings.origin}/webhooks/channels/{name}",
            name=name,
            fees=fees,
        )
        for name, (path, fees) in SANDBOX_CHANNELS.items()
    ]


def _carriers(settings: Settings) -> list[SandboxCarrier]:
    if not settings.is_development or settings.sandbox_url is None:
        return []
    return [
        SandboxCarrier(
            f"{settings.sandbox_url}/carrier",
            api_key=settings.sandbox_api_key.get_secret_value(),
            secrets=[push_secret(settings.sandbox_webhook_secret.get_secret_value(), "carrier")],
            push_url=f"{settings.origin}/webhooks/carriers/sandbox",
        )
    ]


async def _opened_all(stack: AsyncExitStack, settings: Settings, partner: type[P], name: str) -> list[P]:
    """The sandbox's partner of that kind, which a house in development talks to."""
    if not settings.is_development or settings.sandbox_url is None:
        return []
    opened = partner(f"{settings.sandbox_url}/registrar", api_key=settings.sandbox_api_key.get_secret_value(), name=name)
    return [await stack.enter_async_context(opened)]


async def _messenger(settings: Settings, stack: AsyncExitStack, show: Callable[[str], object]) -> customers.Messenger | None:
    if settings.messenger_url is not None:
        key = settings.messenger_key.get_secret_value() if settings.messenger_key is not None else ""
        return await stack.enter_async_context(HttpMessenger(settings.messenger_url, key))
    return DevelopmentMessenger(settings.data, show) if settings.is_development else None
