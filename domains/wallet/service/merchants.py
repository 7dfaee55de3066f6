"""Open merchants and their shops, say who acts for them, and with whom they share."""

from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from domains import customers, ledger
from domains.kernel.assets import asset_of
from domains.kernel.clock import business_date
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal
from domains.kernel.ids import derived_id, new_id
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Tx
from domains.wallet.accounts import merchant_accounts
from domains.wallet.errors.merchants import LastOwner, MerchantNotFound
from domains.wallet.errors.transfers import RecipientNotFound
from domains.wallet.events.merchants import MerchantOpened
from domains.wallet.queries import merchants, tills
from domains.wallet.queries.merchants import Desk, Merchant, Operator
from domains.wallet.queries.tills import Shop, StaticCode
from domains.wallet.rules.merchants import Role, check_merchant, check_sharing, check_shop_name


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMerchantCommand(Command):
    """`owner_id` is a member of staff. The merchant gets a first shop of its own name, and `customer_id` as its owner."""

    session_id: UUID = field(metadata=UNHASHED)
    customer_id: UUID
    name: str
    latin_name: str
    city: str
    latin_city: str
    category: str
    asset: str
    fee_bps: int
    takes_tips: bool = False


@dataclass(frozen=True, slots=True)
class MerchantMade:
    """The merchant is open, with a first shop."""

    merchant_id: UUID
    shop_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareProfitCommand(Command):
    """`owner_id` is a member of staff. Every later payment to the merchant is shared with the parties: (merchant, hundredths of a percent)."""

    session_id: UUID = field(metadata=UNHASHED)
    merchant_id: UUID
    parties: tuple[tuple[UUID, int], ...]


@dataclass(frozen=True, slots=True)
class ProfitShared:
    merchant_id: UUID
    parties: tuple[tuple[UUID, int], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenShopCommand(Command):
    session_id: UUID = field(metadata=UNHASHED)
    merchant_id: UUID
    name: str


@dataclass(frozen=True, slots=True)
class ShopOpened:
    merchant_id: UUID
    shop_id: UUID
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SetOperatorCommand(Command):
    """`role` None: the customer no longer acts for the merchant. The customer is named by phone or by id (exactly one of the two)."""

    session_id: UUID = field(metadata=UNHASHED)
    merchant_id: UUID
    customer_id: UUID | None = None
    phone: str | None = None
    role: Role | None


@dataclass(frozen=True, slots=True)
class OperatorSet:
    merchant_id: UUID
    customer_id: UUID
    role: Role | None


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeCodeCommand(Command):
    """A printed code for a shop. `label` says where it stands."""

    session_id: UUID = field(metadata=UNHASHED)
    shop_id: UUID
    label: str


@dataclass(frozen=True, slots=True)
class CodeMade:
    code_id: UUID
    merchant_id: UUID
    shop_id: UUID


@dataclass(frozen=True, slots=True, kw_only=True)
class WithdrawCodeCommand(Command):
    session_id: UUID = field(metadata=UNHASHED)
    code_id: UUID


@dataclass(frozen=True, slots=True)
class CodeWithdrawn:
    code_id: UUID


@composite_verb(MerchantMade)
async def open_merchant(tx: Tx, command: OpenMerchantCommand) -> MerchantMade | Refusal:
    """Open it with its accounts. Refuses in the order of rules/merchants.py, then RecipientNotFound for an owner who is no customer. The act is audited."""
    assert command.request_id is not None
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    asset = asset_of(command.asset)
    check_merchant(command.name, command.latin_name, command.city, command.latin_city, command.category, asset, command.fee_bps)
    if not await customers.lock_customers(tx, [command.customer_id]):
        raise RecipientNotFound
    id_, shop_id = derived_id(command.request_id, "merchant"), derived_id(command.request_id, "shop")
    texts = (command.name, command.latin_name, command.city, command.latin_city, command.category)
    settled_through = business_date(tx.now) - timedelta(days=1)
    await merchants.insert_merchant(tx, Merchant(id_, *texts, asset, command.fee_bps, command.takes_tips, "open", settled_through, tx.now, None))
    await merchants.set_operator(tx, Operator(id_, command.customer_id, Role.OWNER, tx.now))
    await tills.insert_shop(tx, Shop(id_, shop_id, command.name, tx.now))
    await ledger.open_accounts(tx, merchant_accounts(id_, asset))
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "wallet.open_merchant", id_, {"owner": str(command.customer_id), "fee_bps": command.fee_bps})
    tx.publish(MerchantOpened(id_, None, asset.code))
    return MerchantMade(id_, shop_id)


