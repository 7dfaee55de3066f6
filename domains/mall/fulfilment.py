"""How what was ordered reaches the customer, the part of the mall's public face that is about it: `mall.fulfilment`.

parcels   send_parcel, confirm_parcel; for the house tell_parcel, end_due_parcel; list_parcels, find_parcels, list_words"""

from domains.mall.errors.parcels import CarrierUnknown, ParcelMalformed, ParcelNotFound
from domains.mall.events.parcels import ParcelChanged
from domains.mall.ports import Carrier, Carriers, CarrierWord
from domains.mall.queries.parcels import Parcel, find_parcels, list_words
from domains.mall.queries.parcels import list_of_orders as list_parcels
from domains.mall.rules.parcels import ParcelKind, ParcelState, Word
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

__all__ = ["Carrier", "CarrierUnknown", "CarrierWord", "Carriers", "ConfirmParcelCommand", "EndDueParcelCommand", "Parcel", "ParcelChanged", "ParcelKind"]
__all__ += ["ParcelMalformed", "ParcelNotFound", "ParcelStanding", "ParcelState", "SendParcelCommand", "TellParcelCommand", "Word", "confirm_parcel"]
__all__ += ["end_due_parcel", "find_parcels", "list_parcels", "list_words", "send_parcel", "tell_parcel", "words_of"]
