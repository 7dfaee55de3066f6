"""Points through their trusted documents."""

from datetime import timedelta

from domains.kernel.clock import business_date
from tests.domains.wallet.points import burn, earn
from tests.gateway.app.documents import ask_trusted
from tests.gateway.app.running import RunningApp


async def test_points_lots_and_history_are_read_through_their_documents(app: RunningApp) -> None:
    customer, stranger = await app.customer(), await app.customer()
    database = app.application.house.database
    soon = business_date(database.clock.now()) + timedelta(days=3)
    await earn(database, customer.id, 70)
    await earn(database, customer.id, 30, soon)
    await burn(database, customer.id, 10)
    seen = await ask_trusted(app, "Points", customer)
    assert seen["balance"]["available"] == {"amount": "90", "currency": "PTS"}
    assert (seen["expiring"]["amount"], seen["lots"]["nodes"][0]["lastDay"]) == ("20", soon.isoformat())
    page = (await ask_trusted(app, "PointsLots", customer, first=1))["lots"]
    rest = (await ask_trusted(app, "PointsLots", customer, first=1, after=page["pageInfo"]["endCursor"]))["lots"]
    assert [edge["node"]["remaining"]["amount"] for edge in page["edges"] + rest["edges"]] == ["20", "70"]
    history = (await ask_trusted(app, "PointsHistory", customer))["history"]
    assert [edge["node"]["kind"] for edge in history["edges"]] == ["points_burn", "points_earn", "points_earn"]
    assert (await ask_trusted(app, "Points", stranger))["balance"]["available"]["amount"] == "0"
