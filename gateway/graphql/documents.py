"""Documents parsed, limited and validated once: the only place that makes an operation which an executor accepts."""

from __future__ import annotations

import hashlib
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from graphql import DocumentNode, GraphQLError, GraphQLSchema, OperationDefinitionNode, parse, specified_rules, validate
from graphql.validation import NoSchemaIntrospectionCustomRule, OverlappingFieldsCanBeMergedRule, ValidationContext
from strawberry.schema.validation_rules.maybe_null import MaybeNullValidationRule
from strawberry.schema.validation_rules.one_of import OneOfInputValidationRule

from gateway.graphql.errors import RequestRefused, document_refused
from resolvers.permissions import Permission

OVERLAPS_MAX = 10_000
"""Comparisons of fields that may share a response name, in one document: their number grows with the square of the fields."""


class OverlappingFieldsRule(OverlappingFieldsCanBeMergedRule):
    """graphql-core's rule, which gives up sooner."""

    def __init__(self, context: ValidationContext) -> None:
        super().__init__(context)
        self.rule_context.remaining_complexity_budget = OVERLAPS_MAX


# Built once: a rule class made per request defeats every cache keyed on it.
VALIDATION_RULES = (
    *(OverlappingFieldsRule if rule is OverlappingFieldsCanBeMergedRule else rule for rule in specified_rules),
    MaybeNullValidationRule,
    OneOfInputValidationRule,
)

LimitCheck = Callable[[DocumentNode], None]
"""Refuses a parsed document that is too large to validate, by raising `RequestRefused` or a `GraphQLError` with a code."""

_ABORTED = "Validation aborted."
"""graphql-core's word for a rule that gave up."""

_MENTIONS_INTROSPECTION = re.compile(r"__(?:schema|type)\b")


@dataclass(slots=True)
class OperationRequest:
    """One GraphQL request as any transport carries it: a document's text or id, and what to run of it."""

    query: str | None
    document_id: str | None = None
    operation_name: str | None = None
    variables: dict[str, Any] | None = None
    extensions: dict[str, Any] | None = None


@dataclass(slots=True, eq=False)
class PreparedOperation:
    """One operation of a valid document. `plan` is the executor's own: what it compiled for this operation; `cost` is the cost gate's."""

    kind: str
    """"query", "mutation" or "subscription"."""
    name: str | None
    node: OperationDefinitionNode
    document: DocumentNode
    document_id: str
    """SHA-256 of the document's text, in hexadecimal."""
    trusted: bool
    introspects: bool
    plan: Any = field(default=None, repr=False)
    cost: Any = field(default=None, repr=False)
    permissions: frozenset[Permission] | None = field(default=None, repr=False)
    """What the caller's token must carry; None until the operation first runs."""
    partner_needs: tuple[tuple[str, frozenset[str] | None], ...] | None = field(default=None, repr=False)
    """Each field with the scopes of which a partner's token needs one (None: no partner sees it); None until a partner first runs the operation."""


Operations = dict[str | None, PreparedOperation]
"""Those of one document, by name."""


