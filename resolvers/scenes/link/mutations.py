"""The links' mutations."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import scenes
from domains.kernel.data_classes import C3
from resolvers.context import NOBODY, Info
from resolvers.fields import mutation
from resolvers.permissions import Permission
from resolvers.problems import IdReused
from resolvers.scalars import read_id
from resolvers.scenes.link.problems import AlreadyLinked, LinkBusy, LinkNotFound, LinkProofWrong, SceneNotFound
from resolvers.scenes.link.types import Link


@strawberry.input(description="Link an account at a partner.")
class LinkPartnerInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt; it becomes the link's id.")
    scene_id: strawberry.ID = strawberry.field(description="Which scene.")


@strawberry.input(description="The last step of linking: the browser has come back.")
class ConfirmLinkInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    link_id: strawberry.ID = strawberry.field(description="The link.")
    proof: str = strawberry.field(description="What the browser came back with.", metadata={"data_class": C3})


@strawberry.input(description="End a link.")
class UnlinkPartnerInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    link_id: strawberry.ID = strawberry.field(description="The link.")


@strawberry.input(description="Have a partner asked what is new.")
class AskPartnerInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    link_id: strawberry.ID = strawberry.field(description="The link.")


LinkPartnerResult = Annotated[
    Link | SceneNotFound | AlreadyLinked | IdReused, strawberry.union("LinkPartnerResult", description="The link that began, or why it was refused.")
]
ConfirmLinkResult = Annotated[
    Link | LinkNotFound | LinkProofWrong | AlreadyLinked | IdReused,
    strawberry.union("ConfirmLinkResult", description="The link, which stands, or why it was refused."),
]
UnlinkPartnerResult = Annotated[
    Link | LinkNotFound | LinkBusy | IdReused, strawberry.union("UnlinkPartnerResult", description="The link, which has ended, or why it was refused.")
]
AskPartnerResult = Annotated[Link | LinkNotFound | IdReused, strawberry.union("AskPartnerResult", description="The link, or why it was refused.")]


@mutation("Begin to link an account at a partner: the customer then opens the link's `address` in a browser.", permission=Permission.CUSTOMER)
async def link_partner(info: Info, input: LinkPartnerInput) -> LinkPartnerResult:
    viewer = info.context.viewer
    command = scenes.StartLinkCommand(request_id=input.request_id, owner_id=viewer.id, session_id=viewer.session_id, scene=input.scene_id)
    return await info.context.write(scenes.start_link, command)  # type: ignore[arg-type]


@mutation("Confirm that it was this customer who came back from the partner. From now on the link stands.", permission=Permission.CUSTOMER)
async def confirm_link(info: Info, input: ConfirmLinkInput) -> ConfirmLinkResult:
    command = scenes.ConfirmLinkCommand(
        request_id=input.request_id, owner_id=info.context.viewer.id, link_id=read_id(input.link_id) or NOBODY, proof=input.proof
    )
    return await info.context.write(scenes.confirm_link, command)  # type: ignore[arg-type]


@mutation("End a link, and the standing consents over it. The partner is told.", permission=Permission.CUSTOMER)
async def unlink_partner(info: Info, input: UnlinkPartnerInput) -> UnlinkPartnerResult:
    command = scenes.LinkCommand(request_id=input.request_id, owner_id=info.context.viewer.id, link_id=read_id(input.link_id) or NOBODY)
    return await info.context.write(scenes.unlink_partner, command)  # type: ignore[arg-type]


@mutation("Have the partner asked now what is new, for example which bills there are: `heardAt` tells when it has answered.", permission=Permission.CUSTOMER)
async def ask_partner(info: Info, input: AskPartnerInput) -> AskPartnerResult:
    command = scenes.LinkCommand(request_id=input.request_id, owner_id=info.context.viewer.id, link_id=read_id(input.link_id) or NOBODY)
    return await info.context.write(scenes.ask_partner, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    link_partner = link_partner
    confirm_link = confirm_link
    unlink_partner = unlink_partner
    ask_partner = ask_partner
