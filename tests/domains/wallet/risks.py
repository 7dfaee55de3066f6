"""Every verb by which money leaves a customer, as one thing that tests can do; and what staff do about risk."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID, uuid4

from domains import customers, ledger, wallet
from domains.kernel.assets import CNY
from domains.kernel.database import Database
from domains.kernel.money import Amount
from domains.wallet import PromiseKind, RiskConditions, RiskOutcome, RiskRule
from tests.domains.wallet.people import Person, person, transfer_to
from tests.domains.wallet.red_packets import packet_to
from tests.domains.wallet.test_money_requests import ask, pay_of
from tests.domains.wallet.test_payment_codes import charging, code_now, enrol
from tests.domains.wallet.test_splits import shares, split_of
from tests.domains.wallet.tills import bought, order, paying, shop

OPERATOR = UUID(int=7)
RIGHT = customers.PinProof(customers.PinVerdict.RIGHT, 5)
ABSENT = customers.PinProof(customers.PinVerdict.ABSENT)

Attempt = Callable[[customers.PinProof], Awaitable[Any]]
Act = Callable[[Database, Person, int], Awaitable[Attempt]]
"""Makes ready what the sender is to spend an amount on; the attempt does it, with that proof of the PIN, under an id of its own."""


class StubChannel:
    """A channel that is never called: for verbs that only ask for something."""

    name = "stub"

    def fee_minor(self, direction: wallet.Direction, amount: Amount) -> int:
        return 0

    async def charge(self, charge_id: UUID, amount: Amount) -> wallet.ChannelAnswer:
        raise NotImplementedError

    async def ask(self, charge_id: UUID) -> wallet.ChannelAnswer:
        raise NotImplementedError

    async def pay_out(self, pay_out_id: UUID, amount: Amount, to: str | None = None) -> wallet.ChannelAnswer:
        raise NotImplementedError

    async def ask_pay_out(self, pay_out_id: UUID) -> wallet.ChannelAnswer:
        raise NotImplementedError


def with_channel(ports: dict[type, object]) -> dict[type, object]:
    return ports | {wallet.FundingChannels: wallet.FundingChannels([StubChannel()])}


async def publish(house: Database, *rules: tuple[str, RiskOutcome, RiskConditions], replaces: int = 1) -> None:
    made = tuple(RiskRule(*rule) for rule in rules)
    command = wallet.PublishRiskRulesCommand(request_id=uuid4(), owner_id=OPERATOR, replaces=replaces, reason="a test", rules=made)
    assert (await house.write(wallet.publish_risk_rules, command)).version == replaces + 1


async def decided(house: Database, someone: Person) -> list[wallet.RiskDecision]:
    """Newest first."""
    async with house.reading() as read:
        (page,) = await wallet.list_risk_decisions(read, [someone.id], 50, None)
    return page.items


async def end(house: Database, act_id: UUID, *, release: bool) -> wallet.ReviewDecided:
    return await house.write(wallet.end_review, wallet.EndReviewCommand(request_id=uuid4(), owner_id=OPERATOR, transfer_id=act_id, release=release))


async def spendable(house: Database, someone: Person) -> int:
    """What is neither spent nor held."""
    async with house.reading() as read:
        return (await ledger.find_accounts(read, [someone.account_id]))[someone.account_id].available.minor


async def transferring(house: Database, sender: Person, minor: int) -> Attempt:
    target = await person(house)
    return lambda pin: house.write(wallet.transfer, transfer_to(sender, target, minor, pin=pin))


async def promising(house: Database, sender: Person, minor: int) -> Attempt:
    named: dict[str, Any] = {"owner_id": sender.id, "session_id": sender.session_id, "target_id": (await person(house)).id, "amount": Amount(minor, CNY)}
    return lambda pin: house.write(wallet.promise_transfer, wallet.PromiseTransferCommand(request_id=uuid4(), kind=PromiseKind.ON_ACCEPTANCE, pin=pin, **named))


async def giving(house: Database, sender: Person, minor: int) -> Attempt:
    target = await person(house)
    return lambda pin: house.write(wallet.send_red_packet, packet_to(sender, minor, 1, target, pin=pin))


async def giving_by_link(house: Database, sender: Person, minor: int) -> Attempt:
    return lambda pin: house.write(wallet.send_red_packet, packet_to(sender, minor, 2, pin=pin))


async def paying_by_code(house: Database, sender: Person, minor: int) -> Attempt:
    noodles = await shop(house)
    return lambda pin: house.write(wallet.pay, paying(sender, noodles, minor, pin=pin))


async def paying_an_order(house: Database, sender: Person, minor: int) -> Attempt:
    asked = await order(house, await shop(house), minor)
    return lambda pin: house.write(wallet.pay, paying(sender, asked, pin=pin))


async def paying_together(house: Database, sender: Person, minor: int) -> Attempt:
    first, second = await shop(house), await shop(house)
    purchases = (bought(first, Amount(minor - minor // 2, CNY)), bought(second, Amount(minor // 2, CNY)))
    return lambda pin: house.write(
        wallet.pay_together, wallet.PayTogetherCommand(request_id=uuid4(), owner_id=sender.id, session_id=sender.session_id, purchases=purchases, pin=pin)
    )


async def being_charged(house: Database, sender: Person, minor: int) -> Attempt:
    noodles, enrolled = await shop(house), await enrol(house, sender)

    async def attempt(_: customers.PinProof) -> wallet.CodeCharged:
        return await house.write(wallet.charge_payment_code, charging(noodles, code_now(house, enrolled), minor))

    return attempt


async def paying_a_request(house: Database, sender: Person, minor: int) -> Attempt:
    asked = await ask(house, await person(house), sender, minor)
    return lambda pin: house.write(wallet.pay_money_request, pay_of(sender, asked.id, pin=pin))


async def paying_a_share(house: Database, sender: Person, minor: int) -> Attempt:
    maker = await person(house)
    split = await house.write(wallet.split_bill, split_of(maker, 2 * minor, [maker, sender]))
    share = (await shares(house, split))[sender.id]
    return lambda pin: house.write(wallet.pay_money_request, pay_of(sender, share.id, pin=pin))


async def withdrawing(house: Database, sender: Person, minor: int) -> Attempt:
    return lambda pin: house.write(
        wallet.request_withdrawal,
        wallet.RequestWithdrawalCommand(request_id=uuid4(), owner_id=sender.id, session_id=sender.session_id, amount=Amount(minor, CNY), pin=pin),
    )


ACTS: dict[str, tuple[wallet.Scene, Act]] = {
    "transfer": (wallet.Scene.TRANSFER, transferring),
    "promise": (wallet.Scene.TRANSFER, promising),
    "red packet": (wallet.Scene.RED_PACKET, giving),
    "red packet by link": (wallet.Scene.RED_PACKET, giving_by_link),
    "printed code": (wallet.Scene.PAY, paying_by_code),
    "order": (wallet.Scene.PAY, paying_an_order),
    "together": (wallet.Scene.PAY, paying_together),
    "payment code": (wallet.Scene.PAY, being_charged),
    "request": (wallet.Scene.MONEY_REQUEST, paying_a_request),
    "share": (wallet.Scene.MONEY_REQUEST, paying_a_share),
    "withdrawal": (wallet.Scene.WITHDRAW, withdrawing),
}
