"""Insight through its trusted documents."""

from uuid import uuid4

from domains.kernel.clock import business_date
from domains.wallet.service.insight import note_lines
from tests.gateway.app.documents import act, ask_trusted, customer_with_money, yuan
from tests.gateway.app.running import RunningApp


async def test_a_movement_is_categorised_budgeted_summed_and_found(app: RunningApp) -> None:
    sender, target = await customer_with_money(app, 10_000), await customer_with_money(app)
    sent = await act(app, "Transfer", sender, amount=yuan("25"), to={"customerId": str(target.id)}, note="午饭")
    database = app.application.house.database
    async with database.reading() as read:
        movement_id = await read.fetchval("SELECT id FROM ledger_movement WHERE id = $1", sent["movementId"])
    async with database.transaction() as tx:
        await note_lines(tx, [(movement_id, sender.id)])
    assert (await act(app, "SetCategory", sender, movementId=sent["movementId"], category="FOOD"))["category"] == "FOOD"
    assert (await act(app, "SetCategory", target, movementId=str(uuid4()), category="FOOD"))["__typename"] == "LineNotFound"
    assert (await act(app, "SetBudget", sender, category="FOOD", most=yuan("30")))["most"] == yuan("30.00")
    assert (await ask_trusted(app, "Budgets", sender))["budgets"] == [{"category": "FOOD", "most": yuan("30.00"), "spent": yuan("25.00")}]
    assert (await ask_trusted(app, "MonthInReview", sender))["monthInReview"]["total"]["spending"] == yuan("25.00")
    today = business_date(database.clock.now()).isoformat()
    (day,) = (await ask_trusted(app, "SpendingSeries", sender, fromDay=today, toDay=today))["series"]
    assert (day["start"], day["spending"]) == (today, yuan("25.00"))
    (edge,) = (await ask_trusted(app, "SearchStatement", sender, where={"text": "午饭"}))["search"]["edges"]
    assert (edge["node"]["id"], edge["node"]["movement"]["note"]) == (sent["movementId"], "午饭")
