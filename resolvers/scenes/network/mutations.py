"""The mutations of friends and cards."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import scenes
from resolvers.context import NOBODY, Info
from resolvers.fields import mutation
from resolvers.permissions import Permission
from resolvers.problems import IdReused
from resolvers.scalars import read_id
from resolvers.scenes.link.problems import LinkNotFound, SceneNotFound
from resolvers.scenes.network.problems import CardMalformed, FriendConsentNotFound, FriendConsentStands, ShareNotFound
from resolvers.scenes.network.types import FriendConsent, SharedCard


@strawberry.input(description="Be found by friends of a network who agreed too, and find them.")
class AgreeFriendsInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt; it becomes the consent's id.")
    link_id: strawberry.ID = strawberry.field(description="The account there.")


@strawberry.input(description="Be found no longer.")
class WithdrawFriendsInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    consent_id: strawberry.ID = strawberry.field(description="The consent.")


@strawberry.input(description="Post a card at a network.")
class ShareCardInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt; it becomes the card's id.")
    link_id: strawberry.ID = strawberry.field(description="The account there.")
    share_id: strawberry.ID = strawberry.field(description="The viewer's own share that it leads to: see `shareProduct`.")
    words: str = strawberry.field(description="What it says.")


AgreeFriendsResult = Annotated[
    FriendConsent | LinkNotFound | SceneNotFound | FriendConsentStands | IdReused,
    strawberry.union("AgreeFriendsResult", description="The consent, or why it was refused."),
]
WithdrawFriendsResult = Annotated[
    FriendConsent | FriendConsentNotFound | IdReused,
    strawberry.union("WithdrawFriendsResult", description="The consent, which has ended, or why it was refused."),
]
ShareCardResult = Annotated[
    SharedCard | LinkNotFound | SceneNotFound | CardMalformed | ShareNotFound | IdReused,
    strawberry.union("ShareCardResult", description="The card, which is being posted, or why it was refused."),
]


@mutation("Agree to be found by friends of a network who agreed too, and find them.", permission=Permission.CUSTOMER)
async def agree_friends(info: Info, input: AgreeFriendsInput) -> AgreeFriendsResult:
    command = scenes.networks.AgreeFriendsCommand(request_id=input.request_id, owner_id=info.context.viewer.id, link_id=read_id(input.link_id) or NOBODY)
    return await info.context.write(scenes.networks.agree_friends, command)  # type: ignore[arg-type]


@mutation("Withdraw that: from then on nobody is shown, on either side.", permission=Permission.CUSTOMER)
async def withdraw_friends(info: Info, input: WithdrawFriendsInput) -> WithdrawFriendsResult:
    consent_id = read_id(input.consent_id) or NOBODY
    command = scenes.networks.WithdrawFriendsCommand(request_id=input.request_id, owner_id=info.context.viewer.id, consent_id=consent_id)
    return await info.context.write(scenes.networks.withdraw_friends, command)  # type: ignore[arg-type]


@mutation("Post a card at a network. It is there when the network has said so: see `sharedCard`.", permission=Permission.CUSTOMER)
async def share_card(info: Info, input: ShareCardInput) -> ShareCardResult:
    command = scenes.networks.ShareCardCommand(
        request_id=input.request_id,
        owner_id=info.context.viewer.id,
        link_id=read_id(input.link_id) or NOBODY,
        code_id=read_id(input.share_id) or NOBODY,
        words=input.words,
    )
    return await info.context.write(scenes.networks.share_card, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    agree_friends = agree_friends
    withdraw_friends = withdraw_friends
    share_card = share_card
