"""The products' mutations: for members of staff."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import offers
from resolvers.context import NOBODY, Info
from resolvers.fields import mutation
from resolvers.offers.products.problems import ProductNameMalformed, ProductNotFound, ProductRetiredAlready, SuccessorNotFound
from resolvers.offers.products.types import Product, ProductKind
from resolvers.permissions import Permission
from resolvers.problems import IdReused
from resolvers.scalars import read_id


@strawberry.input(description="Name a product by its kind and id.")
class ProductKeyInput:
    kind: ProductKind = strawberry.field(description="Of what kind it is.")
    id: strawberry.ID = strawberry.field(description="The product, within its kind.")


@strawberry.input(description="Register a product, or name it anew.")
class RegisterProductInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    product: ProductKeyInput = strawberry.field(description="The product.")
    name_zh: str = strawberry.field(description="Its Chinese name.")
    name_en: str = strawberry.field(description="Its English name.")


@strawberry.input(description="Sell a product no more.")
class RetireProductInput:
    request_id: UUID = strawberry.field(description="Made by the app and kept before its first attempt.")
    product: ProductKeyInput = strawberry.field(description="The product.")
    successor: ProductKeyInput | None = strawberry.field(default=None, description="The live product that its codes lead to from now on.")


RegisterProductResult = Annotated[
    Product | ProductNameMalformed | IdReused,
    strawberry.union("RegisterProductResult", description="The product, or why it was refused."),
]

RetireProductResult = Annotated[
    Product | ProductNotFound | ProductRetiredAlready | SuccessorNotFound | IdReused,
    strawberry.union("RetireProductResult", description="The product, or why it was refused."),
]


@mutation("Register a product, or name it anew.", permission=Permission.OPERATOR_OFFERS)
async def register_product(info: Info, input: RegisterProductInput) -> RegisterProductResult:
    viewer = info.context.viewer
    kind, id_ = key_of(input.product)
    command = offers.RegisterProductCommand(
        request_id=input.request_id, owner_id=viewer.id, session_id=viewer.session_id, kind=kind, id=id_, name_zh=input.name_zh, name_en=input.name_en
    )
    return await info.context.write(offers.register_product, command)  # type: ignore[arg-type]


@mutation("Sell a product no more; its codes lead to the successor.", permission=Permission.OPERATOR_OFFERS)
async def retire_product(info: Info, input: RetireProductInput) -> RetireProductResult:
    viewer = info.context.viewer
    kind, id_ = key_of(input.product)
    successor = key_of(input.successor) if input.successor else (None, None)
    command = offers.RetireProductCommand(
        request_id=input.request_id,
        owner_id=viewer.id,
        session_id=viewer.session_id,
        kind=kind,
        id=id_,
        successor_kind=successor[0],
        successor_id=successor[1],
    )
    return await info.context.write(offers.retire_product, command)  # type: ignore[arg-type]


def key_of(key: ProductKeyInput) -> tuple[offers.Kind, UUID]:
    """What the input names; a malformed id names no product."""
    return offers.Kind[key.kind.name], read_id(key.id) or NOBODY


@strawberry.type
class Mutation:
    register_product = register_product
    retire_product = retire_product