class Documents:
    """Turns requests into prepared operations. Trusted documents stay; others live in a cache bounded in number and bytes."""

    def __init__(
        self,
        schema: GraphQLSchema,
        *,
        trusted: Mapping[str, str] | None = None,
        trusted_only: bool = False,
        check_limits: LimitCheck | None = None,
        tokens_max: int = 2000,
        length_max: int = 32 * 1024,
        comments_max: int = 200,
        hide_suggestions: bool = True,
        cached_max: int = 1000,
        cached_bytes_max: int = 4 * 1024 * 1024,
    ) -> None:
        """`trusted` maps the SHA-256 of a document's text to the text. With `trusted_only` nothing else runs, on any transport.

        The maxima of tokens, characters and comments hold for documents that are not trusted.
        """
        self.schema = schema
        self.trusted_only = trusted_only
        self._trusted_texts = dict(trusted or {})
        self._trusted: dict[str, Operations] = {}
        self._cached: OrderedDict[str, Operations] = OrderedDict()
        self._cached_bytes = 0
        self._cached_max = cached_max
        self._cached_bytes_max = cached_bytes_max
        self._check_limits = check_limits
        self._tokens_max = tokens_max
        self._length_max = length_max
        self._comments_max = comments_max
        self._hide_suggestions = hide_suggestions

    def prepare(self, request: OperationRequest, *, introspection: bool) -> PreparedOperation:
        """The operation to run.

        Raises `RequestRefused` with PERSISTED_QUERY_NOT_FOUND, DOCUMENT_NOT_TRUSTED, GRAPHQL_PARSE_FAILED, GRAPHQL_VALIDATION_FAILED,
        OPERATION_NOT_FOUND, INTROSPECTION_DISABLED, or the limit check's own code.
        """
        if request.document_id is not None:
            operations = self._by_id(request.document_id, request.query)
        elif request.query is None:
            raise RequestRefused("BAD_REQUEST", "The request has neither `query` nor `documentId`.")
        elif self.trusted_only:
            raise RequestRefused("DOCUMENT_NOT_TRUSTED", "Only registered documents run here: send `documentId`.", well_formed=True)
        else:
            operations = self._by_text(request.query)
        return chosen_operation(operations, request, introspection=introspection)

    def knows(self, document_id: str | None) -> bool:
        """Whether it is the id of a trusted document."""
        return document_id is not None and document_id.removeprefix("sha256:") in self._trusted_texts

    def prepared(self, text: str, document_id: str) -> Operations:
        """The operations of a text that is kept elsewhere, after the same checks as one that is sent. Raises as `prepare` does."""
        return self._prepare_text(text, document_id, trusted=False)

    def _by_id(self, document_id: str, text: str | None) -> Operations:
        document_id = document_id.removeprefix("sha256:")
        trusted_text = self._trusted_texts.get(document_id)
        if trusted_text is None:
            raise RequestRefused("PERSISTED_QUERY_NOT_FOUND", "No document is registered under this id.", well_formed=True)
        if text is not None and text != trusted_text and _sha256(text) != document_id:
            raise RequestRefused("BAD_REQUEST", "The id is not that of the document sent with it.", well_formed=True)
        operations = self._trusted.get(document_id)
        if operations is None:
            operations = self._trusted[document_id] = self._prepare_text(trusted_text, document_id, trusted=True)
        return operations

    def _by_text(self, text: str) -> Operations:
        operations = self._cached.get(text)
        if operations is not None:
            self._cached.move_to_end(text)
            return operations
        if len(text) > self._length_max:
            maximum = self._length_max
            raise RequestRefused("TOO_COMPLEX", f"A document has at most {maximum} characters.", well_formed=True, what="length", maximum=maximum)
        operations = self._cached[text] = self._prepare_text(text, _sha256(text), trusted=False)
        self._cached_bytes += len(text)
        while len(self._cached) > self._cached_max or self._cached_bytes > self._cached_bytes_max:
            evicted, _ = self._cached.popitem(last=False)
            self._cached_bytes -= len(evicted)
        return operations

    def _prepare_text(self, text: str, document_id: str, *, trusted: bool) -> Operations:
        try:
            document = parse(text) if trusted else parse(text, max_tokens=self._tokens_max, max_comments=self._comments_max)
        except GraphQLError as error:
            raise document_refused("GRAPHQL_PARSE_FAILED", [error]) from None
        if self._check_limits is not None:
            try:
                self._check_limits(document)
            except GraphQLError as error:
                raise document_refused("TOO_COMPLEX", [error]) from None
        errors = validate(self.schema, document, VALIDATION_RULES, max_errors=20, hide_suggestions=self._hide_suggestions)
        if errors and errors[-1].message == _ABORTED:
            message = "Too many fields may share a response name. Select each field once, or give aliases."
            raise RequestRefused("TOO_COMPLEX", message, well_formed=True, what="overlapping_fields", maximum=OVERLAPS_MAX)
        if errors:
            raise document_refused("GRAPHQL_VALIDATION_FAILED", errors)
        introspects = _MENTIONS_INTROSPECTION.search(text) is not None and bool(validate(self.schema, document, (NoSchemaIntrospectionCustomRule,)))
        operations: Operations = {}
        for node in document.definitions:
            if isinstance(node, OperationDefinitionNode):
                name = node.name.value if node.name else None
                operations[name] = PreparedOperation(node.operation.value, name, node, document, document_id, trusted, introspects)
        if len(operations) == 1:
            operations[None] = next(iter(operations.values()))
        return operations


def chosen_operation(operations: Operations, request: OperationRequest, *, introspection: bool) -> PreparedOperation:
    """The one that the request means. Raises `RequestRefused` with OPERATION_NOT_FOUND or INTROSPECTION_DISABLED."""
    operation = operations.get(request.operation_name)
    if operation is None:
        raise _operation_not_found(request.operation_name)
    if operation.introspects and not introspection:
        raise RequestRefused("INTROSPECTION_DISABLED", "Introspection is not open to this caller.", well_formed=True)
    return operation


def _operation_not_found(name: str | None) -> RequestRefused:
    if name is None:
        return RequestRefused("OPERATION_NOT_FOUND", "The document has several operations: send `operationName`.", well_formed=True)
    return RequestRefused("OPERATION_NOT_FOUND", f"The document has no operation named {name[:100]!r}.", well_formed=True)


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
