"""What every subscription to the viewer's own facts does: from now on or since a cursor, each fact shown as things stand when it is told."""

from collections.abc import AsyncIterator
from uuid import UUID

from domains.kernel.errors import InvalidInput, ResumeExpired
from domains.kernel.events import PublishedEvent
from domains.kernel.paging import decode_number, encode_cursor
from resolvers.context import Info
from resolvers.fields import computed
from resolvers.scalars import Cursor


@computed("Give it back as `since` to miss nothing after a lost connection.")
def cursor(event: PublishedEvent) -> Cursor:
    return Cursor(encode_cursor(event.position))


async def viewers_facts(info: Info, names: frozenset[str], since: Cursor | None) -> AsyncIterator[PublishedEvent]:
    """The facts of those names. A cursor that is too old, or not one of ours, raises ResumeExpired."""
    async for event in facts_about(info, info.context.viewer.id, names, since):
        yield event


async def facts_about(info: Info, subject_id: UUID, names: frozenset[str], since: Cursor | None) -> AsyncIterator[PublishedEvent]:
    """The same of something that everybody may hear of."""
    context = info.context
    async for event in context.listen(subject_id, names, _position(since)):
        try:
            yield event
        finally:
            # No snapshot is held while waiting for the next.
            await context.read.close()


def _position(since: Cursor | None) -> int | None:
    try:
        return None if since is None else decode_number(since)
    except InvalidInput as error:
        raise ResumeExpired from error
