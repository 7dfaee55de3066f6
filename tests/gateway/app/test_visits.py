"""A visit over HTTP: filled in at home, shown and opened once at the counter; a queue ticket taken, called and served."""

from resolvers.permissions import Permission
from tests.gateway.app.documents import act, ask_trusted, customer_with_money
from tests.gateway.app.running import RunningApp
from tests.gateway.app.test_branches import BRANCH, Counter, a_branch, a_counter

ALWAYS = [{"weekday": day, "opens": "00:00", "closes": "24:00"} for day in range(1, 8)]


async def test_a_form_is_filled_in_at_home_and_opened_once_at_the_counter(app: RunningApp) -> None:
    counter, someone, other = await a_counter(app), await customer_with_money(app), await customer_with_money(app)
    _, service = await a_branch(counter)
    wrong = await act(app, "FillInForm", someone, serviceId=service["id"], answers=[{"name": "purpose", "text": ""}])
    assert wrong == {"__typename": "FormMalformed", "field": "purpose", "reason": "MISSING", "message": "Please check purpose in the form."}
    form = await act(app, "FillInForm", someone, serviceId=service["id"], answers=[{"name": "purpose", "text": "旅行"}])
    assert [one["id"] for one in await ask_trusted(app, "Prefills", someone)] == [form["id"]]
    assert await ask_trusted(app, "Prefills", other) == []
    picture = await app.http.get(f"/codes/{form['address'].rpartition('/')[2]}.svg")
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/svg+xml")
    seen = await ask_trusted(app, "Scan", someone, input={"code": form["address"]})
    assert (seen["kind"], seen["target"]["__typename"], seen["target"]["id"]) == ("PREFILL", "Prefill", form["id"])
    unknown = await ask_trusted(app, "Scan", other, input={"code": form["address"]})
    assert (unknown["__typename"], unknown["reason"]) == ("CodeUnknown", "withdrawn")
    opened = await counter.act("OpenPrefill", code=form["address"])
    assert (opened["customerId"], [(one["asked"]["name"], one["text"]) for one in opened["answers"]]) == (str(someone.id), [("purpose", "旅行")])
    again = await Counter(app, await app.staff_headers(Permission.OPERATOR_BRANCHES)).act("OpenPrefill", code=form["address"])
    assert again == {"__typename": "PrefillOpenedAlready", "message": "This code was used before."}
    assert (await act(app, "WithdrawPrefill", someone, prefillId=form["id"]))["__typename"] == "PrefillOpenedAlready"


async def test_a_ticket_is_taken_called_and_served(app: RunningApp) -> None:
    counter, someone, other = await a_counter(app), await customer_with_money(app), await customer_with_money(app)
    branch = await counter.act("OpenBranch", branch={**BRANCH, "hours": ALWAYS})
    first = await act(app, "TakeTicket", someone, branchId=branch["id"])
    second = await act(app, "TakeTicket", other, branchId=branch["id"], kind="ELDERLY")
    assert (await act(app, "TakeTicket", someone, branchId=branch["id"]))["message"] == "You have number 1 already."
    (mine,) = await ask_trusted(app, "QueueTickets", someone)
    assert (mine["standing"], mine["branch"]["nameEn"]) == ({"ahead": 1, "waitSeconds": 300}, "Antarctica")
    called = await counter.act("CallNext", branchId=branch["id"], counter="2")
    assert (called["id"], called["state"], called["counter"]) == (second["id"], "CALLED", "2")
    assert (await counter.act("ServeTicket", ticketId=second["id"]))["state"] == "SERVED"
    assert (await counter.act("SkipTicket", ticketId=second["id"]))["__typename"] == "TicketNotFound"
    assert (await act(app, "CancelTicket", other, ticketId=first["id"]))["__typename"] == "TicketNotFound"
    seen = await ask_trusted(app, "Scan", someone, input={"code": first["address"]})
    assert (seen["kind"], seen["target"]["number"], seen["target"]["standing"]["ahead"]) == ("TICKET", 1, 0)
    assert (await act(app, "CancelTicket", someone, ticketId=first["id"]))["state"] == "CANCELLED"
    assert (await counter.act("CallNext", branchId=branch["id"], counter="2"))["message"] == "Nobody waits."
