"""A house whose funds' register is kept by the sandbox, a process of its own, over HTTP."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import date
from typing import Any

from domains import wealth
from domains.kernel.clock import Clock
from domains.kernel.database import Database
from domains.wealth import OrderState
from domains.wealth.jobs.registers import fetch_confirmations, fetch_values, send_due_applications
from integrations.registrars import SandboxFeed, SandboxRegistrar
from integrations.sandbox.keys import SANDBOX_API_KEY
from tests.conftest import wired_ports
from tests.domains.wallet.people import Person
from tests.domains.wealth.wealth_house import EQUITY, WealthHouse
from tests.integrations.running import Sandbox

REGISTERED = replace(EQUITY, registrar="sandbox-registrar")
MONDAY, TUESDAY = date(2026, 9, 21), date(2026, 9, 22)


class RegisterHouse(WealthHouse):
    """Sells funds that the sandbox keeps the register of."""

    sandbox: Sandbox

    async def registered(self, code: str = "000001", **more: Any) -> wealth.Fund:
        return await self.fund(code, terms=replace(REGISTERED, **more))

    async def plant(self, fund: wealth.Fund | str, day: date, value: str, **more: Any) -> None:
        """The feed tells this value from now on."""
        code = fund if isinstance(fund, str) else fund.code
        answer = await self.sandbox.send("POST", "/registrar/values", {"code": code, "day": day.isoformat(), "value": value, **more})
        assert answer.status_code == 204, answer.text

    async def plan(self, fault: str, day: date, id_: object = None) -> None:
        body = {"fault": fault, "day": day.isoformat(), **({} if id_ is None else {"id": str(id_)})}
        assert (await self.sandbox.send("POST", "/registrar/faults", body)).status_code == 204

    async def heal(self) -> None:
        assert (await self.sandbox.send("DELETE", "/registrar/faults")).status_code == 200

    async def values(self) -> None:
        await fetch_values(self.database)

    async def send(self) -> None:
        await send_due_applications(self.database)

    async def confirmations(self) -> None:
        await fetch_confirmations(self.database)

    async def told(self, fund: wealth.Fund, value: str = "1.2500", day: date = MONDAY) -> None:
        """The day is over: orders are accepted and sent, its value is there, and the registrar says what it did."""
        self.at(f"{day.isoformat()}T20:00")
        await self.run()
        await self.send()
        await self.plant(fund, day, value)
        await self.values()
        await self.run()

    async def confirmed(self, at: str = "2026-09-22T10:00") -> None:
        self.at(at)
        await self.confirmations()
        await self.run()

    async def items(self, state: wealth.registers.Difference | None = None, days: tuple[date, date] = (MONDAY, TUESDAY)) -> list[wealth.registers.RegisterItem]:
        async with self.database.reading() as read:
            return list((await wealth.registers.list_items(read, "sandbox-registrar", days, state, 50, None)).items)

    async def states(self) -> set[tuple[str, str]]:
        return {(one.kind.value, one.state.value) for one in await self.items()}

    async def files(self) -> dict[str, wealth.registers.OutsideFile]:
        async with self.database.reading() as read:
            return {one.kind.value: one for one in await wealth.registers.list_files(read, MONDAY, TUESDAY)}

    async def holder(self, fund: wealth.Fund, minor: int = 1_000_000) -> tuple[Person, wealth.FundOrder]:
        """Somebody who has ordered."""
        someone = await self.investor(minor)
        return someone, await self.subscribe(someone, fund, minor)

    async def state(self, order: wealth.FundOrder) -> OrderState:
        return (await self.order(order)).state


@asynccontextmanager
async def register_house(dsn: str, sandbox: Sandbox) -> AsyncIterator[RegisterHouse]:
    registrar = SandboxRegistrar(f"{sandbox.url}/registrar", api_key=SANDBOX_API_KEY, name="sandbox-registrar")
    feed = SandboxFeed(f"{sandbox.url}/registrar", api_key=SANDBOX_API_KEY, name="sandbox-values")
    ports = wired_ports() | {
        wealth.registers.Registrars: wealth.registers.Registrars([registrar]),
        wealth.registers.ValueFeeds: wealth.registers.ValueFeeds([feed]),
    }
    async with registrar, feed:
        database = await Database.open(dsn, Clock(), ports=ports, write_connections=4, read_connections=2)
        try:
            house = await RegisterHouse.open(database)
            house.sandbox = sandbox
            await house.stay_signed_in()
            yield house
        finally:
            await database.close()
