"""Input objects, made from what was sent by a function compiled once for each type: Strawberry's own conversion looks every field up again for every value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import MISSING
from typing import Any, NamedTuple

import strawberry
from graphql import GraphQLInputObjectType
from strawberry.relay.types import GlobalID
from strawberry.schema.compat import is_scalar
from strawberry.types.base import StrawberryList, StrawberryMaybe, StrawberryOptional, has_object_definition
from strawberry.types.enum import StrawberryEnumDefinition, has_enum_definition
from strawberry.types.lazy_type import LazyType
from strawberry.types.maybe import Some
from strawberry.types.unset import UNSET

Convert = Callable[[Any], Any]


class _Field(NamedTuple):
    sent: str
    handed: str
    convert: Convert | None
    """None where a value is handed on as it is."""


class NotCompiled(Exception):
    """A type that Strawberry must convert by itself."""


def compile_inputs(schema: strawberry.Schema) -> None:
    """Give every input type of a schema its function, through the hook that Strawberry has for it. What none can be made for stays as it was."""
    compiler = _Compiler(schema)
    for type_ in schema._schema.type_map.values():
        definition = type_.extensions.get("strawberry-definition") if isinstance(type_, GraphQLInputObjectType) else None
        if definition is None or definition.from_input is not None:
            continue
        try:
            make = compiler.maker(definition.origin)
        except NotCompiled:
            continue
        definition.from_input = _Hook(make)


class _Hook(NamedTuple):
    """A function as Strawberry calls it."""

    make: Convert

    def __call__(self, _type: type, value: Mapping[str, Any], _context: Any) -> Any:
        return self.make(value)


class _Compiler:
    def __init__(self, schema: strawberry.Schema) -> None:
        self._registry = schema.schema_converter.scalar_registry
        self._name_of = schema.config.name_converter.from_field
        self._makers: dict[type, Convert] = {}
        self._open: set[type] = set()

    def maker(self, type_: Any) -> Convert:
        """The function for an input type. Raises NotCompiled."""
        if type_ not in self._makers:
            if type_ in self._open:
                raise NotCompiled
            self._open.add(type_)
            try:
                self._makers[type_] = self._made(type_)
            finally:
                self._open.discard(type_)
        return self._makers[type_]

    def _made(self, type_: Any) -> Convert:
        definition = type_.__strawberry_definition__
        conversion = self._chosen if definition.is_one_of else self._conversion
        fields = [_Field(self._name_of(one), one.python_name, conversion(one.resolve_type(type_definition=definition))) for one in definition.fields]
        # What has no default of its own is None where it is left out.
        left_out = {one.python_name: None for one in definition.fields if one.default_value is MISSING and one.default_factory is MISSING}

        def make(value: Mapping[str, Any]) -> Any:
            handed: dict[str, Any] = left_out.copy()
            for sent, name, convert in fields:
                if sent in value:
                    part = value[sent]
                    handed[name] = part if convert is None or part is None or part is UNSET else convert(part)
            return type_(**handed)

        return make

    def _chosen(self, type_: Any) -> Convert | None:
        """The same for the fields of which one is sent, and never as null."""
        if not isinstance(type_, StrawberryMaybe):
            return self._conversion(type_)
        convert = self._conversion(type_.of_type)
        return Some if convert is None else lambda value: Some(convert(value))

    def _conversion(self, type_: Any) -> Convert | None:
        if isinstance(type_, LazyType):
            type_ = type_.resolve_type()
        if isinstance(type_, StrawberryMaybe) or type_ is GlobalID:
            raise NotCompiled
        if isinstance(type_, StrawberryOptional):
            return self._conversion(type_.of_type)
        if isinstance(type_, StrawberryList):
            return _list_of(self._conversion(type_.of_type))
        if is_scalar(type_, self._registry) or isinstance(type_, StrawberryEnumDefinition) or has_enum_definition(type_):
            return None
        if not has_object_definition(type_):
            raise NotCompiled
        hook = type_.__strawberry_definition__.from_input
        if hook is None:
            return self.maker(type_)
        if isinstance(hook, _Hook):
            # By another schema of this process.
            return hook.make
        raise NotCompiled


def _list_of(convert: Convert | None) -> Convert:
    if convert is None:
        return list
    return lambda values: [None if value is None else convert(value) for value in values]
