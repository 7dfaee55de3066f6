"""The limits as they lie on the house's own schema."""

from __future__ import annotations

import re

from graphql import GraphQLInputObjectType

from gateway.limits import credential_tests_of
from gateway.limits.credentials import data_class_of
from resolvers.schema import build_schema

schema = build_schema()._schema

SECRET = re.compile(r"(?i)^(.*pin|.*password|code|.*secret|refreshToken)$")
"""Names of what authenticates."""

PRINTED = {"PayeeInput.code", "ScanInput.code", "Query.scannedCode(code)", "Query.verifyReceipt(code)"}
PRINTED |= {"EndBranchServiceInput.code", "SetBranchServiceInput.code"}
PRINTED |= {"PublishFundInput.code", "SetFundStateInput.code", "PublishFundValueInput.code", "ConfirmFundValueInput.code"}
PRINTED |= {"Query.fund(code)", "Query.fundValues(code)", "Query.fundPosition(code)", "Query.fundSubscriptionQuote(code)", "Query.fundRedemptionQuote(code)"}
PRINTED |= {"Query.loanProduct(code)", "PublishLoanProductInput.code", "SetLoanProductStateInput.code"}
PRINTED |= {"SaveMallCategoryInput.code"}
"""A service of a branch has a name, a category of the mall too;
a merchant's code hangs on the wall, an offer's on a poster, a fund's or loan's in print, and a receipt's stands on the receipt: for everybody to read."""


def test_the_mutations_that_test_a_credential_are_known() -> None:
    assert {"signIn", "refreshTokens", "setPin", "changePin", "resetPin", "transfer"} <= credential_tests_of(schema)
    assert not {"requestCode", "signOut", "openWallet", "viewer"} & credential_tests_of(schema)


def test_whatever_is_named_like_a_credential_is_of_class_c3() -> None:
    taken = {
        f"{named.name}.{name}": field for named in schema.type_map.values() if isinstance(named, GraphQLInputObjectType) for name, field in named.fields.items()
    }
    for root in (schema.query_type, schema.mutation_type, schema.subscription_type):
        assert root is not None
        taken |= {f"{root.name}.{name}({argument})": one for name, field in root.fields.items() for argument, one in field.args.items()}
    secrets = {place for place in taken if SECRET.match(re.split(r"[.(]", place.rstrip(")"))[-1])}
    assert {"TransferInput.pin", "SignInInput.code", "ChangePinInput.currentPin", "RefreshTokensInput.refreshToken"} <= secrets
    assert {place for place in secrets if data_class_of(taken[place]) != "C3"} == PRINTED
