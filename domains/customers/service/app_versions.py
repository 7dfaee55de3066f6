"""The oldest app that is still served, by platform: set by staff, asked by every app as it starts."""

from collections.abc import Sequence
from dataclasses import dataclass

from domains.customers import rules
from domains.customers.queries import consents
from domains.customers.rows import AppRequirements
from domains.kernel.commands import Command, composite_verb
from domains.kernel.ids import new_id
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Queryable, Tx


@dataclass(frozen=True, slots=True, kw_only=True)
class RequireAppVersion(Command):
    """`owner_id` is the operator, or the house for a seed."""

    platform: str
    version: str


@dataclass(frozen=True, slots=True)
class AppVersionRequired:
    platform: str
    minimum_version: str


@composite_verb(AppVersionRequired)
async def require_app_version(tx: Tx, command: RequireAppVersion) -> AppVersionRequired:
    """From now on, older apps of that platform are asked to update. Audited. Raises AppVersionMalformed."""
    rules.check_app_version(command.platform, command.version)
    detail = {"platform": command.platform, "version": command.version}
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "customers.require_app_version", None, detail)
    await consents.set_minimum_app_version(tx, command.platform, command.version)
    return AppVersionRequired(command.platform, command.version)


async def find_app_requirements(source: Queryable, asked: Sequence[tuple[str, str | None]]) -> list[AppRequirements | None]:
    """For each platform and version (None asks about no version), in order; None for a platform without requirements. One statement."""
    rows = await consents.list_minimum_app_versions(source, sorted({platform for platform, _ in asked if rules.is_platform(platform)}))
    minimum = {row["platform"]: row["version"] for row in rows}
    return [_requirements(platform, minimum[platform], version) if platform in minimum else None for platform, version in asked]


def _requirements(platform: str, minimum: str, version: str | None) -> AppRequirements:
    return AppRequirements(platform, minimum, None if version is None else rules.is_served(version, minimum))
