"""What the app hears of its wallet."""

from collections.abc import AsyncIterator

import strawberry

from domains import ledger, wallet
from domains.kernel.events import PublishedEvent
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Info, Viewer
from resolvers.fields import subscription, type_of
from resolvers.listening import cursor, viewers_facts
from resolvers.permissions import Permission
from resolvers.scalars import Cursor
from resolvers.wallet.types import Movement, WalletAccount

NAMES = frozenset({ledger.MovementPosted.__name__, ledger.AccountStateChanged.__name__})


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
def wallet_changed(info: Info, since: Cursor | None = None) -> AsyncIterator[WalletChange]:
    return viewers_facts(info, NAMES, since)  # type: ignore[return-value]


@strawberry.type
class Subscription:
    wallet_changed = wallet_changed
