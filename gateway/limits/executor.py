"""An executor behind the cost gate: admits, runs, settles, and tells the cost in `extensions.cost`."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Any

from gateway.graphql.documents import PreparedOperation
from gateway.graphql.ports import Answer, Executor, Variables
from gateway.limits.gate import CostGate, Reservation


class CostedExecutor:
    """Implements `Executor` around another one, whose answers have no `extensions` entry of their own. `context.viewer` says who asks."""

    def __init__(self, executor: Executor, gate: CostGate, partner_gate: CostGate | None = None) -> None:
        """`partner_gate` admits what partners ask: all that one of them asks, for whichever customer, comes out of one allowance."""
        self._executor = executor
        self._gate = gate
        self._partner_gate = partner_gate or gate

    def _gate_of(self, viewer: Any) -> CostGate:
        return self._gate if getattr(viewer, "partner", None) is None else self._partner_gate

    async def execute(self, operation: PreparedOperation, variables: Variables | None, context: Any) -> Answer:
        viewer = context.viewer
        gate = self._gate_of(viewer)
        reservation = gate.admit_at_once(operation, variables, viewer) or await gate.admit(operation, variables, viewer)
        try:
            answer = await self._executor.execute(operation, variables, context)
        except BaseException:
            reservation.give_back()
            raise
        if answer.refused:
            reservation.give_back()
            return answer
        reservation.settle(answer.body, answer.objects)
        return Answer(with_cost(answer.body, reservation), answer.status)

    async def subscribe(self, operation: PreparedOperation, variables: Variables | None, context: Any) -> AsyncGenerator[bytes, None] | Answer:
        """Opening costs what one event can cost, and pays for the first. Each further event takes what one can cost and gives back what it did not use.

        Where the allowance is spent the stream waits for it: one event at most has then been read ahead, and none is lost."""
        reservation = await self._gate_of(context.viewer).admit(operation, variables, context.viewer)
        try:
            stream = await self._executor.subscribe(operation, variables, context)
        except BaseException:
            reservation.give_back()
            raise
        if isinstance(stream, Answer):
            reservation.give_back()
            return stream
        return self._charged(stream, reservation, operation, variables, context.viewer)

    async def _charged(
        self, stream: AsyncGenerator[bytes, None], reservation: Reservation, operation: PreparedOperation, variables: Variables | None, viewer: Any
    ) -> AsyncGenerator[bytes, None]:
        is_first = True
        try:
            async for body in stream:
                if not is_first:
                    reservation = await self._gate_of(viewer).admit_in_time(operation, variables, viewer)
                is_first = False
                reservation.settle(body)
                yield body
        finally:
            await stream.aclose()


def with_cost(body: bytes, reservation: Reservation) -> bytes:
    """The answer with its cost: `body` is a JSON object that is not empty."""
    return b'%b,"extensions":{"cost":%b}}' % (body[:-1], reservation.told())
