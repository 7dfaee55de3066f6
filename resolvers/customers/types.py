"""Customers, their sessions, devices and consents as the app sees them. Everything personal arrives masked."""

from domains import customers
from domains.kernel.models import C2
from resolvers.fields import computed, field, type_of


@computed("A name to show: the masked name, for example 张*, or the masked phone where no name was verified. Null for a customer who was erased.", C2)
def display_name(party: customers.PartyRow) -> str | None:
    return party.masked_name or party.masked_phone


@type_of(customers.PartyRow, "A customer as others see one: the other side of a movement. Never more than a masked name and phone.")
class Party:
    display_name = display_name
    masked_phone: str | None = field("For example 138****8000; null for a customer who was erased.", C2)
