"""How the house charges, pays out, asks and believes the sandbox's payment channels."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from io import BytesIO, TextIOWrapper
from typing import Self
from uuid import UUID

import httpx

from domains.kernel.money import Amount
from integrations.channels.answers import BillLine, ChannelAnswer, ChannelCallback, Direction, Fee
from integrations.channels.sandbox import wire
from integrations.channels.sandbox.bill import read_bill_file
from integrations.errors import PartnerRefused, PartnerUnavailable
from integrations.http import Bounds, PartnerAnswer, PartnerHttp
from integrations.signatures import check_signature

BILL_MAX = 32 * 1024 * 1024

NOTHING: Mapping[str, str] = {}

FREE: Mapping[Direction, Fee] = {"in": Fee(), "out": Fee()}


class SandboxChannel:
    """A channel of the sandbox. `base_url` is where the sandbox serves it; `callback_url` is where the house hears from it.

    `webhook_secrets` are those under which a callback is believed (several while one is replaced); `fees` what it takes of the house."""

    def __init__(
        self,
        base_url: str,
        *,
        api_key: str,
        webhook_secrets: Sequence[str],
        callback_url: str,
        name: str = "sandbox",
        fees: Mapping[Direction, Fee] = FREE,
        bounds: Bounds | None = None,
        transport: httpx.AsyncBaseTransport | None = None,
    ) -> None:
        self.name = name
        self._fees = fees
        headers = {"authorization": f"Bearer {api_key}"}
        self._http = PartnerHttp(self.name, base_url, headers=headers, secrets=(api_key, *webhook_secrets), bounds=bounds, transport=transport)
        self._webhook_secrets = tuple(webhook_secrets)
        self._callback_url = callback_url

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        await self._http.close()

    async def charge(self, charge_id: UUID, amount: Amount) -> ChannelAnswer:
        """Take the money, once for the id whatever is repeated. `refused` only for an explicit no to this charge; every failure is `pending`."""
        return await self._order(wire.CHARGE, charge_id, amount)

    async def pay_out(self, pay_out_id: UUID, amount: Amount, to: str | None = None) -> ChannelAnswer:
        """Pay the money to where the customer has it, or to the account that the channel knows by that word, once for the id whatever is repeated. Failures as
        for `charge`."""
        return await self._order(wire.PAY_OUT, pay_out_id, amount, {} if to is None else {"destination": to})

    async def ask(self, charge_id: UUID) -> ChannelAnswer:
        """How a charge stands. `absent` only when the channel itself says that it does not know it."""
        return await self._ask(wire.CHARGE, charge_id)

    async def ask_pay_out(self, pay_out_id: UUID) -> ChannelAnswer:
        """How a pay-out stands, as `ask` tells of a charge."""
        return await self._ask(wire.PAY_OUT, pay_out_id)

    def fee_minor(self, direction: Direction, amount: Amount) -> int:
        """What the channel takes of the house for it, in minor units."""
        return self._fees[direction].minor_of(amount)

    async def fetch_bill(self, day: date, direction: Direction = "in") -> list[BillLine]:
        """The charges, or pay-outs, that the channel settled on a business date. Raises PartnerUnavailable, PartnerRefused."""
        kind = wire.CHARGE if direction == "in" else wire.PAY_OUT
        answer = await self._call("GET", f"{kind.bills}/{day.isoformat()}", answer_max=BILL_MAX)
        try:
            return wire.read_bill(kind, answer.body)
        except ValueError as error:
            raise PartnerUnavailable(self.name, "sent a bill that is not understood") from error

    async def open_bill(self, day: date, direction: Direction) -> Iterator[tuple[int, BillLine | str]]:
        """The same line by line, broken ones named. Raises PartnerUnavailable, PartnerRefused."""
        kind = wire.CHARGE if direction == "in" else wire.PAY_OUT
        answer = await self._call("GET", f"{kind.bills}/{day.isoformat()}", answer_max=BILL_MAX)
        try:
            told, lines = read_bill_file(TextIOWrapper(BytesIO(answer.body), errors="replace", newline=""))
        except ValueError as error:
            raise PartnerUnavailable(self.name, "sent a bill that is not understood") from error
        if told != direction:
            raise PartnerUnavailable(self.name, "sent the bill of the other direction")
        return lines

    def read_callback(self, headers: Mapping[str, str], body: bytes, now: datetime) -> ChannelCallback:
        """A callback's content, once its signature and time hold. Raises SignatureInvalid, then CallbackInvalid."""
        webhook_id = check_signature(self._webhook_secrets, headers, body, now)
        return wire.read_callback(webhook_id, body)

    async def _order(self, kind: wire.Kind, id_: UUID, amount: Amount, more: Mapping[str, str] = NOTHING) -> ChannelAnswer:
        body = {**wire.body_of(kind, id_, amount, self._callback_url), **more}
        try:
            answer = await self._call("POST", kind.path, json=body, headers={"idempotency-key": str(id_)})
        except PartnerUnavailable as failure:
            return ChannelAnswer("pending", reason=failure.what)
        except PartnerRefused as refusal:
            state = "refused" if refusal.status == 402 and refusal.code in wire.REFUSAL_CODES else "pending"
            return ChannelAnswer(state, reason=refusal.code)  # type: ignore[arg-type]
        return wire.read_answer(kind, id_, answer.body)

    async def _ask(self, kind: wire.Kind, id_: UUID) -> ChannelAnswer:
        try:
            answer = await self._call("GET", f"{kind.path}/{id_}")
        except PartnerUnavailable as failure:
            return ChannelAnswer("pending", reason=failure.what)
        except PartnerRefused as refusal:
            absent = refusal.status == 404 and refusal.code == kind.not_found_code
            return ChannelAnswer("absent" if absent else "pending", reason=refusal.code)
        return wire.read_answer(kind, id_, answer.body)

    async def _call(
        self, method: str, path: str, *, json: object = None, headers: Mapping[str, str] | None = None, answer_max: int | None = None
    ) -> PartnerAnswer:
        """Every call is idempotent: a charge by its key, the others because they change nothing."""
        answer = await self._http.call(method, path, json=json, headers=headers, idempotent=True, answer_max=answer_max)
        if 200 <= answer.status < 300:
            return answer
        raise wire.refusal_of(self.name, answer)
