"""Whoever has slots that are booked: hospitals (a deposit, settled after the visit) and travel (paid when it is ticketed). Which it is, each slot's terms say.

POST searches                   {"topic", "origin", "destination", "from_day", "until_day"}: {"topics": [{"topic_id", "title"}], "slots": [{"slot_id", "topic",
                                "title", "provider", "place", "starts_at", "price_minor", "currency", "terms": {"pays_at_once", "free_until_hours",
                                "kept_percent", "no_show_percent", "change_fee_minor"}}]}
POST bookings                   {"hold_id", "booking_id", "slot_id"}: {"booking_id", "status": "held", "held_until"}
POST payments                   {"payment_id", "booking_id", "amount_minor", "currency"}: "processing" with "booking_status": "confirmed" while a deposit is
                                held; "succeeded" with "outcome", the amount that is taken, "supplement_minor" and "code"; "failed"
GET  payments/{payment_id}      the same as it stands
GET  bookings/{id}              {"booking_id", "status"}: how it stands; "cancelled_by_partner" gives all of it back
POST bookings/{id}/changes      a payment with "slot_id": the booking goes there
POST bookings/{id}/moves        {"move_id", "slot_id"}: the same where it costs nothing
POST bookings/{id}/cancellation {"cancellation_id", "kept_minor", "currency"}: {"cancellation_id", "status": "cancelled"}"""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from integrations.partners.answers import CallAnswer
from integrations.partners.kinds.payments import ASK_PAYMENT, NOT_FOUND, REFUNDS, REFUSALS, payment_body, read_payment
from integrations.partners.kinds.reading import currency_of, instant_of, minor_of, optional_text_of, rows_of, text_of
from integrations.partners.operations import Kind, Operation

TOPICS_MAX, SLOTS_MAX = 100, 200
OUTCOMES = frozenset({"attended", "no_show", "cancelled", "ticketed"})
SLOT_REFUSALS = frozenset({"slot_gone", "slot_unknown"})
STEP_REFUSALS = frozenset({"too_late", "terms_changed", "not_cancellable", "not_changeable"})
PAYMENT_REFUSALS = REFUSALS | SLOT_REFUSALS | STEP_REFUSALS | {"hold_expired"}


def _percent(data: Mapping[str, Any], name: str) -> int:
    value = data.get(name)
    if type(value) is not int or not 0 <= value <= 100:
        raise ValueError(name)
    return value


def _terms(data: Mapping[str, Any]) -> dict[str, Any]:
    if data["pays_at_once"] not in (True, False):
        raise ValueError("pays_at_once")
    hours = data.get("free_until_hours")
    if type(hours) is not int or not 0 <= hours <= 24 * 365:
        raise ValueError("free_until_hours")
    return {
        "pays_at_once": bool(data["pays_at_once"]),
        "free_until_hours": hours,
        "kept_percent": _percent(data, "kept_percent"),
        "no_show_percent": _percent(data, "no_show_percent"),
        "change_fee_minor": None if data.get("change_fee_minor") is None else minor_of(data, "change_fee_minor", 0),
    }


def _slot(data: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "slot_id": text_of(data, "slot_id", 80),
        "topic": text_of(data, "topic", 80),
        "title": text_of(data, "title", 80),
        "provider": text_of(data, "provider", 80),
        "place": text_of(data, "place", 120),
        "starts_at": instant_of(data, "starts_at"),
        "price_minor": minor_of(data, "price_minor"),
        "currency": currency_of(data),
        "terms": _terms(data["terms"]),
    }


def _read_slots(_call_id: UUID, data: Mapping[str, Any]) -> CallAnswer:
    topics = [{"topic_id": text_of(one, "topic_id", 80), "title": text_of(one, "title", 80)} for one in rows_of(data, "topics", TOPICS_MAX)]
    slots = [_slot(one) for one in rows_of(data, "slots", SLOTS_MAX)]
    if len({one["slot_id"] for one in slots}) != len(slots):
        raise ValueError("slot_id")
    return CallAnswer("done", {"topics": topics, "slots": slots})


