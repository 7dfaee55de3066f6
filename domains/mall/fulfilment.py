"""How what was ordered reaches the customer, the part of the mall's public face that is about it: `mall.fulfilment`.

parcels   send_parcel, confirm_parcel; for the house tell_parcel, end_due_parcel; list_parcels, find_parcels, list_words
pick-up   offer_pick_up, redeem_pick_up; pick_up_codes
keys      add_keys, show_keys; find_keys
services  open_slots, book_slot, cancel_booking; list_slots, find_slots
console   find_order_file, list_revenue: for whoever acts for a shop"""

from domains.mall.errors.parcels import (
    BookingTooLate,
    CarrierUnknown,
    KeyShownAlready,
    KeysMalformed,
    ParcelMalformed,
    ParcelNotFound,
    PickUpCodeRedeemed,
    PickUpCodeUnknown,
    ServiceSlotMalformed,
    ServiceSlotNotFound,
    ServiceSlotTaken,
)
from domains.mall.events.parcels import ParcelChanged
from domains.mall.ports import Carrier, Carriers, CarrierWord
from domains.mall.queries.console import DayRevenue
from domains.mall.queries.parcels import Parcel, find_parcels, list_words
from domains.mall.queries.parcels import list_of_orders as list_parcels
from domains.mall.queries.slots import find_slots, list_slots
from domains.mall.rules.parcels import ParcelKind, ParcelState, Word
from domains.mall.rules.slots import Slot, SlotTerms
from domains.mall.service.console import find_order_file, list_revenue
from domains.mall.service.keys import AddKeysCommand, KeysAdded, KeysShown, ShowKeysCommand, ShownKey, add_keys, find_keys, show_keys
from domains.mall.service.parcels import (
    ConfirmParcelCommand,
    EndDueParcelCommand,
    ParcelStanding,
    SendParcelCommand,
    TellParcelCommand,
    confirm_parcel,
    end_due_parcel,
    send_parcel,
    tell_parcel,
    words_of,
)
from domains.mall.service.pickups import OfferPickUpCommand, RedeemPickUpCommand, offer_pick_up, pick_up_codes, redeem_pick_up
from domains.mall.service.slots import (
    BookSlotCommand,
    CancelBookingCommand,
    OpenSlotsCommand,
    SlotsOpened,
    book_slot,
    cancel_booking,
    open_slots,
)

__all__ = ["Carrier", "CarrierUnknown", "CarrierWord", "Carriers", "ConfirmParcelCommand", "EndDueParcelCommand", "Parcel", "ParcelChanged", "ParcelKind"]
__all__ += ["ParcelMalformed", "ParcelNotFound", "ParcelStanding", "ParcelState", "SendParcelCommand", "TellParcelCommand", "Word", "confirm_parcel"]
__all__ += ["end_due_parcel", "find_parcels", "list_parcels", "list_words", "send_parcel", "tell_parcel", "words_of"]

__all__ += ["AddKeysCommand", "BookSlotCommand", "BookingTooLate", "CancelBookingCommand", "KeyShownAlready", "KeysAdded", "KeysMalformed", "KeysShown"]
__all__ += ["OfferPickUpCommand", "OpenSlotsCommand", "PickUpCodeRedeemed", "PickUpCodeUnknown", "RedeemPickUpCommand", "ServiceSlotMalformed"]
__all__ += ["ServiceSlotNotFound", "ServiceSlotTaken", "ShowKeysCommand", "ShownKey", "Slot", "SlotTerms", "SlotsOpened", "add_keys", "book_slot"]
__all__ += ["cancel_booking", "find_keys", "find_slots", "list_slots", "offer_pick_up", "open_slots", "pick_up_codes", "redeem_pick_up", "show_keys"]
__all__ += ["DayRevenue", "find_order_file", "list_revenue"]