@composite_verb(ProfitShared)
async def share_profit(tx: Tx, command: ShareProfitCommand) -> ProfitShared | Refusal:
    """Set the parties of a merchant, in the place of earlier ones. Refuses SharingMalformed, and MerchantNotFound for a party of another currency, or one that
    is not open, too."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    check_sharing(command.merchant_id, command.parties)
    if await merchants.lock_merchant(tx, command.merchant_id) is None:
        raise MerchantNotFound
    found = await merchants.find_merchants(tx, [command.merchant_id, *(party_id for party_id, _ in command.parties)])
    asset = found[command.merchant_id].asset
    if any(party_id not in found or found[party_id].asset != asset or found[party_id].state != "open" for party_id, _ in command.parties):
        raise MerchantNotFound
    await merchants.replace_sharing(tx, command.merchant_id, command.parties)
    detail = {str(party_id): share for party_id, share in command.parties}
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "wallet.share_profit", command.merchant_id, detail)
    return ProfitShared(command.merchant_id, command.parties)


@composite_verb(ShopOpened)
async def open_shop(tx: Tx, command: OpenShopCommand) -> ShopOpened | Refusal:
    """One more shop. Refuses MerchantNotFound to all but owners, MerchantNameMalformed."""
    assert command.request_id is not None
    await find_desk(tx, command.owner_id, command.session_id, command.merchant_id, Role.OWNER)
    check_shop_name(command.name)
    shop = Shop(command.merchant_id, derived_id(command.request_id, "shop"), command.name, tx.now)
    await tills.insert_shop(tx, shop)
    return ShopOpened(shop.merchant_id, shop.id, shop.name)


@composite_verb(OperatorSet)
async def set_operator(tx: Tx, command: SetOperatorCommand) -> OperatorSet | Refusal:
    """Let a customer act for a merchant, in another role, or no longer. Refuses MerchantNotFound to all but owners, RecipientNotFound, LastOwner."""
    await find_desk(tx, command.owner_id, command.session_id, command.merchant_id, Role.OWNER)
    ((_, customer_id),) = await customers.find_parties(tx, [(command.owner_id, command.session_id)], [(command.customer_id, command.phone)])
    if customer_id is None:
        raise RecipientNotFound
    await merchants.lock_merchant(tx, command.merchant_id)
    if command.role is None:
        await merchants.remove_operator(tx, customer_id, command.merchant_id)
    else:
        await merchants.set_operator(tx, Operator(command.merchant_id, customer_id, command.role, tx.now))
    if await merchants.count_owners(tx, command.merchant_id) == 0:
        raise LastOwner
    return OperatorSet(command.merchant_id, customer_id, command.role)


@composite_verb(CodeMade)
async def make_static_code(tx: Tx, command: MakeCodeCommand) -> CodeMade | Refusal:
    """A printed code. Refuses MerchantNotFound for a shop of others', MerchantNameMalformed for its label."""
    assert command.request_id is not None
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    (till,) = await tills.find_operated_tills(tx, [command.owner_id], [command.shop_id])
    if till is None:
        raise MerchantNotFound
    check_shop_name(command.label)
    code = StaticCode(derived_id(command.request_id, "code"), till.merchant_id, till.shop_id, command.label, "active", tx.now)
    await tills.insert_static_code(tx, code)
    return CodeMade(code.id, code.merchant_id, code.shop_id)


@composite_verb(CodeWithdrawn)
async def withdraw_static_code(tx: Tx, command: WithdrawCodeCommand) -> CodeWithdrawn | Refusal:
    """Nobody is paid by it any more. Refuses MerchantNotFound for a code of others'."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    (desks,) = await merchants.list_desks(tx, [command.owner_id])
    code = await tills.withdraw_static_code(tx, command.code_id, [desk.merchant.id for desk in desks])
    if code is None:
        raise MerchantNotFound
    return CodeWithdrawn(code.id)


async def find_desk(tx: Tx, customer_id: UUID, session_id: UUID, merchant_id: UUID, least: Role) -> Desk:
    """A merchant that the customer may act for. Raises Unauthenticated for an ended session, MerchantNotFound for one that is not theirs."""
    await customers.acting.check_session(tx, session_id, customer_id)
    (desk,) = await merchants.find_desks(tx, [customer_id], [merchant_id])
    if desk is None or (least is Role.OWNER and desk.role is not Role.OWNER):
        raise MerchantNotFound
    return desk
