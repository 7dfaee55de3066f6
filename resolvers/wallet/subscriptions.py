"""What the app hears of its wallet."""

from collections.abc import AsyncIterator

import strawberry

from domains import ledger, wallet
from domains.kernel.errors import InvalidInput, ResumeExpired
from domains.kernel.events import PublishedEvent
from domains.kernel.paging import decode_number, encode_cursor
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Info, Viewer
from resolvers.fields import computed, subscription, type_of
from resolvers.permissions import Permission
from resolvers.scalars import Cursor
from resolvers.wallet.types import Movement, WalletAccount

NAMES = frozenset({ledger.MovementPosted.__name__, ledger.AccountStateChanged.__name__})


@computed("Give it back as `since` to miss nothing after a lost connection.")
def cursor(event: PublishedEvent) -> Cursor:
    return Cursor(encode_cursor(event.position))


@batched(WalletAccount | None, "The account that changed, as it stands when this is told.", name="account")
async def changed_account(read: Read, events: list[PublishedEvent], viewers: list[Viewer]) -> list[ledger.Account | None]:
    return await wallet.find_changed_wallets(read, events, [viewer.id for viewer in viewers])


@batched(Movement | None, "The movement that changed it, if one did.", name="movement")
async def changing_movement(read: Read, events: list[PublishedEvent], viewers: list[Viewer]) -> list[ledger.Entry | None]:
    return await wallet.find_changing_movements(read, events, [viewer.id for viewer in viewers])


@type_of(PublishedEvent, "Something about the viewer's wallet changed.")
class WalletChange:
    cursor = cursor
    account = changed_account
    movement = changing_movement


@subscription(
    "Every change of the viewer's wallet, from now on or since a cursor. A cursor that is too old, or not one of ours, is told as RESUME_EXPIRED.",
    permission=Permission.CUSTOMER,
)
async def wallet_changed(info: Info, since: Cursor | None = None) -> AsyncIterator[WalletChange]:
    context = info.context
    async for event in context.listen(context.viewer.id, NAMES, _position(since)):
        try:
            yield event  # type: ignore[misc]
        finally:
            # Each fact is shown as things stand when it is told, and no snapshot is held while waiting for the next.
            await context.read.close()


@strawberry.type
class Subscription:
    wallet_changed = wallet_changed


def _position(since: Cursor | None) -> int | None:
    try:
        return None if since is None else decode_number(since)
    except InvalidInput as error:
        raise ResumeExpired from error
