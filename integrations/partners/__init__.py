"""The house as a client of its partners: what a manifest says of one is all that is needed to link accounts there and to call it."""

from integrations.partners.connector import PartnerConnector
from integrations.partners.manifest import Manifest, ManifestMalformed, read_manifest

__all__ = ["Manifest", "ManifestMalformed", "PartnerConnector", "read_manifest"]
