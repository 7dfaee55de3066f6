"""Files of products are checked as a whole and then imported, batch by batch. Killed anywhere and run again, it goes on where it was."""

import asyncio
import zlib
from typing import Any
from uuid import UUID

from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.jobs import job
from domains.mall.errors.imports import ImportedSkuTaken
from domains.mall.events.imports import GoodsImportReceived
from domains.mall.queries import imports, shops
from domains.mall.rules.import_lines import FILE_MOST_BYTES, LineError, Wrong
from domains.mall.rules.imports import ImportedGoods, ImportState, read_import
from domains.mall.service.imports import ENDED, StepImportCommand, check_import, step_import

PRODUCTS = 100
"""That one transaction imports."""


@job(GoodsImportReceived)
async def import_goods(database: Database, payload: dict[str, Any]) -> None:
    """Nothing of a file with a broken line; else all of it, unless what was checked no longer holds: then what stands before."""
    import_id = UUID(payload["subject_id"])
    async with database.reading() as read:
        one = (await imports.find_imports(read, [import_id]))[import_id]
        content = await imports.find_content(read, import_id)
        shop = (await shops.find_shops(read, [one.shop_id]))[one.shop_id]
    if one.state in ENDED or content is None:
        return
    # Reading a hundred thousand lines keeps a core busy for seconds: beside the loop.
    goods, errors, lines = await asyncio.to_thread(_read, content, shop.asset)
    if one.state is ImportState.WAITING and not errors:
        async with database.reading() as read:
            errors = await check_import(read, one.shop_id, goods)
    if not goods and not errors:
        errors = [LineError(1, "", Wrong.NO_LINES)]
    done = one.lines_done
    if errors:
        await database.write(step_import, _command(import_id, lines, done, errors=tuple(errors)))
        return
    left = [each for each in goods if each.last_line > done]
    for start in range(0, len(left), PRODUCTS):
        batch = tuple(left[start : start + PRODUCTS])
        try:
            stands = await database.write(step_import, _command(import_id, lines, done, goods=batch))
        except ImportedSkuTaken as taken:
            line = next(line for each in batch for variant, line in zip(each.variants, each.sku_lines, strict=True) if variant.sku == taken.sku)
            broken = (LineError(line, "sku", Wrong.ANOTHER_PRODUCT),)
            await database.write(step_import, _command(import_id, lines, done, errors=broken))
            return
        done = batch[-1].last_line
        if stands.state in ENDED or stands.lines_done != done:
            return


def _read(content: bytes, asset: Any) -> tuple[list[ImportedGoods], list[LineError], int]:
    return read_import(zlib.decompressobj().decompress(content, FILE_MOST_BYTES), asset)


def _command(import_id: UUID, lines: int, done: int, **more: Any) -> StepImportCommand:
    return StepImportCommand(request_id=None, owner_id=HOUSE_ID, import_id=import_id, lines=lines, lines_done=done, **more)
