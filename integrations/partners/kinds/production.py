"""Companies' systems: they push orders, deliveries and invoices by webhook, and are not called."""

from integrations.partners.operations import Kind

KIND = Kind(capabilities=frozenset({"invoices"}), operations={})
