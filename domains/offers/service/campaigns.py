"""Open campaigns, fund them, pause and end them, and make the codes by which their coupons are claimed."""

import hmac
from base64 import b32encode
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from domains import ledger
from domains.kernel.assets import asset_of
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.crypto import Keyring
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.ids import derived_id, new_id
from domains.kernel.money import Amount
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Read, Tx
from domains.offers.accounts import BUDGET, budget_id, campaign_accounts, marketing_id
from domains.offers.errors.campaigns import CampaignEnded, CampaignMalformed, CampaignNotFound
from domains.offers.events.campaigns import CampaignOpened, CampaignStateChanged
from domains.offers.queries import campaigns
from domains.offers.queries.campaigns import Campaign
from domains.offers.queries.products import NewProduct
from domains.offers.rules.campaigns import Terms, check_campaign
from domains.offers.rules.products import Kind
from domains.offers.service.products import register_products
from domains.offers.service.sessions import is_signed_in

UNIQUE_MOST = 10_000
"""Unique codes that one act makes."""

UNIQUE_KEY = "scenebank unique coupon codes"
SHARED_CODE_CHARACTERS = range(4, 21)
_CODE_BYTES = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenCampaignCommand(Command):
    """`owner_id` is a member of staff. With a shared code, whoever knows it may claim; `is_by_unique_code` asks for a code of one's own."""

    session_id: UUID = field(metadata=UNHASHED)
    name_zh: str
    name_en: str
    asset: str
    terms: Terms
    starts_at: datetime
    ends_at: datetime
    shared_code: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FundCampaignCommand(Command):
    """`owner_id` is a member of staff. The amount moves from the house's marketing account into the campaign's budget."""

    session_id: UUID = field(metadata=UNHASHED)
    campaign_id: UUID
    amount: Amount


@dataclass(frozen=True, slots=True)
class CampaignFunded:
    campaign_id: UUID
    budget: Amount


@dataclass(frozen=True, slots=True, kw_only=True)
class SetCampaignStateCommand(Command):
    """`owner_id` is a member of staff. `state` is live, paused or ended; what has ended stays so. Its budget stays where it is."""

    session_id: UUID = field(metadata=UNHASHED)
    campaign_id: UUID
    state: str


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeUniqueCodesCommand(Command):
    session_id: UUID = field(metadata=UNHASHED)
    campaign_id: UUID
    count: int


@dataclass(frozen=True, slots=True)
class UniqueCodesMade:
    """The codes are derived from the act, so that its repeat tells the same ones; the house keeps their fingerprints alone."""

    campaign_id: UUID
    act_id: UUID
    count: int


@composite_verb(Campaign)
async def open_campaign(tx: Tx, command: OpenCampaignCommand) -> Campaign | Refusal | Unauthenticated:
    """With an empty budget, and as a product that codes can lead to. Refuses UnknownAsset, CampaignMalformed. The act is audited."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    asset = asset_of(command.asset)
    check_campaign(command.name_zh, command.name_en, command.terms, command.starts_at, command.ends_at)
    code = None if command.shared_code is None else normal_code(command.shared_code)
    if code is not None and len(code) not in SHARED_CODE_CHARACTERS:
        raise CampaignMalformed("shared_code")
    assert command.request_id is not None
    id_ = derived_id(command.request_id, "campaign")
    campaign = Campaign(id_, command.name_zh, command.name_en, asset, command.terms, code, command.starts_at, command.ends_at, "live", tx.now)
    if not await campaigns.insert_campaign(tx, campaign):
        raise CampaignMalformed("shared_code")
    await ledger.open_accounts(tx, campaign_accounts(id_, asset))
    await register_products(tx, [NewProduct(Kind.CAMPAIGN, id_, command.name_zh, command.name_en)])
    tx.publish(CampaignOpened(id_, None, asset.code))
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "offers.open_campaign", id_, {"kind": command.terms.benefit.kind.value})
    return campaign


@composite_verb(CampaignFunded)
async def fund_campaign(tx: Tx, command: FundCampaignCommand) -> CampaignFunded | Refusal | Unauthenticated:
    """Refuses CampaignNotFound, CampaignEnded, and what the ledger refuses (another asset, an amount out of range). The act is audited."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    campaign = await _lock_open(tx, command.campaign_id)
    assert command.request_id is not None
    moved = ledger.PlannedMovement(derived_id(command.request_id, BUDGET), BUDGET, marketing_id(campaign.asset), budget_id(campaign.id), command.amount)
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "offers.fund_campaign", campaign.id, {"minor": command.amount.minor})
    (verdict,) = await ledger.post(tx, [(command.request_id, [moved])])
    if isinstance(verdict, Refusal):
        raise verdict
    return CampaignFunded(campaign.id, verdict[0].credit.balance_after)


@composite_verb(Campaign)
async def set_campaign_state(tx: Tx, command: SetCampaignStateCommand) -> Campaign | Refusal | Unauthenticated:
    """Refuses CampaignNotFound, CampaignMalformed (no such state), CampaignEnded. Audited."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    if command.state not in {"live", "paused", "ended"}:
        raise CampaignMalformed("state")
    campaign = await _lock_open(tx, command.campaign_id)
    await campaigns.set_state(tx, campaign.id, command.state)
    tx.publish(CampaignStateChanged(campaign.id, None, command.state))
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "offers.set_campaign_state", campaign.id, {"state": command.state})
    return campaign._replace(state=command.state)


@composite_verb(UniqueCodesMade)
async def make_unique_codes(tx: Tx, command: MakeUniqueCodesCommand) -> UniqueCodesMade | Refusal | Unauthenticated:
    """Codes that one customer each can claim once. Refuses CampaignNotFound, CampaignEnded, CampaignMalformed (their number). The act is audited."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    if not 1 <= command.count <= UNIQUE_MOST:
        raise CampaignMalformed("count")
    campaign = await _lock_open(tx, command.campaign_id)
    assert command.request_id is not None
    made = UniqueCodesMade(campaign.id, command.request_id, command.count)
    await campaigns.insert_unique_codes(tx, campaign.id, [mark_of(tx, code) for code in unique_codes(tx, made)])
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "offers.make_unique_codes", campaign.id, {"count": command.count})
    return made


def unique_codes(source: Read | Tx, made: UniqueCodesMade) -> Sequence[str]:
    """The codes of that act: 16 letters and digits each, under a key of the house."""
    key = source.port(Keyring).derive(UNIQUE_KEY)
    return [b32encode(hmac.digest(key, f"{made.act_id}:{number}".encode(), "sha256")[:_CODE_BYTES]).decode() for number in range(made.count)]


def mark_of(source: Read | Tx, code: str) -> bytes:
    """What the house keeps of a unique code."""
    return source.port(Keyring).blind_index(UNIQUE_KEY, normal_code(code))


def normal_code(code: str) -> str:
    """A code as it is compared: letters and digits alone, in capitals."""
    return "".join(letter for letter in code.upper() if letter.isascii() and letter.isalnum())


async def _lock_open(tx: Tx, campaign_id: UUID) -> Campaign:
    campaign = await campaigns.lock_campaign(tx, campaign_id)
    if campaign is None:
        raise CampaignNotFound
    if campaign.state == "ended":
        raise CampaignEnded("ended")
    return campaign
