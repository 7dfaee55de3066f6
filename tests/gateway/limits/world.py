"""A small bank in GraphQL whose resolvers say that they were called, for documents that must be refused before that."""

from __future__ import annotations

from typing import Annotated

import strawberry

from domains.kernel.data_classes import C3

called: list[str] = []


@strawberry.type
class Money:
    @strawberry.field
    def amount(self) -> str:
        called.append("amount")
        return "1.00"


@strawberry.interface
class Node:
    id: strawberry.ID


@strawberry.type
class Account(Node):
    @strawberry.field
    def name(self, style: str = "", tags: list[int] | None = None) -> str:
        called.append("name")
        return "everyday"

    @strawberry.field
    def balance(self) -> Money:
        called.append("balance")
        return Money()

    @strawberry.field
    def owner(self) -> Customer:
        called.append("owner")
        return Customer(id=strawberry.ID("1"))


@strawberry.type
class Customer(Node):
    @strawberry.field
    def accounts(self, first: int = 20) -> list[Account]:
        called.append("accounts")
        return [Account(id=strawberry.ID("1"))]

    @strawberry.field
    def friend(self) -> Customer:
        called.append("friend")
        return self


@strawberry.input
class Filter:
    names: list[str] | None = None
    all_of: list[Filter] | None = None


@strawberry.type
class Query:
    @strawberry.field
    def viewer(self, filter: Filter | None = None) -> Customer:
        called.append("viewer")
        return Customer(id=strawberry.ID("1"))

    @strawberry.field
    def node(self, id: strawberry.ID) -> Node | None:
        called.append("node")
        return None


@strawberry.input
class SignInInput:
    phone: str
    code: str = strawberry.field(description="The code that was sent.", metadata={"data_class": C3})


@strawberry.type
class Mutation:
    @strawberry.mutation
    def sign_in(self, input: SignInInput) -> Customer:
        called.append("sign_in")
        return Customer(id=strawberry.ID("1"))

    @strawberry.mutation
    def check_pin(self, pin: Annotated[str, strawberry.argument(metadata={"data_class": C3})]) -> bool:
        called.append("check_pin")
        return True

    @strawberry.mutation(metadata={"tests_credential": True})
    def guess(self) -> bool:
        called.append("guess")
        return True

    @strawberry.mutation
    def rename(self, name: str) -> str:
        called.append("rename")
        return name


schema = strawberry.Schema(Query, Mutation, types=[Account])
