"""Branches, the part of the public face of offers that is about places: `offers.branches`.

branches      open_branch, change_branch, close_branch, set_branch_service, end_branch_service; find_branches, list_nearest, list_services, find_services
appointments  book_appointment, move_appointment, cancel_appointment; list_branch_slots, list_appointments"""

from domains.offers.errors.branches import (
    AlreadyBooked,
    AppointmentNotFound,
    AppointmentsTooMany,
    BranchMalformed,
    BranchNotFound,
    BranchServiceNotFound,
    SlotFull,
    SlotNotOffered,
)
from domains.offers.events.branches import AppointmentBooked, AppointmentCancelled, AppointmentExpired, AppointmentMoved
from domains.offers.queries.appointments import Appointment, list_appointments
from domains.offers.queries.branches import Branch, BranchService, find_branches, find_services, list_nearest, list_services
from domains.offers.rules.branches import LATITUDE_MOST, LONGITUDE_MOST, Opening, Spot
from domains.offers.rules.prefills import FieldKind, FormField
from domains.offers.service.appointments import (
    BookAppointmentCommand,
    BranchSlot,
    CancelAppointmentCommand,
    MoveAppointmentCommand,
    book_appointment,
    cancel_appointment,
    list_branch_slots,
    move_appointment,
)
from domains.offers.service.branches import (
    ChangeBranchCommand,
    CloseBranchCommand,
    EndBranchServiceCommand,
    OpenBranchCommand,
    SetBranchServiceCommand,
    change_branch,
    close_branch,
    end_branch_service,
    open_branch,
    set_branch_service,
)

__all__ = ["LATITUDE_MOST", "LONGITUDE_MOST", "AlreadyBooked", "Appointment", "AppointmentBooked", "AppointmentCancelled", "AppointmentExpired"]
__all__ += ["AppointmentMoved", "AppointmentNotFound", "AppointmentsTooMany", "BookAppointmentCommand", "Branch", "BranchMalformed", "BranchNotFound"]
__all__ += ["BranchService", "BranchServiceNotFound", "BranchSlot", "CancelAppointmentCommand", "ChangeBranchCommand", "CloseBranchCommand"]
__all__ += ["EndBranchServiceCommand", "FieldKind", "FormField", "MoveAppointmentCommand", "OpenBranchCommand", "Opening", "SetBranchServiceCommand"]
__all__ += ["SlotFull", "SlotNotOffered", "Spot", "book_appointment", "cancel_appointment", "change_branch", "close_branch", "end_branch_service"]
__all__ += ["find_branches", "find_services", "list_appointments", "list_branch_slots", "list_nearest", "list_services", "move_appointment", "open_branch"]
__all__ += ["set_branch_service"]
