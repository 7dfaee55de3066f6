"""Red packets against a small model: whatever is sent, grabbed, opened, repeated and waited for leaves exactly the money and the refusals that it says."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from hypothesis import Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from domains import ledger, wallet
from domains.kernel.clock import Clock
from domains.kernel.database import Database
from domains.kernel.errors import Refusal
from domains.wallet import RedPacketKind
from domains.wallet.rules.red_packets import shares_of
from tests.conftest import wired_ports
from tests.domains.ledger.conftest import seal
from tests.domains.wallet.people import Person, balance, person
from tests.domains.wallet.red_packets import grab_of, open_of, packet_to, sweep

T = TypeVar("T")

PEOPLE = 4
MONEY = 5_000
LIFE_HOURS = 24

SEEN: Counter[str] = Counter()
"""How often the runs came to what matters: a machine that never gets there proves nothing."""


@dataclass
class ModelPacket:
    """A packet as anybody could keep it on paper."""

    packet: wallet.RedPacket
    sender: int
    members: frozenset[int]
    shares: tuple[int, ...]
    hour: int
    grabbed: list[int] = field(default_factory=list)
    opened: set[int] = field(default_factory=set)
    returned: bool = False

    @property
    def left(self) -> int:
        return sum(self.shares) - sum(self.shares[self.grabbed.index(who)] for who in self.opened)


class Packets(RuleBasedStateMachine):
    """`house` and `loop` are given by the test."""

    house: Callable[[], Awaitable[Database]]
    loop: asyncio.AbstractEventLoop
    packets = Bundle("packets")
    commands = Bundle("commands")

    def __init__(self) -> None:
        super().__init__()
        self.database = self.run(type(self).house())
        self.people: list[Person] = [self.run(person(self.database, MONEY)) for _ in range(PEOPLE)]
        self.money = [MONEY] * PEOPLE
        self.sent: list[ModelPacket] = []
        self.hour = 0

    def run(self, work: Awaitable[T]) -> T:
        return self.loop.run_until_complete(work)

    def told(self, verb: Any, command: Any) -> Any:
        """The outcome, or the name of the refusal."""
        try:
            return self.run(self.database.write(verb, command))
        except Refusal as refusal:
            return type(refusal).__name__

    @rule(
        target=packets,
        sender=st.integers(0, PEOPLE - 1),
        kind=st.sampled_from(RedPacketKind),
        each=st.integers(1, 1_200),
        rest=st.integers(0, 2),
        places=st.integers(1, 4),
        members=st.one_of(st.none(), st.just(frozenset(range(PEOPLE))), st.frozensets(st.integers(0, PEOPLE - 1), min_size=1)),
    )
    def send(self, sender: int, kind: RedPacketKind, each: int, rest: int, places: int, members: frozenset[int] | None) -> ModelPacket | None:
        total = each * places + rest
        to = None if members is None else [self.people[number] for number in members]
        command = packet_to(self.people[sender], total, places, to, kind=kind)
        answer = self.told(wallet.send_red_packet, command)
        if members is not None and places > len(members):
            assert answer == "RedPacketPlacesWrong"
        elif kind is RedPacketKind.FIXED and total % places:
            assert answer == "RedPacketUneven"
        elif total > self.money[sender]:
            assert answer == "InsufficientFunds"
        else:
            assert isinstance(answer, wallet.RedPacket)
            self.money[sender] -= total
            shares = shares_of(kind, total, places, self.run(self.seed_of(answer)))
            told = ModelPacket(answer, sender, frozenset(range(PEOPLE)) if members is None else members, shares, self.hour)
            self.sent.append(told)
            assert self.told(wallet.send_red_packet, command) == answer
            return told
        assert self.told(wallet.send_red_packet, command) == answer
        return None

    @rule(target=commands, packet=packets, who=st.integers(0, PEOPLE - 1))
    def grab(self, packet: ModelPacket | None, who: int) -> Any:
        if packet is None:
            return None
        command = grab_of(self.database, self.people[who], packet.packet)
        answer = self.told(wallet.grab_red_packet, command)
        if who not in packet.grabbed:
            if who not in packet.members:
                assert answer == "RedPacketNotFound"
            elif self.is_over(packet):
                assert answer == "RedPacketExpired"
            elif len(packet.grabbed) == len(packet.shares):
                assert answer == "RedPacketEmpty"
            else:
                packet.grabbed.append(who)
            self.written_down(packet)
        if who in packet.grabbed:
            assert (answer.packet_id, answer.place) == (packet.packet.id, 1 + packet.grabbed.index(who))
        self.written_down(packet)
        return wallet.grab_red_packet, command, answer

    @rule(target=commands, packet=packets, who=st.integers(0, PEOPLE - 1))
    def open(self, packet: ModelPacket | None, who: int) -> Any:
        if packet is None:
            return None
        command = open_of(self.people[who], packet.packet.id)
        answer = self.told(wallet.open_red_packet, command)
        if who not in packet.grabbed:
            assert answer == "RedPacketNotGrabbed"
        elif who not in packet.opened and self.is_over(packet):
            assert answer == "RedPacketExpired"
        else:
            share = packet.shares[packet.grabbed.index(who)]
            assert answer.share.minor == share
            if who not in packet.opened:
                packet.opened.add(who)
                self.money[who] += share
        self.written_down(packet)
        return wallet.open_red_packet, command, answer

    @rule(packet=packets, takers=st.lists(st.tuples(st.integers(0, PEOPLE - 1), st.booleans()), min_size=1, max_size=PEOPLE))
    def take(self, packet: ModelPacket | None, takers: list[tuple[int, bool]]) -> None:
        """Grab and open at once, as most people do; some forget to open."""
        for who, opens in takers:
            self.grab(packet, who)
            if opens:
                self.open(packet, who)

    @rule(told=commands)
    def repeat(self, told: Any) -> None:
        if told is not None:
            verb, command, answer = told
            assert self.told(verb, command) == answer

    @rule(hours=st.sampled_from([1, 23, 24]))
    def wait(self, hours: int) -> None:
        self.database.clock.advance(timedelta(hours=hours))
        self.hour += hours

    @rule()
    def sweep(self) -> None:
        due = [packet for packet in self.sent if self.is_over(packet) and not packet.returned]
        assert self.run(sweep(self.database)) == len(due)
        for packet in due:
            self.written_down(packet)

    @invariant()
    def the_money_is_where_the_model_says(self) -> None:
        held = [self.run(balance(self.database, one)) for one in self.people]
        assert held == self.money
        assert sum(held) + sum(packet.left for packet in self.sent if not packet.returned) == PEOPLE * MONEY

    def teardown(self) -> None:
        self.wait(LIFE_HOURS)
        for packet in self.sent[::2]:
            for who in packet.grabbed:
                self.open(packet, who)
        self.sweep()
        self.the_money_is_where_the_model_says()
        SEEN["returned after openings"] += sum(packet.returned and 0 < len(packet.opened) < len(packet.shares) for packet in self.sent)
        SEEN["opened by all"] += sum(len(packet.opened) == len(packet.shares) for packet in self.sent)
        SEEN["grabbed, not opened, returned"] += sum(packet.returned and len(packet.grabbed) > len(packet.opened) for packet in self.sent)
        self.run(seal(self.database))
        assert self.run(ledger.verify(self.database)).is_equal

    def is_over(self, packet: ModelPacket) -> bool:
        return self.hour - packet.hour >= LIFE_HOURS

    def written_down(self, packet: ModelPacket) -> None:
        """Whoever met it after its time brought the rest back."""
        if self.is_over(packet) and not packet.returned:
            packet.returned = True
            self.money[packet.sender] += packet.left

    async def seed_of(self, packet: wallet.RedPacket) -> bytes:
        async with self.database.reading() as read:
            return bytes(await read.fetchval("SELECT seed FROM wallet_red_packet WHERE id = $1", packet.id))


@pytest.mark.parametrize("examples", [100])
def test_any_order_of_acts_is_as_the_model_says(fresh_dsn: Callable[[str], str], examples: int) -> None:
    loop = asyncio.new_event_loop()
    opened: list[Database] = []

    async def house() -> Database:
        # One house for all runs: each has customers of its own, and the sweep finds only what this run left.
        if not opened:
            clock = Clock()
            opened.append(await Database.open(fresh_dsn("scenebank_app"), clock, ports=wired_ports(), write_connections=2, read_connections=2))
        opened[0].clock.advance(timedelta(hours=LIFE_HOURS + 1))
        await sweep(opened[0])
        return opened[0]

    class Machine(Packets):
        pass

    Machine.house, Machine.loop = staticmethod(house), loop  # type: ignore[assignment]
    chosen = settings(max_examples=examples, stateful_step_count=30, deadline=None, derandomize=True, phases=[Phase.generate])
    try:
        run_state_machine_as_test(Machine, settings=chosen)  # type: ignore[no-untyped-call]
    finally:
        loop.run_until_complete(opened[0].close())
        loop.close()
    assert min(SEEN[what] for what in ("returned after openings", "opened by all", "grabbed, not opened, returned")) >= examples // 100, SEEN
