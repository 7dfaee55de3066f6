"""Scenes, as the app sees them: one interface, and a type for each kind with what can be done there."""

from enum import Enum

import strawberry

from domains import customers, scenes
from domains.kernel.assets import CNY
from domains.kernel.data_classes import C1
from domains.kernel.money import Amount
from domains.kernel.paging import Page
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, field, type_of
from resolvers.money import Money
from resolvers.paging import Connection
from resolvers.scalars import Cursor
from resolvers.scenes.auto_pay.types import AutoPay
from resolvers.scenes.bill.types import Bill
from resolvers.scenes.booking.types import Booking
from resolvers.scenes.link.types import Link
from resolvers.scenes.network.types import FriendConsent, SceneFriend, SharedCard
from resolvers.scenes.purchase.types import Membership, Purchase


@strawberry.enum(description="What a scene is about.")
class SceneKind(Enum):
    PUBLIC_UTILITIES = strawberry.enum_value("public_utilities", description="Bills for water, power, gas, heating, telephone.")
    MEDICAL = strawberry.enum_value("medical", description="Appointments, deposits and what is settled after them.")
    CONSUMPTION = strawberry.enum_value("consumption", description="Shops outside the bank.")
    SOCIAL = strawberry.enum_value("social", description="Networks of friends outside the bank.")
    PRODUCTION = strawberry.enum_value("production", description="Companies and their orders, deliveries and invoices.")
    TRAVEL = strawberry.enum_value("travel", description="Seats, and what it costs to change or return them.")


@computed("What it is about.", name="kind")
def scene_kind(row: scenes.Scene) -> SceneKind:
    return SceneKind(row.kind.value)


@computed('What can be done there, for example "pay" or "auto_pay".')
def capabilities(row: scenes.Scene) -> list[str]:
    return sorted(row.can)


@computed("The most for one payment.")
def payment_most(row: scenes.Scene) -> Money:
    return Amount(row.payment_most_minor, CNY)  # type: ignore[return-value]


@batched(str, "What it is called, in the viewer's language.", data_class=C1, name="title")
async def title_of_scene(read: Read, found: list[scenes.Scene], viewers: list[Viewer]) -> list[str]:
    return [one.title_zh if viewer.language == "zh" else one.title_en for one, viewer in zip(found, viewers, strict=True)]


@batched(Link | None, "The viewer's account there; null where none is linked, or it cannot be read just now.", name="link")
async def link_of_scene(read: Read, found: list[scenes.Scene], viewers: list[Viewer]) -> list[scenes.Link | None]:
    return await scenes.find_standing_links(read, [viewer.id for viewer in viewers], [one.id for one in found])


@batched(
    bool, "Whether loans may be advertised to the viewer there: never in a campus, and never to whoever is linked to one.", name="mayShowLoans", data_class=C1
)
async def may_show_loans(read: Read, found: list[scenes.Scene], viewers: list[Viewer]) -> list[bool]:
    return await scenes.find_loan_marketing_in(read, [viewer.id for viewer in viewers], found)


@strawberry.interface(description="A partner's service in the app. The type says what can be done there.")
class Scene:
    id: strawberry.ID = field("The scene.")
    kind = scene_kind
    title = title_of_scene
    capabilities = capabilities
    needs_link: bool = field("Whether an account there must be linked first.")
    payment_most = payment_most
    link = link_of_scene
    may_show_loans = may_show_loans


@batched(Connection[Bill], "The viewer's bills there, latest due first.", name="bills")
async def bills_of_scene(
    read: Read, found: list[scenes.Scene], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None
) -> list[Page[scenes.Bill]]:
    return await scenes.list_bills(read, [viewer.id for viewer in viewers], [one.id for one in found], first, after)


