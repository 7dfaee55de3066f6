"""Refusals as the app sees them: each a type of the mutation's result union, worded in the customer's language."""

from collections.abc import Callable
from dataclasses import fields
from types import MappingProxyType
from typing import Any, TypeVar

import strawberry
from strawberry.schema.exception_handlers import ExceptionHandler

from domains.kernel import errors
from domains.kernel.data_classes import C1
from domains.kernel.errors import Refusal
from resolvers.fields import field
from resolvers.scalars import CurrencyCode

T = TypeVar("T", bound=type)

PROBLEMS: list[type] = []
"""Every problem type, in order of declaration."""

HANDLERS: list[ExceptionHandler[Any]] = []
"""What `build_schema` gives to Strawberry: one handler per refusal."""


@strawberry.interface(description="A refusal that the app can act on. `message` is for the customer, in the language of Accept-Language.")
class Problem:
    message: str = field("What to tell the customer.")


def problem(refusal: type[Refusal], *, zh: str, en: str, description: str) -> Callable[[T], T]:
    """Show a refusal as a GraphQL type. The wordings may name the refusal's data: "余额不足，可用 {available}"."""

    def declare(cls: T) -> T:
        declared = strawberry.type(cls, description=description)
        shown = [name for name in cls.__annotations__ if name != "message"]

        class Wording:
            exception_type = refusal
            error_type = declared
            words = MappingProxyType({"zh": zh, "en": en})

            def handle(self, exception: Refusal, *, field: Any, info: Any) -> Any:
                data = {one.name: getattr(exception, one.name) for one in fields(exception)}  # type: ignore[arg-type]
                template = self.words["zh" if info.context.viewer.language == "zh" else "en"]
                told = declared(message=template.format(**data), **{name: data[name] for name in shown})
                # What a computed field of the problem reads.
                vars(told).update({name: value for name, value in data.items() if name not in shown})
                return told

        PROBLEMS.append(declared)
        HANDLERS.append(Wording())
        return declared

    return declare


@problem(
    errors.IdReused,
    zh="这个编号已用于另一笔请求, 请重新提交。",
    en="This id was used for another request. Please submit again.",
    description="The client-made id was used before, with other input or by somebody else. Make a new id.",
)
class IdReused(Problem):
    pass


@problem(
    errors.UnknownAsset,
    zh="不支持的币种: {code}。",
    en="This currency is not supported: {code}.",
    description="The house does not know that currency or asset.",
)
class UnknownCurrency(Problem):
    code: CurrencyCode = field("The code that was sent.", C1)


@problem(
    errors.AmountMalformed,
    zh="金额格式不正确。",
    en="The amount is not written correctly.",
    description="Not a decimal number with at most as many decimals as the currency has.",
)
class AmountMalformed(Problem):
    pass


@problem(
    errors.AmountOutOfRange,
    zh="金额超出允许范围。",
    en="The amount is outside the allowed range.",
    description="Zero, negative, or larger than an account can hold.",
)
class AmountOutOfRange(Problem):
    pass


@problem(
    errors.AssetMismatch,
    zh="币种不一致: {left} 与 {right}。",
    en="The currencies differ: {left} and {right}.",
    description="Two different currencies met where one was needed.",
)
class CurrencyMismatch(Problem):
    pass


AmountProblem = AmountMalformed | AmountOutOfRange | UnknownCurrency
"""What an amount that the app sends is refused with."""
