"""The committed schema snapshots and manifest are what the schema and the operations make; breaking changes are listed."""

from __future__ import annotations

from pathlib import Path

from graphql import GraphQLObjectType, build_schema, validate_schema

from gateway.mobile_schema import audience_schema, audience_sdl, unlisted_breaking_changes
from gateway.mobile_schema.snapshot import release, stale_files, write_snapshot
from gateway.trusted import MOBILE_SCHEMA, read_live_manifests
from resolvers.partner_fields import PARTNER_FIELDS
from resolvers.permissions import Audience
from resolvers.schema import build_schema as build_house_schema

schema = build_house_schema()._schema
PROJECT = Path(__file__).parents[2]


def root_fields(audience: Audience) -> set[str]:
    shown = audience_schema(schema, audience)
    return {name for root in (shown.query_type, shown.mutation_type, shown.subscription_type) if root is not None for name in root.fields}


def test_the_snapshots_and_the_manifest_are_fresh() -> None:
    stale = [path.relative_to(MOBILE_SCHEMA).as_posix() for path in stale_files(schema)]
    assert stale == [], "run `scenebank schema snapshot`"


def test_no_breaking_change_is_unlisted() -> None:
    change_log = PROJECT / "CHANGELOG.md"
    assert unlisted_breaking_changes(schema, MOBILE_SCHEMA, change_log.read_text()) == []


def test_each_audience_has_a_valid_schema_of_its_own() -> None:
    for audience in Audience:
        assert validate_schema(audience_schema(schema, audience)) == []


def test_the_customer_sees_nothing_of_the_operators() -> None:
    customer = audience_schema(schema, Audience.CUSTOMER)
    assert {"viewer", "wallets", "transfer", "walletChanged", "signIn"} <= root_fields(Audience.CUSTOMER)
    assert not {"ledgerAccounts", "freezeAccount", "customerByPhone"} & root_fields(Audience.CUSTOMER)
    for name in ("LedgerAccount", "LedgerAccounts", "LookReason", "CustomerLook", "AccountStateInput"):
        assert name in schema.type_map
        assert name not in customer.type_map
    assert "perator" not in audience_sdl(schema, Audience.CUSTOMER)


def test_the_operator_sees_what_is_theirs_and_no_customers_root() -> None:
    assert {"ledgerAccounts", "freezeAccount", "customerByPhone"} <= root_fields(Audience.OPERATOR)
    assert not {"viewer", "transfer", "walletChanged"} & root_fields(Audience.OPERATOR)


def test_the_partner_sees_the_fields_of_its_table_each_with_its_scopes() -> None:
    assert root_fields(Audience.PARTNER) == {*PARTNER_FIELDS["Query"], *PARTNER_FIELDS["Mutation"]}
    assert audience_schema(schema, Audience.PARTNER).subscription_type is None
    sdl = audience_sdl(schema, Audience.PARTNER)
    assert 'initiatePayment(input: InitiatePaymentInput!): InitiatePaymentResult! @cost(weight: "10") @scope(anyOf: ["payments.write"])' in sdl
    shown = {f"{name}.{field}" for name, type_ in audience_schema(schema, Audience.PARTNER).type_map.items() for field in getattr(type_, "fields", {})}
    assert {f"{name}.{field}" for name, fields in PARTNER_FIELDS.items() for field in fields} <= shown
    assert not {"initiatePayment", "consentedAccounts"} & (root_fields(Audience.CUSTOMER) | root_fields(Audience.OPERATOR))


def test_every_field_and_type_of_the_snapshots_is_described() -> None:
    for audience in Audience:
        shown = audience_schema(schema, audience)
        for named in shown.type_map.values():
            if named.name.startswith("__") or named.name in ("Query", "Mutation", "Subscription", "String", "Int", "Float", "Boolean", "ID"):
                continue
            assert named.description, named.name
            for name, field in getattr(named, "fields", {}).items():
                assert field.description, f"{named.name}.{name}"


OLD = """
    type Query { a(first: Int): A  gone: Int }
    type A { id: ID!  name: String }
    union Result = A | B
    type B { id: ID! }
"""


def broken(tmp_path: Path, new: str, change_log: str = "") -> list[str]:
    (tmp_path / "released").mkdir(exist_ok=True)
    (tmp_path / "released" / "customer.graphql").write_text(OLD)
    return unlisted_breaking_changes(build_schema(new), tmp_path, change_log)


def test_a_removed_field_is_breaking_until_the_change_log_names_it(tmp_path: Path) -> None:
    new = OLD.replace("gone: Int", "")
    told = broken(tmp_path, new)
    assert "customer: Field Query.gone was removed." in told
    assert "customer: Field Query.gone was removed." not in broken(tmp_path, new, "## Breaking\n- `Field Query.gone was removed`\n")


def test_a_new_field_breaks_nothing(tmp_path: Path) -> None:
    whole = OLD.replace("gone: Int", "gone: Int  all: Result")
    (tmp_path / "released").mkdir()
    (tmp_path / "released" / "customer.graphql").write_text(audience_sdl(build_schema(whole), Audience.CUSTOMER))
    assert unlisted_breaking_changes(build_schema(whole.replace("name: String", "name: String  age: Int")), tmp_path, "") == []
    assert unlisted_breaking_changes(build_schema(whole.replace("union Result = A | B", "union Result = A")), tmp_path, "") != []


def test_a_snapshot_is_written_where_it_is_stale_and_only_there(tmp_path: Path) -> None:
    (tmp_path / "operations" / "home").mkdir(parents=True)
    (tmp_path / "operations" / "home" / "viewer.graphql").write_text("query Viewer { viewer { id } }")
    assert len(write_snapshot(schema, tmp_path)) == 4
    assert write_snapshot(schema, tmp_path) == []
    (tmp_path / "customer.graphql").write_text("type Query { old: Int }")
    assert stale_files(schema, tmp_path) == [tmp_path / "customer.graphql"]


def test_a_release_keeps_its_schemas_and_goes_on_serving_its_documents(tmp_path: Path) -> None:
    (tmp_path / "operations" / "home").mkdir(parents=True)
    operation = tmp_path / "operations" / "home" / "viewer.graphql"
    operation.write_text("query Viewer { viewer { id } }")
    write_snapshot(schema, tmp_path)
    release("1.0.0", tmp_path)
    operation.write_text("query Viewer { viewer { id hasPin } }")
    write_snapshot(schema, tmp_path)
    manifests = read_live_manifests(tmp_path)
    assert [(manifest.version, len(manifest.documents)) for manifest in manifests] == [("next", 1), ("1.0.0", 1)]
    assert (tmp_path / "released" / "customer.graphql").read_text() == audience_sdl(schema, Audience.CUSTOMER)


def test_only_what_a_shown_field_returns_brings_an_interfaces_types() -> None:
    house = build_schema("""
        type Query { a: A  n: N }
        interface I { x: Int }
        interface N { y: Int }
        type A implements I { x: Int }
        type B implements I { x: Int }
        type C implements N { y: Int }
    """)
    shown = audience_schema(house, Audience.CUSTOMER)
    assert isinstance(shown.type_map["C"], GraphQLObjectType)
    assert "I" in shown.type_map
    assert "B" not in shown.type_map
