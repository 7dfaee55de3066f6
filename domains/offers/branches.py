"""Branches, the part of the public face of offers that is about places: `offers.branches`.

branches      open_branch, change_branch, close_branch, set_branch_service, end_branch_service; find_branches, list_nearest, list_services, find_services
appointments  book_appointment, move_appointment, cancel_appointment; list_branch_slots, list_appointments
forms         fill_in_form, withdraw_prefill, open_prefill (at the counter, once); list_waiting_prefills, read_answers
queue         take_ticket, cancel_ticket, call_next, serve_ticket, skip_ticket, class_ticket; find_tickets, list_own_tickets, list_standings
codes         visit_addresses: of forms and tickets
referral      open_referral, set_fraud_rules, newest_rules; list_leaders, list_refused, list_own_rewards"""

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
from domains.offers.errors.prefills import FormMalformed, PrefillExpired, PrefillOpenedAlready, PrefillsTooMany, PrefillUnknown
from domains.offers.errors.queue import BranchClosedNow, QueueEmpty, TicketClassNotGiven, TicketHeldAlready, TicketNotFound
from domains.offers.errors.referral import ReferralMalformed, ReferralOpenAlready
from domains.offers.events.branches import AppointmentBooked, AppointmentCancelled, AppointmentExpired, AppointmentMoved
from domains.offers.events.referral import ReferralEarned, ReferralRefused, ReferralRewarded
from domains.offers.events.visits import PrefillMade, PrefillOpened, TicketAdvanced, TicketCalled, TicketEnded, TicketTaken
from domains.offers.queries.appointments import Appointment, list_appointments
from domains.offers.queries.branches import Branch, BranchService, find_branches, find_services, list_nearest, list_services
from domains.offers.queries.prefills import Prefill, list_waiting_prefills
from domains.offers.queries.queue import Ticket, find_tickets
from domains.offers.queries.referral import Leader, Referral, Reward, list_leaders, list_refused, newest_rules
from domains.offers.queries.rewards import OwnReward, list_own_rewards
from domains.offers.rules.branches import LATITUDE_MOST, LONGITUDE_MOST, Opening, Spot
from domains.offers.rules.prefills import FieldKind, FormField
from domains.offers.rules.queue import TicketClass
from domains.offers.rules.referral import FraudRules, Reason
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
from domains.offers.service.prefills import (
    Answer,
    FillInFormCommand,
    OpenPrefillCommand,
    PrefillOpening,
    WithdrawPrefillCommand,
    fill_in_form,
    open_prefill,
    read_answers,
    withdraw_prefill,
)
from domains.offers.service.queue import (
    CallNextCommand,
    ClassTicketCommand,
    EndTicketCommand,
    TakeTicketCommand,
    TicketStanding,
    call_next,
    cancel_ticket,
    class_ticket,
    list_own_tickets,
    list_standings,
    serve_ticket,
    skip_ticket,
    take_ticket,
)
from domains.offers.service.referral import OpenReferralCommand, SetFraudRulesCommand, open_referral, set_fraud_rules
from domains.offers.service.visit_codes import visit_addresses

__all__ = ["LATITUDE_MOST", "LONGITUDE_MOST", "AlreadyBooked", "Appointment", "AppointmentBooked", "AppointmentCancelled", "AppointmentExpired"]
__all__ += ["AppointmentMoved", "AppointmentNotFound", "AppointmentsTooMany", "BookAppointmentCommand", "Branch", "BranchMalformed", "BranchNotFound"]
__all__ += ["BranchService", "BranchServiceNotFound", "BranchSlot", "CancelAppointmentCommand", "ChangeBranchCommand", "CloseBranchCommand"]
__all__ += ["EndBranchServiceCommand", "FieldKind", "FormField", "MoveAppointmentCommand", "OpenBranchCommand", "Opening", "SetBranchServiceCommand"]
__all__ += ["SlotFull", "SlotNotOffered", "Spot", "book_appointment", "cancel_appointment", "change_branch", "close_branch", "end_branch_service"]
__all__ += ["find_branches", "find_services", "list_appointments", "list_branch_slots", "list_nearest", "list_services", "move_appointment", "open_branch"]
__all__ += ["set_branch_service"]
__all__ += ["Answer", "BranchClosedNow", "CallNextCommand", "ClassTicketCommand", "EndTicketCommand", "FillInFormCommand", "FormMalformed"]
__all__ += ["OpenPrefillCommand", "Prefill", "PrefillExpired", "PrefillMade", "PrefillOpened", "PrefillOpenedAlready", "PrefillOpening", "PrefillUnknown"]
__all__ += ["PrefillsTooMany", "QueueEmpty", "TakeTicketCommand", "Ticket", "TicketAdvanced", "TicketCalled", "TicketClass", "TicketClassNotGiven"]
__all__ += ["TicketEnded", "TicketHeldAlready", "TicketNotFound", "TicketStanding", "TicketTaken", "WithdrawPrefillCommand", "call_next", "cancel_ticket"]
__all__ += ["class_ticket", "fill_in_form", "find_tickets", "list_own_tickets", "list_standings", "list_waiting_prefills", "open_prefill", "read_answers"]
__all__ += ["serve_ticket", "skip_ticket", "take_ticket", "visit_addresses", "withdraw_prefill"]
__all__ += ["FraudRules", "Leader", "OpenReferralCommand", "Reason", "Referral", "ReferralEarned", "ReferralMalformed", "ReferralOpenAlready"]
__all__ += ["ReferralRefused", "ReferralRewarded", "Reward", "SetFraudRulesCommand", "list_leaders", "list_refused", "newest_rules", "open_referral"]
__all__ += ["set_fraud_rules"]

__all__ += ["OwnReward", "list_own_rewards"]
