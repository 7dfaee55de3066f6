"""Scan, share, claim a scan; and for members of staff: make walls, hang codes, assign them anew, withdraw them."""

from datetime import date
from typing import Annotated
from uuid import UUID

import strawberry

from domains import offers
from resolvers.context import NOBODY, Info, command_of
from resolvers.fields import mutation
from resolvers.offers.codes.problems import (
    AttributionExpired,
    AttributionUnknown,
    CodeExpired,
    CodeExpiryOutOfRange,
    CodeUnknown,
    PlacementMalformed,
    PlacementNotFound,
    ProductGone,
    WallMalformed,
)
from resolvers.offers.codes.types import AttributionClaimed, DeviceClass, OfferCode, PlacementKind, Scanned
from resolvers.offers.codes.walls import Wall
from resolvers.offers.products.mutations import ProductKeyInput, key_of
from resolvers.offers.products.problems import ProductNotFound
from resolvers.permissions import Permission
from resolvers.problems import IdReused
from resolvers.scalars import read_id


@strawberry.input(description="What a camera saw.")
class ScanInput:
    code: str = strawberry.field(description="The text of the code.")
    device: DeviceClass = strawberry.field(default=DeviceClass.OTHER, description="What scanned.")
    cell: str | None = strawberry.field(default=None, description="Where: an H3 cell of resolution 9 at most. It is kept with consent alone.")
    agrees_to_place: bool = strawberry.field(default=False, description="A stranger's consent to keep the place. Of a customer, the standing consent counts.")


@strawberry.input(description="Bring a scan from before sign-in.")
class ClaimAttributionInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    token: str = strawberry.field(description="The token that the scan gave.")


@strawberry.input(description="Share a product, or oneself.")
class ShareProductInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    product: ProductKeyInput = strawberry.field(description="The product. Of the kind PERSON, the viewer's own customer id.")


@strawberry.input(description="Make a wall of codes.")
class MakeWallInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    title_zh: str = strawberry.field(description="Its Chinese title.")
    title_en: str = strawberry.field(description="Its English title.")
    rows: int = strawberry.field(description="Rows, 20 at most.")
    columns: int = strawberry.field(description="Columns, 20 at most.")


@strawberry.input(description="Hang a code.")
class HangCodeInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    placement: PlacementKind = strawberry.field(description="Where it is seen.")
    label: str = strawberry.field(description="What the place is called; printed as the caption of a slot.")
    wall_id: strawberry.ID | None = strawberry.field(default=None, description="The wall, for a slot.")
    slot: int | None = strawberry.field(default=None, description="The slot's number, counted from 1 along the rows.")
    product: ProductKeyInput = strawberry.field(description="What it leads to.")
    last_day: date | None = strawberry.field(default=None, description="The last business day it is good for.")


@strawberry.input(description="Let a code lead to another product, as it is printed.")
class AssignCodeInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    code_id: strawberry.ID = strawberry.field(description="The code.")
    product: ProductKeyInput = strawberry.field(description="What it leads to from now on.")


@strawberry.input(description="Let a code lead nowhere.")
class WithdrawCodeInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    code_id: strawberry.ID = strawberry.field(description="The code.")


ScanResult = Annotated[Scanned | CodeUnknown | CodeExpired | ProductGone, strawberry.union("ScanResult", description="What it is, or why it leads nowhere.")]
ClaimAttributionResult = Annotated[
    AttributionClaimed | AttributionUnknown | AttributionExpired | IdReused,
    strawberry.union("ClaimAttributionResult", description="The scan, or why it was refused."),
]
ShareProductResult = Annotated[
    OfferCode | ProductNotFound | IdReused, strawberry.union("ShareProductResult", description="The viewer's own code, or why it was refused.")
]
MakeWallResult = Annotated[Wall | WallMalformed | IdReused, strawberry.union("MakeWallResult", description="The wall, or why it was refused.")]
HangCodeResult = Annotated[
    OfferCode | PlacementMalformed | CodeExpiryOutOfRange | ProductNotFound | PlacementNotFound | IdReused,
    strawberry.union("HangCodeResult", description="The code, or why it was refused."),
]
AssignCodeResult = Annotated[
    OfferCode | CodeUnknown | ProductNotFound | IdReused, strawberry.union("AssignCodeResult", description="The code, or why it was refused.")
]
WithdrawOfferCodeResult = Annotated[
    OfferCode | CodeUnknown | IdReused, strawberry.union("WithdrawOfferCodeResult", description="The code, or why it was refused.")
]


