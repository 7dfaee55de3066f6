"""What each error code means and what an app does about it. A test holds this list to the codes that stand in the gateway's code."""

from typing import NamedTuple

from gateway.graphql.errors import STATUS_OF_CODE


class Meaning(NamedTuple):
    when: str
    then: str


CODES: dict[str, Meaning] = {
    "UNAUTHENTICATED": Meaning(
        "There is no token where one is needed, or it is forged, has expired, was revoked, or lacks its DPoP proof.", "Refresh once; else sign in."
    ),
    "FORBIDDEN": Meaning("The token does not carry the permission that a field asks for. Nothing of the operation ran.", "Do not offer it."),
    "RATE_LIMITED": Meaning("Too much at once: of cost, of subscriptions, of attempts.", "Wait `retryAfterSeconds`, then go on."),
    "TOO_COMPLEX": Meaning("The document or its variables are beyond a limit below; `what` and `maximum` say which.", "Ask for less: a bug of the app."),
    "UNAVAILABLE": Meaning("The database or a partner is away, or the outcome is not known. `retryable` is true.", "Repeat with the same id."),
    "INTERNAL": Meaning("A bug of ours. `errorId` is found again in the log.", "Show the id; repeat with the same id later."),
    "BAD_USER_INPUT": Meaning("An argument or variable is not what the schema or a description allows.", "A bug of the app."),
    "RESUME_EXPIRED": Meaning("A subscription cannot go on from that cursor.", "Load again, subscribe without it."),
    "SUBSCRIBER_TOO_SLOW": Meaning("Facts came faster than the subscriber read them.", "Subscribe again with the last cursor."),
    "BAD_REQUEST": Meaning("The request is not a GraphQL request: no JSON, no document, wrong types, a batch where none is taken.", "A bug of the app."),
    "GRAPHQL_PARSE_FAILED": Meaning("The document cannot be parsed.", "A bug of the app."),
    "GRAPHQL_VALIDATION_FAILED": Meaning("The document does not fit the schema.", "A bug of the app, or an app that is too old."),
    "OPERATION_NOT_FOUND": Meaning("The document has several operations and none was named, or none of that name.", "A bug of the app."),
    "DOCUMENT_NOT_TRUSTED": Meaning("Production runs registered documents only.", "Send `documentId`."),
    "PERSISTED_QUERY_NOT_FOUND": Meaning("No document is registered under that id.", "Update the app."),
    "DOCUMENT_RETIRED": Meaning("A partner's document does not fit the schema any more.", "Register one that does."),
    "INTROSPECTION_DISABLED": Meaning("The schema is not shown to this caller.", "Use the SDL in `mobile_sdk_schema/`."),
    "METHOD_NOT_ALLOWED": Meaning("Another method than GET and POST, or a mutation with GET.", "A bug of the app."),
    "NOT_ACCEPTABLE": Meaning("None of the media types that the caller accepts is served.", "Accept `application/graphql-response+json`."),
    "UNSUPPORTED_MEDIA_TYPE": Meaning("The body is not `application/json` in UTF-8.", "A bug of the app."),
    "PAYLOAD_TOO_LARGE": Meaning("The body is longer than `maxBytes`.", "A bug of the app."),
    "REQUEST_TIMEOUT": Meaning("The body did not arrive in time.", "Repeat with the same id."),
}
"""By code, those first that an app meets."""

CLOSE_CODES: dict[str, str] = {
    "IDLE": "Nothing ran and nothing arrived for a while. Connect again when there is something to ask.",
    "MESSAGE_TOO_BIG": "A message was longer than a body may be.",
    "SERVICE_RESTART": "The server stops. Connect again.",
    "TRY_AGAIN_LATER": "Too many sockets, a reader too slow, or pings unanswered. Connect again after a pause.",
    "BAD_REQUEST": "A message that the protocol does not know.",
    "UNAUTHORIZED": "No `connection_init` before the first operation, or the token has expired or was revoked.",
    "FORBIDDEN": "The token was refused, or the page's origin may not connect.",
    "SUBPROTOCOL_NOT_ACCEPTABLE": "The client does not speak `graphql-transport-ws`.",
    "INITIALISATION_TIMEOUT": "No `connection_init` in time.",
    "SUBSCRIBER_ALREADY_EXISTS": "An operation of that id runs already.",
    "TOO_MANY_INITIALISATION_REQUESTS": "A second `connection_init`.",
    "INTERNAL": "A bug of ours.",
}

CALLBACK_CODES: dict[str, tuple[int, str]] = {
    "channel_not_found": (404, "No channel of that name is wired."),
    "signature_invalid": (401, "The signature does not hold, or its time is too far from ours."),
    "callback_invalid": (400, "The signature holds, but the body is not a callback."),
    "charge_not_found": (404, "It tells of a charge that is not one of this channel's top-ups."),
    "pay_out_not_found": (404, "It tells of a pay-out that is not one of this channel's withdrawals."),
    "unavailable": (503, "Not taken: repeat it."),
}


def status_of(code: str) -> int:
    """The HTTP status of a request that is refused with that code before it runs."""
    return STATUS_OF_CODE.get(code, 400)
