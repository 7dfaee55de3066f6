"""What app developers are given: the schema of each audience, the app's operations, subgraphs; and the checks that keep them true."""

from gateway.mobile_schema.audiences import audience_schema, audience_sdl
from gateway.mobile_schema.changes import unlisted_breaking_changes
from gateway.mobile_schema.federation import export_domain
from gateway.mobile_schema.operations import OperationsWrong, TrustedDocument, problems_not_selected, read_operations

__all__ = [
    "OperationsWrong",
    "TrustedDocument",
    "audience_schema",
    "audience_sdl",
    "export_domain",
    "problems_not_selected",
    "read_operations",
    "unlisted_breaking_changes",
]