@mutation("Say what a scanned code is, and what can be done next. Whoever scans, signed in or not.", permission=Permission.PUBLIC)
async def scan(info: Info, input: ScanInput) -> ScanResult:
    viewer = info.context.viewer
    command = offers.ScanCommand(
        request_id=None,
        owner_id=viewer.id,
        customer_id=viewer.id if Permission.CUSTOMER in viewer.permissions else None,
        text=input.code,
        device=offers.DeviceClass[input.device.name],
        cell=input.cell,
        agrees_to_place=input.agrees_to_place,
    )
    return await info.context.write(offers.scan, command)  # type: ignore[arg-type]


@mutation("Bring a scan from before sign-in, so that a purchase is led back to it.", permission=Permission.CUSTOMER)
async def claim_attribution(info: Info, input: ClaimAttributionInput) -> ClaimAttributionResult:
    viewer = info.context.viewer
    command = offers.ClaimAttributionCommand(request_id=input.request_id, owner_id=viewer.id, session_id=viewer.session_id, token=input.token)
    return await info.context.write(offers.claim_attribution, command)  # type: ignore[arg-type]


@mutation("The viewer's own code for a product, to share with friends; the same one each time.", permission=Permission.CUSTOMER)
async def share_product(info: Info, input: ShareProductInput) -> ShareProductResult:
    kind, id_ = key_of(input.product)
    command = offers.ShareProductCommand(**command_of(info, input.request_id), kind=kind, product_id=id_)
    return await info.context.write(offers.share_product, command)  # type: ignore[arg-type]


@mutation("Make a wall of codes.", permission=Permission.OPERATOR_OFFERS)
async def make_wall(info: Info, input: MakeWallInput) -> MakeWallResult:
    command = offers.MakeWallCommand(
        **command_of(info, input.request_id),
        title_zh=input.title_zh,
        title_en=input.title_en,
        rows=input.rows,
        columns=input.columns,
    )
    return await info.context.write(offers.make_wall, command)  # type: ignore[arg-type]


@mutation("Hang a code where it will be seen.", permission=Permission.OPERATOR_OFFERS)
async def hang_code(info: Info, input: HangCodeInput) -> HangCodeResult:
    kind, id_ = key_of(input.product)
    command = offers.HangCodeCommand(
        **command_of(info, input.request_id),
        placement=offers.PlacementKind[input.placement.name],
        label=input.label,
        wall_id=read_id(input.wall_id) if input.wall_id else None,
        slot=input.slot,
        kind=kind,
        product_id=id_,
        last_day=input.last_day,
    )
    return await info.context.write(offers.hang_code, command)  # type: ignore[arg-type]


@mutation("Let a code lead to another product, as it is printed.", permission=Permission.OPERATOR_OFFERS)
async def assign_code(info: Info, input: AssignCodeInput) -> AssignCodeResult:
    kind, id_ = key_of(input.product)
    command = offers.AssignCodeCommand(**command_of(info, input.request_id), code_id=read_id(input.code_id) or NOBODY, kind=kind, product_id=id_)
    return await info.context.write(offers.assign_code, command)  # type: ignore[arg-type]


@mutation("Let a code lead nowhere; its place is free for another.", permission=Permission.OPERATOR_OFFERS)
async def withdraw_offer_code(info: Info, input: WithdrawCodeInput) -> WithdrawOfferCodeResult:
    command = offers.WithdrawCodeCommand(**command_of(info, input.request_id), code_id=read_id(input.code_id) or NOBODY)
    return await info.context.write(offers.withdraw_code, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    scan = scan
    claim_attribution = claim_attribution
    share_product = share_product
    make_wall = make_wall
    hang_code = hang_code
    assign_code = assign_code
    withdraw_offer_code = withdraw_offer_code
