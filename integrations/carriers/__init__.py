"""Carriers of parcels: what they tell, asked and pushed."""

from integrations.carriers.client import CarrierPush, CarrierWord, SandboxCarrier

__all__ = ["CarrierPush", "CarrierWord", "SandboxCarrier"]
