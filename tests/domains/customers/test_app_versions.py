"""The oldest app that is still served."""

from uuid import uuid4

import pytest

from domains import customers
from domains.customers import rules
from domains.kernel.database import Database
from tests.domains.customers.conftest import nothing_written

VERSIONS = """
version   | minimum | served
3.12.0    | 3.12.0  | yes
3.12      | 3.12.0  | yes
3.12.0.1  | 3.12.0  | yes
3.9.9     | 3.12.0  | no
10        | 9.99.99 | yes
3.11.9    | 3.12    | no
          | 1       | no
beta      | 1       | no
1.2.3.4.5 | 1       | no
1.-2      | 1       | no
"""


@pytest.mark.parametrize("line", VERSIONS.strip("\n").splitlines()[1:])
def test_versions_are_compared_by_number(line: str) -> None:
    version, minimum, served = (cell.strip() for cell in line.split("|"))
    assert rules.is_served(version, minimum) is (served == "yes")


async def test_requirements_are_asked_by_platform_in_one_statement(database: Database) -> None:
    operator = uuid4()
    for platform, version in (("test-ios", "3.11.0"), ("test-ios", "3.12.0"), ("test-h5", "1")):
        await require(database, operator, platform, version)
    async with database.reading() as read:
        with database.counting() as statements:
            found = await customers.find_app_requirements(
                read, [("test-ios", "3.11.0"), ("test-h5", None), ("test-none", "1"), ("\x00", None), ("test-ios", "3.12.1")]
            )
        audit = await read.fetch("SELECT action, detail FROM kernel_audit WHERE actor_id = $1 ORDER BY id", operator)
    assert len(statements) == 1
    assert found == [
        customers.AppRequirements("test-ios", "3.12.0", False),
        customers.AppRequirements("test-h5", "1", None),
        None,
        None,
        customers.AppRequirements("test-ios", "3.12.0", True),
    ]
    assert [(row["action"], row["detail"]["version"]) for row in audit] == [("customers.require_app_version", one) for one in ("3.11.0", "3.12.0", "1")]


@pytest.mark.parametrize(("platform", "version", "what"), [("iOS", "1", "platform"), ("", "1", "platform"), ("ios", "", "version"), ("ios", "1.x", "version")])
async def test_what_is_no_version_is_not_required(database: Database, platform: str, version: str, what: str) -> None:
    async with nothing_written(database):
        with pytest.raises(customers.AppVersionMalformed) as refused:
            await require(database, uuid4(), platform, version)
    assert refused.value.what == what


async def require(database: Database, operator_id: object, platform: str, version: str) -> None:
    command = customers.RequireAppVersion(request_id=None, owner_id=operator_id, platform=platform, version=version)  # type: ignore[arg-type]
    await database.write(customers.require_app_version, command)
