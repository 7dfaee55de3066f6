"""Bookings at partners (appointments, seats), the part of the scenes' public face that is theirs: `scenes.bookings`.

searches   search_slots, find_searches, find_found_slots
bookings   hold_slot, pay_booking, pay_supplement, change_booking, cancel_booking, find_bookings, list_bookings, find_booking_details
terms      kept_of: what the partner keeps if it is cancelled at that moment"""

from domains.scenes.errors.booking import BookingChanged, BookingNotChangeable, BookingNotFound, BookingNotOpen, SearchNotFound, SlotNotFound
from domains.scenes.events.booking import BookingStepRequested, SceneBookingChanged, SceneBookingConfirmed, SceneBookingEnded, SlotSearchRequested
from domains.scenes.queries.booking import Booking, find_bookings, list_bookings
from domains.scenes.queries.booking_search import BookingSearch, find_searches
from domains.scenes.rules.booking import BookingSlot, BookingState, BookingTerms, SearchState, kept_of, share_of
from domains.scenes.rules.scene import BookingScene
from domains.scenes.service.booking import (
    CancelBookingCommand,
    ChangeBookingCommand,
    HoldSlotCommand,
    PayBookingCommand,
    cancel_booking,
    change_booking,
    hold_slot,
    pay_booking,
    pay_supplement,
)
from domains.scenes.service.booking_end import LetGoCommand, SettleStepCommand, let_go, settle_step
from domains.scenes.service.booking_search import (
    BookingDetails,
    BookingTopic,
    FoundSlots,
    SearchSlotsCommand,
    find_booking_details,
    find_found_slots,
    search_slots,
)

__all__ = [
    "Booking",
    "BookingChanged",
    "BookingDetails",
    "BookingNotChangeable",
    "BookingNotFound",
    "BookingNotOpen",
    "BookingScene",
    "BookingSearch",
    "BookingSlot",
    "BookingState",
    "BookingStepRequested",
    "BookingTerms",
    "BookingTopic",
    "CancelBookingCommand",
    "ChangeBookingCommand",
    "FoundSlots",
    "HoldSlotCommand",
    "LetGoCommand",
    "PayBookingCommand",
    "SceneBookingChanged",
    "SceneBookingConfirmed",
    "SceneBookingEnded",
    "SearchNotFound",
    "SearchSlotsCommand",
    "SearchState",
    "SettleStepCommand",
    "SlotNotFound",
    "SlotSearchRequested",
    "cancel_booking",
    "change_booking",
    "find_booking_details",
    "find_bookings",
    "find_found_slots",
    "find_searches",
    "hold_slot",
    "kept_of",
    "let_go",
    "list_bookings",
    "pay_booking",
    "pay_supplement",
    "search_slots",
    "settle_step",
    "share_of",
]