@batched(AutoPay | None, "The viewer's standing consent to pay the bills there; null where none stands.", name="autoPay")
async def auto_pay_of_scene(read: Read, found: list[scenes.Scene], viewers: list[Viewer]) -> list[scenes.AutoPay | None]:
    links = await scenes.find_standing_links(read, [viewer.id for viewer in viewers], [one.id for one in found])
    ids = [link.id for link in links if link is not None]
    consents = dict(zip(ids, await scenes.find_auto_pays(read, ids), strict=True)) if ids else {}
    return [None if link is None else consents[link.id] for link in links]


@type_of(scenes.UtilityScene, "Bills that a partner lists, and their payment.")
class UtilityScene(Scene):
    bills = bills_of_scene
    auto_pay = auto_pay_of_scene


@batched(Connection[Booking], "The viewer's bookings there, newest first.", name="bookings")
async def bookings_of_scene(
    read: Read, found: list[scenes.Scene], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None
) -> list[Page[scenes.bookings.Booking]]:
    return await scenes.bookings.list_bookings(read, [viewer.id for viewer in viewers], [one.id for one in found], first, after)


@type_of(scenes.bookings.BookingScene, "Slots that a partner has (a doctor's, a train's), and their booking.")
class BookingScene(Scene):
    bookings = bookings_of_scene


@batched(Connection[Purchase], "The viewer's purchases there, newest first.", name="purchases")
async def purchases_of_scene(
    read: Read, found: list[scenes.Scene], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None
) -> list[Page[scenes.shops.Purchase]]:
    return await scenes.shops.list_purchases(read, [viewer.id for viewer in viewers], [one.id for one in found], first, after)


@batched(Membership | None, "What the viewer is a member of there; null where there is no membership, or it cannot be read just now.", name="membership")
async def membership_of_scene(read: Read, found: list[scenes.Scene], viewers: list[Viewer]) -> list[scenes.shops.Membership | None]:
    return await scenes.shops.find_memberships(read, [viewer.id for viewer in viewers], [one.id for one in found])


@type_of(scenes.ShopScene, "An outside shop: what is ordered there, paid here at once or in parts, and given back; and what its members have of it.")
class ShopScene(Scene):
    purchases = purchases_of_scene
    membership = membership_of_scene


@batched(FriendConsent | None, "The viewer's consent to be found by friends there; null where none stands.", name="friendConsent")
async def friend_consent_of_scene(read: Read, found: list[scenes.Scene], viewers: list[Viewer]) -> list[scenes.networks.FriendConsent | None]:
    return await scenes.networks.find_friend_consents(read, [viewer.id for viewer in viewers], [one.id for one in found])


@batched(list[SceneFriend], "Friends of the viewer there who are customers too: each has linked an account and agreed.", name="friends", list_size=50)
async def friends_of_scene(read: Read, found: list[scenes.Scene], viewers: list[Viewer]) -> list[list[customers.PartyRow]]:
    listed = await scenes.networks.list_friends(read, [viewer.id for viewer in viewers], [one.id for one in found])
    parties = {party.id: party for party in await customers.list_parties(read, [id_ for ids in listed for id_ in ids]) if party is not None}
    return [[parties[id_] for id_ in ids if id_ in parties] for ids in listed]


@batched(Connection[SharedCard], "The cards that the viewer shared out there, newest first.", name="cards")
async def cards_of_scene(
    read: Read, found: list[scenes.Scene], viewers: list[Viewer], *, first: int = 20, after: Cursor | None = None
) -> list[Page[scenes.networks.Card]]:
    return await scenes.networks.list_cards(read, [viewer.id for viewer in viewers], [one.id for one in found], first, after)


@type_of(scenes.networks.NetworkScene, "An outside network: friends who agreed, cards that are shared out, and the likes that come back.")
class NetworkScene(Scene):
    friend_consent = friend_consent_of_scene
    friends = friends_of_scene
    cards = cards_of_scene


@type_of(scenes.companies.CompanyScene, "A company's orders, deliveries and invoices, which its own system pushes to the bank.")
class CompanyScene(Scene):
    pass
