"""The worker is killed at every step of an application, at three moments of each: every application finishes, and once."""

import asyncio
import multiprocessing
import signal
from collections.abc import Callable
from multiprocessing.context import ForkServerProcess

from domains import loans
from domains.loans import ApplicationState, Outcome
from domains.loans.jobs.applications import take_step
from domains.loans.rules.applications import WAITING_FOR, Step
from tests.domains.loans import dying_worker
from tests.domains.loans.dying_worker import AFTER, BEFORE, WITHIN
from tests.domains.loans.loan_house import LoanHouse
from tests.domains.wallet.people import Person
from tests.patience import patience

STEPS = {
    Step.ASSESS: "loans.assess_submitted",
    Step.PRICE: "loans.price_approved",
    Step.CONTRACT: "loans.print_contract",
    Step.DISBURSE: "loans.disburse_signed",
}
Dsn = Callable[[str], str]


async def test_every_application_finishes_once_at_whatever_step_its_worker_is_killed(fresh_dsn: Dsn, house: LoanHouse) -> None:
    product = await house.product()
    moments = [(step, moment) for step in STEPS for moment in (BEFORE, WITHIN, AFTER)]
    waiting: list[tuple[Person, loans.Application]] = []
    workers = Workers(fresh_dsn, house)
    for step, moment in moments:
        someone = await house.borrower()
        one = await brought_to(house, someone, await house.apply(someone, product), step)
        assert await workers.killed(STEPS[step], moment, one) == -signal.SIGKILL, (step, moment)
        waiting.append((someone, one))
    worker = workers.start("nothing", "", waiting[0][1])
    try:
        await until_at_rest(house, waiting)
    finally:
        worker.kill()
        await asyncio.to_thread(worker.join)
    for someone, one in waiting:
        await finished_once(house, someone, one)
    assert await house.is_sound()


async def brought_to(house: LoanHouse, someone: Person, one: loans.Application, step: Step) -> loans.Application:
    """The application where that step is the next one."""
    while WAITING_FOR.get(one.state) is not step:
        if one.state is ApplicationState.OFFERED:
            one = await house.sign(someone, one)
        else:
            await take_step(house.database, one.customer_id, one.id, one.state)
            one = await house.application(one)
    return one


class Workers:
    """Real processes, forked off one that has imported everything."""

    def __init__(self, dsn: Dsn, house: LoanHouse) -> None:
        self.dsn, self.house = dsn, house
        self.processes = multiprocessing.get_context("forkserver")
        self.processes.set_forkserver_preload(["tests.domains.loans.dying_worker"])

    def start(self, name: str, moment: str, one: loans.Application) -> ForkServerProcess:
        told = (self.dsn("scenebank_app"), self.house.database.clock.now(), name, moment, one.id)
        worker = self.processes.Process(target=dying_worker.run, args=told)
        worker.start()
        return worker

    async def killed(self, name: str, moment: str, one: loans.Application) -> int | None:
        """How it ended: it kills itself."""
        worker = self.start(name, moment, one)
        await asyncio.to_thread(worker.join, 60)
        if worker.is_alive():
            worker.terminate()
        return worker.exitcode


async def until_at_rest(house: LoanHouse, waiting: list[tuple[Person, loans.Application]]) -> None:
    """Sign what is offered, until all have ended and the queue is empty."""
    async with patience():
        while True:
            states = [(someone, await house.application(one)) for someone, one in waiting]
            for someone, one in states:
                if one.state is ApplicationState.OFFERED:
                    await house.sign(someone, one)
            async with house.database.reading() as read:
                queued = await read.fetchval("SELECT count(*) FROM procrastinate_jobs")
            if not queued and all(one.state is ApplicationState.DISBURSED for _, one in states):
                return
            await asyncio.sleep(0.1)


async def finished_once(house: LoanHouse, someone: Person, one: loans.Application) -> None:
    """One decision, one contract, one loan, one payment."""
    one = await house.application(one)
    assert [decision.outcome for decision in await house.decisions(one)] == [Outcome.APPROVE]
    assert await house.money(someone) == (1_200_000, 1_200_000)
    loan = await house.loan_of(one)
    assert await house.owed(loan) == {"principal": 1_200_000, "interest": 0, "fee": 0, "penalty": 0}
    async with house.database.reading() as read:
        for table in ("loans_contract", "loans_loan", "loans_fact"):
            assert await read.fetchval(f"SELECT count(*) FROM {table} WHERE customer_id = $1", someone.id) == 1, table
        for fact in ("ApplicationApproved", "ApplicationPriced", "LoanOffered", "ApplicationSigned", "ApplicationEnded", "LoanOpened"):
            told = await read.fetchval("SELECT count(*) FROM kernel_outbox WHERE subject_id = $1 AND name = $2", someone.id, fact)
            assert told == 1, fact
