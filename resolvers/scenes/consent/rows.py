"""Rows of the consents' language that no domain has."""

from typing import NamedTuple
from uuid import UUID

from domains import scenes


class AgreedPaymentRow(NamedTuple):
    """The one payment that a consent is about, and whose payee it names."""

    partner_id: UUID
    detail: scenes.PaymentDetail
