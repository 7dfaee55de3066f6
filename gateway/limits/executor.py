"""An executor behind the cost gate: admits, runs, settles, and tells the cost in `extensions.cost`."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from typing import Any

from gateway.graphql.documents import PreparedOperation
from gateway.graphql.ports import Answer, Executor, Variables
from gateway.limits.gate import CostGate, Reservation


class CostedExecutor:
    """Implements `Executor` around another one, whose answers have no `extensions` entry of their own. `context.viewer` says who asks."""

    def __init__(self, executor: Executor, gate: CostGate) -> None:
        self._executor = executor
        self._gate = gate

    async def execute(self, operation: PreparedOperation, variables: Variables | None, context: Any) -> Answer:
        reservation = await self._gate.admit(operation, variables, context.viewer)
        try:
            answer = await self._executor.execute(operation, variables, context)
        except BaseException:
            reservation.give_back()
            raise
        if answer.refused:
            reservation.give_back()
            return answer
        reservation.settle(answer.body)
        return answer._replace(body=with_cost(answer.body, reservation))

    async def subscribe(self, operation: PreparedOperation, variables: Variables | None, context: Any) -> AsyncGenerator[bytes, None] | Answer:
        """Opening costs what one event can cost. The events that follow are the house's own doing, and free."""
        reservation = await self._gate.admit(operation, variables, context.viewer)
        try:
            stream = await self._executor.subscribe(operation, variables, context)
        except BaseException:
            reservation.give_back()
            raise
        if isinstance(stream, Answer):
            reservation.give_back()
        return stream


def with_cost(body: bytes, reservation: Reservation) -> bytes:
    """The answer with its cost: `body` is a JSON object that is not empty."""
    return b'%b,"extensions":{"cost":%b}}' % (body[:-1], reservation.told())
