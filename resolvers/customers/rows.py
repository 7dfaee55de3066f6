"""Rows that only the app's language has: made from what the domain gave, holding nothing of their own."""

from typing import NamedTuple
from uuid import UUID

from domains import customers


class SignedInRow(NamedTuple):
    customer_id: UUID
    session_id: UUID
    tokens: customers.TokenPair
    is_new: bool


class RefreshedRow(NamedTuple):
    session_id: UUID
    tokens: customers.TokenPair


class EndedRow(NamedTuple):
    session_ids: tuple[UUID, ...]


class SignedOutRow(NamedTuple):
    session_ids: tuple[UUID, ...]


class DeviceRevokedRow(NamedTuple):
    device_id: UUID
    session_ids: tuple[UUID, ...]
