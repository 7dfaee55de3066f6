"""A demo has funds to look at: planted once, with a month of values."""

from datetime import timedelta

from domains import wealth
from domains.kernel.clock import business_date
from domains.kernel.database import Database
from domains.wealth import ProductState
from gateway.seed.funds import plant_funds


async def test_four_funds_are_on_sale_with_a_month_of_values_however_often_they_are_planted(fresh_database: Database) -> None:
    for _ in range(2):
        await plant_funds(fresh_database)
    async with fresh_database.reading() as read:
        page = await wealth.list_products(read, [ProductState.ON_SALE], None, 20, None)
        yesterday = business_date(read.now) - timedelta(days=1)
        asked = await wealth.find_questionnaire(read)
        values = {one.code: list(await wealth.list_navs(read, one.id, yesterday - timedelta(days=40), yesterday)) for one in page.items}
    assert {one.code: one.terms.rating.value for one in page.items} == {"000001": "R1", "110017": "R2", "510300": "R3", "161005": "R4"}
    assert {code: (len(told), told[-1].day) for code, told in values.items()} == dict.fromkeys(values, (30, yesterday))
    assert {one.nav_e4 for one in values["000001"]} == {10_000}
    assert asked is not None and (asked.version, len(asked.questionnaire.questions)) == (1, 3)