def _read_hold(_call_id: UUID, data: Mapping[str, Any]) -> CallAnswer:
    if text_of(data, "status") != "held":
        raise ValueError("status")
    return CallAnswer("done", {"held_until": instant_of(data, "held_until")})


def _read_booking(_call_id: UUID, data: Mapping[str, Any]) -> CallAnswer:
    return CallAnswer("done", {"booking_id": text_of(data, "booking_id", 80), "status": text_of(data, "status", 40)})


def _reader(name: str, ended: str) -> Callable[[UUID, Mapping[str, Any]], CallAnswer]:
    """A step that was taken: the one that was asked for."""

    def read(call_id: UUID, data: Mapping[str, Any]) -> CallAnswer:
        if data.get(name) != str(call_id) or text_of(data, "status") != ended:
            raise ValueError(name)
        return CallAnswer("done")

    return read


def _read_booking_payment(call_id: UUID, data: Mapping[str, Any]) -> CallAnswer:
    answer = read_payment(call_id, data)
    if answer.state == "pending":
        is_confirmed = optional_text_of(data, "booking_status", 40) == "confirmed"
        return CallAnswer("pending", {"is_confirmed": is_confirmed, "code": optional_text_of(data, "code", 40)})
    if answer.state != "done":
        return answer
    outcome = text_of(data, "outcome", 40)
    if outcome not in OUTCOMES:
        raise ValueError("outcome")
    supplement = 0 if data.get("supplement_minor") is None else minor_of(data, "supplement_minor", 0)
    return CallAnswer("done", {**answer.data, "outcome": outcome, "supplement_minor": supplement, "code": optional_text_of(data, "code", 40)})


def _booking_body(call_id: UUID, given: Mapping[str, Any]) -> dict[str, Any]:
    return {**payment_body(call_id, given), "booking_id": given["reference"]}


QUESTION = ("topic", "origin", "destination", "from_day", "until_day")

KIND = Kind(
    capabilities=frozenset({"search", "book", "change", "cancel"}),
    operations={
        "search_slots": Operation("POST", "searches", _read_slots, lambda _, given: {name: given[name] for name in QUESTION}),
        "ask_booking": Operation("GET", "bookings/{reference}", _read_booking, absent="booking_not_found"),
        "hold_slot": Operation(
            *("POST", "bookings", _read_hold),
            lambda call_id, given: {"hold_id": str(call_id), "booking_id": given["reference"], "slot_id": given["slot_id"]},
            SLOT_REFUSALS,
            keyed=True,
        ),
        "pay_booking": Operation("POST", "payments", _read_booking_payment, _booking_body, PAYMENT_REFUSALS, keyed=True),
        "ask_booking_payment": Operation("GET", "payments/{call_id}", _read_booking_payment, absent=NOT_FOUND),
        "pay_supplement": Operation("POST", "payments", read_payment, _booking_body, PAYMENT_REFUSALS, keyed=True),
        "change_booking": Operation(
            *("POST", "bookings/{reference}/changes", read_payment),
            lambda call_id, given: {**_booking_body(call_id, given), "slot_id": given["slot_id"]},
            PAYMENT_REFUSALS,
            keyed=True,
        ),
        "ask_payment": ASK_PAYMENT,
        "move_booking": Operation(
            *("POST", "bookings/{reference}/moves", _reader("move_id", "moved")),
            lambda call_id, given: {"move_id": str(call_id), "slot_id": given["slot_id"]},
            SLOT_REFUSALS | STEP_REFUSALS,
            keyed=True,
        ),
        "cancel_booking": Operation(
            *("POST", "bookings/{reference}/cancellation", _reader("cancellation_id", "cancelled")),
            lambda call_id, given: {"cancellation_id": str(call_id), "kept_minor": given["kept_minor"], "currency": given["currency"]},
            STEP_REFUSALS,
            keyed=True,
        ),
        **REFUNDS,
    },
)
