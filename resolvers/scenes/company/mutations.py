"""The companies' mutations: staff bind a company, its owner names who acts for it and lets its system in."""

from typing import Annotated
from uuid import UUID

import strawberry

from domains import customers, scenes
from domains.kernel.data_classes import C2, C3
from resolvers.context import NOBODY, Info
from resolvers.fields import mutation
from resolvers.permissions import Permission
from resolvers.problems import IdReused
from resolvers.scalars import read_id
from resolvers.scenes.company.problems import (
    CompanyBound,
    CompanyMemberNotFound,
    CompanyNotFound,
    CompanyNumberMalformed,
    CompanyOwnerFixed,
    TooManyCompanyMembers,
)
from resolvers.scenes.company.types import CompanyBinding, CompanyConnected, CompanyMemberSet, CompanyRole
from resolvers.scenes.link.problems import SceneNotFound
from resolvers.wallet.problems import PinProblem

companies = scenes.companies
REQUEST_ID = "Made by the caller and kept before its first attempt. A repeat is answered alike."


@strawberry.input(description="Say whose a company's number at a partner is.")
class BindCompanyInput:
    request_id: UUID = strawberry.field(description=REQUEST_ID)
    scene_id: strawberry.ID = strawberry.field(description="The scene whose partner runs the company's system.")
    number: str = strawberry.field(description="The company's number there; also a supplier's.")
    customer_id: strawberry.ID = strawberry.field(description="The customer, who becomes the company's owner.")
    merchant_id: strawberry.ID | None = strawberry.field(
        default=None, description="A merchant that the customer owns, whose balance is the company's money; left out: the customer's wallet."
    )


@strawberry.input(description="Say what a customer may do for a company.")
class SetCompanyMemberInput:
    request_id: UUID = strawberry.field(description=REQUEST_ID)
    company_id: strawberry.ID = strawberry.field(description="The company.")
    phone: str = strawberry.field(description="The customer's phone number.", metadata={"data_class": C2})
    role: CompanyRole | None = strawberry.field(default=None, description="MAKER or CHECKER; null: nothing any more.")
    pin: str = strawberry.field(description="The owner's payment PIN.", metadata={"data_class": C3})


@strawberry.input(description="Let a company's system in, or no longer.")
class ConnectCompanyInput:
    request_id: UUID = strawberry.field(description=REQUEST_ID)
    company_id: strawberry.ID = strawberry.field(description="The company.")
    is_connected: bool = strawberry.field(description="Whether its system may bring payment files, and fetch what became of them and statements.")
    pin: str = strawberry.field(description="The owner's payment PIN.", metadata={"data_class": C3})


BindCompanyResult = Annotated[
    CompanyBinding | SceneNotFound | CompanyNumberMalformed | CompanyMemberNotFound | CompanyBound | IdReused,
    strawberry.union("BindCompanyResult", description="The company, or why it was refused."),
]
SetCompanyMemberResult = Annotated[
    CompanyMemberSet | CompanyNotFound | CompanyMemberNotFound | CompanyOwnerFixed | TooManyCompanyMembers | PinProblem | IdReused,
    strawberry.union("SetCompanyMemberResult", description="What was set, or why it was refused."),
]
ConnectCompanyResult = Annotated[
    CompanyConnected | CompanyNotFound | PinProblem | IdReused,
    strawberry.union("ConnectCompanyResult", description="The company, or why it was refused."),
]


@mutation("Bind a company's or a supplier's number to a customer. Written to the audit log.", permission=Permission.OPERATOR_PARTNERS)
async def bind_company(info: Info, input: BindCompanyInput) -> BindCompanyResult:
    command = companies.BindCompanyCommand(
        request_id=input.request_id,
        owner_id=info.context.viewer.id,
        scene=input.scene_id,
        number=input.number,
        customer_id=read_id(input.customer_id) or NOBODY,
        merchant_id=None if input.merchant_id is None else read_id(input.merchant_id) or NOBODY,
    )
    return await info.context.write(companies.bind_company, command)  # type: ignore[arg-type]


@mutation("Let a customer make or check the company's payment runs, or no longer; for its owner.", permission=Permission.CUSTOMER)
async def set_company_member(info: Info, input: SetCompanyMemberInput) -> SetCompanyMemberResult:
    context = info.context
    command = companies.SetCompanyMemberCommand(
        request_id=input.request_id,
        owner_id=context.viewer.id,
        session_id=context.viewer.session_id,
        company_id=read_id(input.company_id) or NOBODY,
        phone=input.phone,
        role=None if input.role is None else companies.CompanyRole(str(input.role.value)),
        pin=await customers.prove_pin(context.write, context.viewer.id, input.pin),
    )
    return await context.write(companies.set_company_member, command)  # type: ignore[arg-type]


@mutation("Let the company's system bring payment files and fetch what became of them, or no longer; for its owner.", permission=Permission.CUSTOMER)
async def connect_company(info: Info, input: ConnectCompanyInput) -> ConnectCompanyResult:
    context = info.context
    command = companies.ConnectCompanyCommand(
        request_id=input.request_id,
        owner_id=context.viewer.id,
        session_id=context.viewer.session_id,
        company_id=read_id(input.company_id) or NOBODY,
        is_connected=input.is_connected,
        pin=await customers.prove_pin(context.write, context.viewer.id, input.pin),
    )
    return await context.write(companies.connect_company, command)  # type: ignore[arg-type]


@strawberry.type
class Mutation:
    bind_company = bind_company
    set_company_member = set_company_member
    connect_company = connect_company
