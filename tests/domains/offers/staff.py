"""What members of staff do with products, walls and codes in tests."""

from typing import Any
from uuid import UUID, uuid4

from domains import offers
from domains.kernel.database import Database
from domains.offers import Kind, PlacementKind
from tests.staff import StaffMember


class Staff:
    """A member of staff who looks after offers."""

    def __init__(self, database: Database, member: StaffMember) -> None:
        self.database, self.who = database, {"owner_id": member.id, "session_id": member.session_id}

    async def register(self, kind: Kind, id_: UUID, name_en: str, name_zh: str = "面馆", merchant_id: UUID | None = None) -> offers.Product:
        names = {"name_zh": name_zh, "name_en": name_en, "merchant_id": merchant_id}
        return await self.database.write(offers.register_product, offers.RegisterProductCommand(request_id=uuid4(), kind=kind, id=id_, **names, **self.who))

    async def retire(self, kind: Kind, id_: UUID, successor: offers.Product | None = None, **more: Any) -> offers.Product:
        follows = {} if successor is None else {"successor_kind": successor.kind, "successor_id": successor.id}
        command = offers.RetireProductCommand(**{"request_id": uuid4(), "kind": kind, "id": id_, **self.who, **follows, **more})
        return await self.database.write(offers.retire_product, command)

    async def wall(self, rows: int = 3, columns: int = 4, title_zh: str = "南京西路网点", title_en: str = "West Nanjing Road") -> offers.Wall:
        command = offers.MakeWallCommand(request_id=uuid4(), **self.who, title_zh=title_zh, title_en=title_en, rows=rows, columns=columns)
        return await self.database.write(offers.make_wall, command)

    async def hang(self, product: offers.Product, placement: PlacementKind = PlacementKind.POSTER, label: str = "门口", **more: Any) -> offers.OfferCode:
        named = {"request_id": uuid4(), "placement": placement, "label": label, "kind": product.kind, "product_id": product.id, **self.who, **more}
        return await self.database.write(offers.hang_code, offers.HangCodeCommand(**named))

    async def assign(self, code: offers.OfferCode, product: offers.Product) -> offers.OfferCode:
        command = offers.AssignCodeCommand(request_id=uuid4(), code_id=code.id, kind=product.kind, product_id=product.id, **self.who)
        return await self.database.write(offers.assign_code, command)

    async def withdraw(self, code: offers.OfferCode) -> offers.OfferCode:
        return await self.database.write(offers.withdraw_code, offers.WithdrawCodeCommand(request_id=uuid4(), code_id=code.id, **self.who))


async def address(database: Database, code: offers.OfferCode) -> str:
    """What the code says."""
    async with database.reading() as read:
        return offers.code_addresses(read, [code])[0]


async def scan(database: Database, text: str, customer_id: UUID | None = None, **more: Any) -> offers.Scanned:
    """What somebody's camera saw; a stranger's unless a customer is named."""
    command = offers.ScanCommand(request_id=None, owner_id=customer_id or UUID(int=0), customer_id=customer_id, text=text, **more)
    return await database.write(offers.scan, command)
