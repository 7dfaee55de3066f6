"""The GraphQL door: HTTP, server-sent events, multipart and WebSocket over one executor."""

from gateway.graphql.compiled import CompiledExecutor
from gateway.graphql.documents import Documents, LimitCheck, PreparedOperation
from gateway.graphql.endpoint import GraphQLEndpoint
from gateway.graphql.errors import RequestRefused, Unauthenticated
from gateway.graphql.graphql_core import GraphQLCoreExecutor
from gateway.graphql.masking import Explanation, Masker, Translate
from gateway.graphql.options import EndpointOptions
from gateway.graphql.ports import Answer, Authenticator, Executor, Identity

__all__ = [
    "Answer",
    "Authenticator",
    "CompiledExecutor",
    "Documents",
    "EndpointOptions",
    "Executor",
    "Explanation",
    "GraphQLCoreExecutor",
    "GraphQLEndpoint",
    "Identity",
    "LimitCheck",
    "Masker",
    "PreparedOperation",
    "RequestRefused",
    "Translate",
    "Unauthenticated",
]
