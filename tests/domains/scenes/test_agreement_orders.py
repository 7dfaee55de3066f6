"""Orders of a scene, from the customer's payment at the partner to what is accrued under the scene's agreement, as the relay brings them."""

from collections.abc import AsyncIterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
import pytest_asyncio

from domains import scenes
from domains.kernel.assets import CNY
from domains.kernel.clock import business_date
from domains.kernel.commands import HOUSE_ID, Command, composite_verb
from domains.kernel.database import Database
from domains.kernel.events import LISTENERS
from domains.kernel.money import Amount
from domains.kernel.relay import relay_until_idle
from domains.kernel.transactions import Tx
from domains.scenes.listeners import agreement as agreement_listeners
from domains.scenes.queries.refund import SceneRefund
from domains.scenes.rules.agreement import month_of, next_month
from domains.scenes.service.refund import open_refund
from gateway.embedded import Instance
from tests.domains.scenes.agreeing import a_split, agreed, an_agreement, at, posted, reconciled, run_settlements
from tests.domains.scenes.partners import a_partner
from tests.domains.scenes.scene_house import THIRD, WATER, SceneHouse, scene_house
from tests.domains.wallet.people import everything
from tests.domains.wallet.top_ups import own_database
from tests.integrations.running import Sandbox

GAS = "third-gas"
GAS_ID = UUID("0190b3a4-0000-7000-8000-00000000aaaa")
"""Whom the gas works' manifest says it is."""

OURS = {name: one for name, one in LISTENERS.items() if one.listen is agreement_listeners.accrue_commissions}


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def house(migrated: Instance, sandbox: Sandbox) -> AsyncIterator[SceneHouse]:
    with own_database(migrated, "scenes_agreement_orders") as dsn:
        text = f'partner_id = "{GAS_ID}"\n{THIRD.format(url=sandbox.url)}'
        async with scene_house(dsn, sandbox, more=[text]) as opened:
            command = scenes.RegisterPartnerCommand(request_id=GAS_ID, owner_id=HOUSE_ID, name="第三燃气")
            await opened.database.write(scenes.register_partner, command)
            yield opened


@composite_verb(SceneRefund)
async def give_back(tx: Tx, command: Command) -> SceneRefund:
    assert command.request_id is not None
    return await open_refund(tx, command.owner_id, command.request_id, Amount(2_590, CNY))


async def relayed(database: Database) -> None:
    await relay_until_idle(database, listeners=OURS, jobs={})


async def test_an_order_that_was_paid_is_accrued_and_its_refund_takes_back(house: SceneHouse) -> None:
    database = house.database
    today = business_date(database.clock.now())
    agreement = await an_agreement(database, GAS_ID, GAS)
    await a_split(database, agreement, {GAS_ID: 7_000, HOUSE_ID: 3_000}, valid_from=today, commission_bps=1_000)
    owed, paid = agreed.payable_account_id(agreement.id, GAS_ID), agreed.partner_balance_id(GAS_ID, CNY)
    person = await house.person(20_000)
    await house.linked(person, GAS)
    order = await house.pay(person, (await house.bills(person, GAS))["2"])
    await relayed(database)
    assert await posted(database, owed) == [0]
    await house.run_jobs(person)
    for _ in range(2):
        await relayed(database)
    assert await posted(database, owed) == [363]
    refund = Command(request_id=uuid4(), owner_id=order.id)
    await database.write(give_back, refund)
    await house.run_jobs(person)
    for _ in range(2):
        await relayed(database)
    assert await posted(database, owed) == [363 - 181]
    found = await reconciled(database, agreement)
    assert {party: (one.accrued_minor, one.reversed_minor) for party, one in found.items()} == {GAS_ID: (363, 181), HOUSE_ID: (155, 77)}
    database.clock.advance(at(next_month(month_of(today))) - database.clock.now() + timedelta(hours=1))
    await run_settlements(database)
    assert await posted(database, owed, paid) == [0, 182]


async def test_an_order_of_another_scene_accrues_nothing(house: SceneHouse) -> None:
    database = house.database
    person = await house.person(20_000)
    await house.linked(person, WATER)
    await house.pay(person, (await house.bills(person, WATER))["2"])
    await house.run_jobs(person)
    before = await everything(database, but=frozenset({"kernel_outbox", "kernel_relay", "kernel_listener"}))
    await relayed(database)
    assert {name: rows for name, rows in (await everything(database)).items() if name.startswith("scenes_accrual")} == {
        name: rows for name, rows in before.items() if name.startswith("scenes_accrual")
    }


async def test_a_scene_that_is_not_configured_or_another_partners_is_refused_and_nothing_is_kept(house: SceneHouse) -> None:
    database = house.database
    stranger = await a_partner(database)
    before = await everything(database, but=frozenset({"kernel_request"}))
    for partner, scene in ((GAS_ID, "nowhere"), (stranger, GAS), (GAS_ID, WATER), (stranger, "")):
        with pytest.raises(agreed.AgreementSceneNotFound):
            await an_agreement(database, partner, scene)
    assert await everything(database, but=frozenset({"kernel_request"})) == before
