"""The partners' mutations."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import scenes
from resolvers.context import Info
from resolvers.fields import mutation
from resolvers.permissions import Permission
from resolvers.problems import IdReused
from resolvers.scenes.partner.problems import PartnerNameMalformed
from resolvers.scenes.partner.types import Partner


@strawberry.input(description="Take a partner in.")
class RegisterPartnerInput:
    request_id: UUID = strawberry.field(description="Made by the caller and kept before its first attempt; it becomes the partner's id.")
    name: str = strawberry.field(description="What it is called, 80 characters at most.")


RegisterPartnerResult = Annotated[
    Partner | PartnerNameMalformed | IdReused, strawberry.union("RegisterPartnerResult", description="The partner, or why it was refused.")
]


@mutation("Take a partner in.", permission=Permission.OPERATOR_PARTNERS)
async def register_partner(info: Info, input: RegisterPartnerInput) -> RegisterPartnerResult:
    command = scenes.RegisterPartnerCommand(request_id=input.request_id, owner_id=info.context.viewer.id, name=input.name)
    return await info.context.write(scenes.register_partner, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    register_partner = register_partner
