"""Branches over HTTP: members of staff open one, a customer finds it, books, moves and cancels."""

from typing import Any
from uuid import uuid4

from resolvers.permissions import Permission
from tests.gateway.app.documents import act, ask_trusted, customer_with_money, document_ids
from tests.gateway.app.running import RunningApp

PLACE = {"latitude": -77_846_000, "longitude": 166_676_000}
BRANCH = {
    "nameZh": "南极支行",
    "nameEn": "Antarctica",
    "address": "麦克默多 1 号",
    "spot": PLACE,
    "hours": [{"weekday": day, "opens": "09:00", "closes": "17:00"} for day in range(1, 8)],
}
FORM = [{"name": "purpose", "kind": "TEXT", "labelZh": "用途", "labelEn": "Purpose"}]


class Counter:
    """A member of staff at the counter, over HTTP."""

    def __init__(self, app: RunningApp, headers: dict[str, str]) -> None:
        self.app, self.headers = app, headers

    async def act(self, name: str, **input_: Any) -> Any:
        body = {"documentId": document_ids()[name], "variables": {"input": {"requestId": str(uuid4()), **input_}}}
        headers = {"accept": "application/graphql-response+json", "accept-language": "en", **self.headers}
        answer = (await self.app.http.post("/graphql", json=body, headers=headers)).json()
        assert "errors" not in answer, answer["errors"]
        (data,) = answer["data"].values()
        return data


async def a_counter(app: RunningApp) -> Counter:
    return Counter(app, await app.staff_headers(Permission.OPERATOR_BRANCHES))


async def a_branch(counter: Counter, code: str = "new_card", capacity: int = 1) -> tuple[Any, Any]:
    """A branch with one service."""
    branch = await counter.act("OpenBranch", branch=BRANCH)
    told = {"branchId": branch["id"], "code": code, "nameZh": "新卡", "nameEn": "New card", "slotMinutes": 60, "capacity": capacity, "form": FORM}
    return branch, await counter.act("SetBranchService", **told)


async def test_a_customer_finds_a_branch_books_moves_and_cancels(app: RunningApp) -> None:
    counter, someone, other = await a_counter(app), await customer_with_money(app), await customer_with_money(app)
    branch, service = await a_branch(counter, "ice_card")
    found = await ask_trusted(app, "Branches", someone, near=PLACE, service="ice_card", radiusMetres=1_000)
    assert [(one["id"], one["metres"], one["hours"][0]["opens"]) for one in found["nodes"]] == [(branch["id"], 0, "09:00")]
    tomorrow = app.application.house.database.clock.today().fromordinal(app.application.house.database.clock.today().toordinal() + 1)
    shown = await ask_trusted(app, "BranchService", someone, id=service["id"], day=tomorrow.isoformat())
    assert (len(shown["slots"]), shown["slots"][0]["placesLeft"], shown["form"][0]["labelEn"]) == (8, 1, "Purpose")
    first, second = [slot["startsAt"] for slot in shown["slots"][:2]]
    booked = await act(app, "BookAppointment", someone, serviceId=service["id"], startsAt=first)
    assert (booked["state"], booked["service"]["branch"]["nameEn"]) == ("BOOKED", "Antarctica")
    full = await act(app, "BookAppointment", other, serviceId=service["id"], startsAt=first)
    assert full == {"__typename": "SlotFull", "message": "This time is fully booked. Please choose another."}
    assert (await act(app, "MoveAppointment", other, appointmentId=booked["id"], startsAt=second))["__typename"] == "AppointmentNotFound"
    assert (await act(app, "MoveAppointment", someone, appointmentId=booked["id"], startsAt=second))["startsAt"] == second
    assert (await act(app, "CancelAppointment", someone, appointmentId=booked["id"]))["state"] == "CANCELLED"
    listed = await ask_trusted(app, "Appointments", someone)
    assert [(one["id"], one["state"]) for one in listed["nodes"]] == [(booked["id"], "CANCELLED")]
    assert (await ask_trusted(app, "Appointments", other))["nodes"] == []


async def test_only_staff_of_branches_open_one_and_a_wrong_time_is_told(app: RunningApp) -> None:
    counter = await a_counter(app)
    hours = [{"weekday": 1, "opens": "9am", "closes": "17:00"}]
    refused = await counter.act("OpenBranch", branch={**BRANCH, "hours": hours})
    assert refused == {"__typename": "BranchMalformed", "what": "hours", "message": "The branch is not written correctly."}
    body = {"documentId": document_ids()["OpenBranch"], "variables": {"input": {"requestId": str(uuid4()), "branch": BRANCH}}}
    for headers in ((await customer_with_money(app)).headers, await app.staff_headers(Permission.OPERATOR_OFFERS)):
        answer = (await app.http.post("/graphql", json=body, headers=headers)).json()
        assert answer["errors"][0]["extensions"]["code"] == "FORBIDDEN"
