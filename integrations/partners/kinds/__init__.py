"""The kinds of partners, each in a file of its own. Adding a partner of one of them takes a manifest; adding a kind takes a file and a line here."""

from collections.abc import Mapping

from integrations.partners.kinds import bookings, consumption, production, public_utilities, social
from integrations.partners.operations import Kind

KINDS: Mapping[str, Kind] = {
    "consumption": consumption.KIND,
    "medical": bookings.KIND,
    "production": production.KIND,
    "public_utilities": public_utilities.KIND,
    "social": social.KIND,
    "travel": bookings.KIND,
}
