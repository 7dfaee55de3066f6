"""Standing consents to pay the bills of a link: each bill up to a cap, once."""

from dataclasses import dataclass, field
from uuid import UUID

from domains import customers, wallet
from domains.kernel.assets import AssetKind
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import AmountOutOfRange, IdReused, Refusal, Unauthenticated, UnknownAsset
from domains.kernel.money import Amount
from domains.kernel.transactions import Tx
from domains.scenes.errors.link import LinkNotFound
from domains.scenes.errors.order import AutoPayNotFound, AutoPayStands
from domains.scenes.events.order import AutoPaySet, AutoPayStopped
from domains.scenes.queries import auto_pay as auto_pays
from domains.scenes.queries import link as links
from domains.scenes.queries.auto_pay import AutoPay
from domains.scenes.rules.bill import AutoPayState
from domains.scenes.rules.link import LinkState
from domains.scenes.service.bill import scene_that_can


@dataclass(frozen=True, slots=True, kw_only=True)
class SetAutoPayCommand(Command):
    """`owner_id` wants the bills of a link paid by themselves, each up to `cap`. `request_id` becomes the consent's id."""

    session_id: UUID = field(metadata=UNHASHED)
    link_id: UUID
    cap: Amount
    pin: customers.PinProof = field(metadata=UNHASHED)


@dataclass(frozen=True, slots=True, kw_only=True)
class StopAutoPayCommand(Command):
    """`owner_id` wants them paid by themselves no longer."""

    auto_pay_id: UUID


@composite_verb(AutoPay)
async def set_auto_pay(tx: Tx, command: SetAutoPayCommand) -> AutoPay | Refusal | Unauthenticated:
    """Consent, always with the PIN. Refuses UnknownAsset, AmountOutOfRange, LinkNotFound, SceneNotFound, PinNotSet, PinRequired, PinLocked, PinWrong,
    AutoPayStands. Unauthenticated when the session has ended."""
    (alive,) = await customers.check_sessions(tx, [command.session_id], [command.owner_id])
    if not alive:
        return Unauthenticated()
    if command.cap.asset.kind is not AssetKind.CURRENCY:
        raise UnknownAsset(command.cap.asset.code)
    link = await links.lock_link(tx, command.link_id)
    if link is None or link.customer_id != command.owner_id or link.state is not LinkState.LINKED:
        raise LinkNotFound
    scene = scene_that_can(tx, link.scene, "auto_pay")
    if not 0 < command.cap.minor <= scene.payment_most_minor:
        raise AmountOutOfRange(command.cap.minor, command.cap.asset.code, 1, scene.payment_most_minor)
    wallet.check_proof(command.pin, Amount(0, command.cap.asset))
    assert command.request_id is not None
    if await auto_pays.lock_active(tx, link.id) is not None:
        raise AutoPayStands
    made = await auto_pays.insert_auto_pay(tx, command.request_id, command.owner_id, link.id, link.scene, command.cap)
    if made is None:
        raise IdReused(command.request_id)
    tx.publish(AutoPaySet(command.owner_id, None, made.id, link.id))
    return made


@composite_verb(AutoPay)
async def stop_auto_pay(tx: Tx, command: StopAutoPayCommand) -> AutoPay | Refusal:
    """End it; one that has ended stays so. What is being paid goes on. Refuses AutoPayNotFound."""
    consent = await auto_pays.lock_auto_pay(tx, command.owner_id, command.auto_pay_id)
    if consent is None:
        raise AutoPayNotFound
    if consent.state is AutoPayState.STOPPED:
        return consent
    tx.publish(AutoPayStopped(consent.customer_id, None, consent.id, consent.link_id))
    return await auto_pays.stop_auto_pay(tx, consent)
