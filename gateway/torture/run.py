"""Rounds of load and faults, and what came of them."""

import asyncio
import random
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import chain

import httpx

from domains.kernel.assets import CNY
from domains.kernel.money import Amount
from gateway.torture.clients import Clients, Person
from gateway.torture.faults import DISK, FAULTS
from gateway.torture.history import LOST, POSTED, REUSED, TWICE, UNKNOWN, Call, Entry, History, Wrong, check
from gateway.torture.house import TorturedHouse, tortured_house

NAMES = ["ann", "bo", "cy", "di"]
OPENED = Amount(600, CNY)
CLIENTS, ACTS = 8, 25
STRIKE_AFTER = 3
"""The fault strikes when one in so many acts has been asked for."""
ROUND_SECONDS = 120.0
FINDINGS_SHOWN = 20
MASKED_SHOWN = 3

Progress = Callable[[str, int], object]
"""Told a fault's name and the number of rounds that it has behind it."""


@dataclass
class Tally:
    """What came of one fault's rounds."""

    fault: str
    is_possible: bool = True
    rounds: int = 0
    strikes: int = 0
    acknowledged: int = 0
    refused: int = 0
    repeated: int = 0
    lost: int = 0
    twice: int = 0
    dishonest: int = 0
    unanswered: int = 0
    """Requests that never got an answer."""
    equal: int = 0
    """Rounds after which the books were equal."""
    silences: Counter[str] = field(default_factory=Counter)
    """Attempts without an answer, by why."""
    ended: Counter[str] = field(default_factory=Counter)
    """Processes that ended and had not been killed."""
    masked: list[str] = field(default_factory=list)
    """What the log says of answers that were masked as INTERNAL: nothing was lost by them, and they are bugs all the same."""
    findings: list[str] = field(default_factory=list)

    @property
    def is_clean(self) -> bool:
        """Whether nothing was lost, done twice or told wrongly, and every round struck."""
        if not self.is_possible:
            return True
        return not (self.lost or self.twice or self.dishonest or self.unanswered) and self.equal == self.rounds <= self.strikes

    def add_calls(self, calls: Sequence[Call]) -> None:
        answered: dict[object, str] = {}
        for call in calls:
            if call.answer.verdict not in {UNKNOWN, REUSED}:
                answered[call.request_id] = call.answer.verdict
        asked = {call.request_id for call in calls}
        self.acknowledged += sum(verdict == POSTED for verdict in answered.values())
        self.refused += sum(verdict != POSTED for verdict in answered.values())
        self.repeated += len(calls) - len(asked)
        self.unanswered += len(asked) - len(answered)

    def add_wrongs(self, wrongs: Sequence[Wrong]) -> None:
        self.lost += sum(wrong.kind == LOST for wrong in wrongs)
        self.twice += sum(wrong.kind == TWICE for wrong in wrongs)
        self.dishonest += sum(wrong.kind not in {LOST, TWICE} for wrong in wrongs)
        self.add_findings([wrong.text for wrong in wrongs])

    def add_findings(self, texts: Sequence[str]) -> None:
        self.findings.extend(texts[: FINDINGS_SHOWN - len(self.findings)])


async def torture(faults: Sequence[str], rounds: int, seed: int, progress: Progress) -> list[Tally]:
    """Run so many rounds of each fault against one house. Raises what keeps the house from running."""
    async with tortured_house(small_disk=DISK in faults) as house:
        return [await _torture_by(fault, house, rounds, random.Random(f"{seed} {fault}"), progress) for fault in faults]  # noqa: S311  chance, no secret


async def _torture_by(fault: str, house: TorturedHouse, rounds: int, chance: random.Random, progress: Progress) -> Tally:
    tally = Tally(fault, is_possible=fault != DISK or house.has_small_disk)
    if not tally.is_possible:
        return tally
    people = await house.make_people(NAMES, OPENED)
    first = await house.books(people)
    masked = len(house.masked_errors())
    histories: list[History] = []
    for number in range(1, rounds + 1):
        before = await house.books(people)
        history = await _round(house, people, History({name: before[name][-1].balance_after for name in NAMES}), tally, chance)
        histories.append(history)
        tally.add_calls(history.calls)
        tally.add_wrongs(check(history, _since(before, await house.books(people))))
        differences = await house.verify()
        tally.equal += not differences
        tally.add_findings(differences)
        tally.rounds = number
        progress(fault, number)
    tally.masked = house.masked_errors()[masked:][:MASKED_SHOWN]
    # Once more over all rounds: an attempt of an early one may have come late.
    whole = History({name: first[name][-1].balance_after for name in NAMES}, calls=list(chain.from_iterable(one.calls for one in histories)))
    late = check(whole, _since(first, await house.books(people)))
    if not tally.findings:
        tally.add_wrongs(late)
    return tally


async def _round(house: TorturedHouse, people: dict[str, Person], history: History, tally: Tally, chance: random.Random) -> History:
    async with httpx.AsyncClient(base_url=house.settings.origin, trust_env=False, timeout=5) as http:
        clients = Clients(http, people, history, house.sign_in)
        load = [asyncio.create_task(clients.act(random.Random(chance.random()), ACTS)) for _ in range(CLIENTS)]  # noqa: S311
        try:
            async with asyncio.timeout(ROUND_SECONDS):
                while len(history.calls) < CLIENTS * ACTS // STRIKE_AFTER:  # noqa: ASYNC110  a look now and then is all that is needed
                    await asyncio.sleep(0.005)
                tally.strikes += await FAULTS[tally.fault](house, clients, chance)
                tally.ended.update(await house.mend())
                clients.is_over = True
                await asyncio.gather(*load)
        except TimeoutError:
            tally.add_findings([f"not all were answered within {ROUND_SECONDS:.0f} s: {dict(clients.unanswered)}"])
        finally:
            for task in load:
                task.cancel()
            await asyncio.gather(*load, return_exceptions=True)
        tally.silences.update(clients.unanswered)
    return history


def _since(before: dict[str, list[Entry]], books: dict[str, list[Entry]]) -> dict[str, list[Entry]]:
    return {name: entries[len(before[name]) :] for name, entries in books.items()}
