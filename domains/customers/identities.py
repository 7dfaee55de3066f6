"""Identities, the part of the customers' public face that is theirs: `customers.identities`.

sign-in    sign_in_with_mini_program, sign_in_with_ticket, sign_up_with_mini_program; the ports MiniPrograms, MiniProgram
linking    link_identity, unlink_identity; attach_identity, detach_identity (inside a verb of the caller's), move_identities
reading    list_identities, list_identity_changes
ages       find_ages: of verified customers, for rules that go by age; find_tiers
consents   list_asked: who ever consented to a purpose, for whoever goes through all of them
mergers    propose_merger, decide_merger, collect_funds, list_open_mergers, list_predecessors; the port ClosingParts"""

from domains.customers.errors import (
    CustomerBusy,
    IdentityNotFound,
    IdentityTaken,
    LastWayToSignIn,
    MergerEnded,
    MergerNotFound,
    MergerUnfit,
    MiniProgramAway,
    MiniProgramBusy,
    MiniProgramCodeInvalid,
    MiniProgramCodeUsed,
    MiniProgramUnknown,
    MiniProgramUnlinked,
    PhoneInUse,
    SecondOperatorNeeded,
    TicketInvalid,
    TooManyIdentities,
    UserInfoForged,
)
from domains.customers.events import CustomerClosed, IdentityLinked, IdentityUnlinked, MergerProposed
from domains.customers.ports import ClosingPart, ClosingParts, MiniProgram, MiniPrograms, PhoneAnswer, SessionAnswer
from domains.customers.rows import IdentityChangeRow, IdentityKind, IdentityProof, IdentityRow
from domains.customers.rules import IDENTITIES_MAX, TICKET_LIFE
from domains.customers.service.consents import list_asked
from domains.customers.service.identities import (
    EndedIdentity,
    LinkedIdentity,
    LinkIdentity,
    UnlinkIdentity,
    attach_identity,
    detach_identity,
    link_identity,
    list_identities,
    list_identity_changes,
    move_identities,
    unlink_identity,
)
from domains.customers.service.identity_tickets import NewIdentity
from domains.customers.service.lookup import find_ages, find_tiers
from domains.customers.service.mergers import (
    CollectFunds,
    DecideMerger,
    FundsCollected,
    Merger,
    ProposeMerger,
    collect_funds,
    decide_merger,
    list_open_mergers,
    list_predecessors,
    propose_merger,
)
from domains.customers.service.mini_programs import (
    DeviceCommand,
    SignInWithTicket,
    sign_in_with_mini_program,
    sign_in_with_ticket,
    sign_up_with_mini_program,
)

__all__ = ["IDENTITIES_MAX", "TICKET_LIFE", "DeviceCommand", "EndedIdentity", "IdentityChangeRow", "IdentityKind", "IdentityLinked", "IdentityNotFound"]
__all__ += ["IdentityProof", "IdentityRow", "IdentityTaken", "IdentityUnlinked", "LastWayToSignIn", "LinkIdentity", "LinkedIdentity", "MiniProgram"]
__all__ += ["MiniProgramAway", "MiniProgramBusy", "MiniProgramCodeInvalid", "MiniProgramCodeUsed", "MiniProgramUnknown", "MiniProgramUnlinked"]
__all__ += ["MiniPrograms", "NewIdentity", "PhoneAnswer", "PhoneInUse", "SessionAnswer", "SignInWithTicket", "TicketInvalid", "TooManyIdentities"]
__all__ += ["UnlinkIdentity", "UserInfoForged", "attach_identity", "detach_identity", "link_identity", "list_identities", "list_identity_changes"]
__all__ += ["ClosingPart", "move_identities", "sign_in_with_mini_program", "sign_in_with_ticket", "sign_up_with_mini_program", "unlink_identity"]
__all__ += ["ClosingParts", "CollectFunds", "CustomerBusy", "CustomerClosed", "DecideMerger", "FundsCollected", "Merger", "MergerEnded", "MergerNotFound"]
__all__ += ["MergerProposed", "MergerUnfit", "ProposeMerger", "SecondOperatorNeeded", "collect_funds", "decide_merger", "find_ages", "find_tiers"]
__all__ += ["list_asked", "list_open_mergers", "list_predecessors", "propose_merger"]
