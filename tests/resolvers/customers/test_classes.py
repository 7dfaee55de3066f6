"""What the schema says of its own fields: every one described and classed, and nothing that authenticates can be selected."""

from collections.abc import Iterator

from graphql import GraphQLInputObjectType, GraphQLObjectType

from domains.kernel.data_classes import C2, C3
from tests.resolvers.customers.asking import SCHEMA

OWN = ("Customer", "Session", "Device", "Consent", "Party", "SignedIn", "Tokens", "TokensRefreshed", "CodeSent", "SignedOut", "PinStored", "CustomerLook")


def test_every_field_of_customers_is_described_and_classed() -> None:
    fields = list(_fields())
    assert [name for name, field in fields if not field.description] == []
    assert [name for name, field in fields if "data_class" not in field.extensions["strawberry-definition"].metadata] == []
    assert [name for name, field in fields if field.extensions["strawberry-definition"].metadata["data_class"] is C3] == []


def test_what_authenticates_is_of_class_c3_where_the_app_sends_it() -> None:
    secrets = {
        f"{type_.name}.{name}"
        for type_ in SCHEMA._schema.type_map.values()
        if isinstance(type_, GraphQLInputObjectType)
        for name, field in type_.fields.items()
        if field.extensions["strawberry-definition"].metadata.get("data_class") is C3
    }
    assert secrets >= {
        "SignInInput.code",
        "RefreshTokensInput.refreshToken",
        "SetPinInput.pin",
        "ChangePinInput.currentPin",
        "ChangePinInput.newPin",
        "ResetPinInput.newPin",
        "RegisterPushTokenInput.token",
    }


def test_what_tells_who_somebody_is_is_of_class_c2_and_named_masked() -> None:
    personal = {name for name, field in _fields() if any(word in name.lower() for word in ("phone", "idnumber", "maskedname", "displayname"))}
    classes = {field.extensions["strawberry-definition"].metadata["data_class"] for name, field in _fields() if name in personal}
    assert classes == {C2}
    assert personal == {"Customer.maskedPhone", "Customer.maskedName", "Customer.maskedIdNumber", "Party.displayName", "Party.maskedPhone"}


def _fields() -> Iterator[tuple[str, object]]:
    for name in OWN:
        type_ = SCHEMA._schema.type_map.get(name)
        if isinstance(type_, GraphQLObjectType):
            for field_name, field in type_.fields.items():
                yield f"{name}.{field_name}", field
