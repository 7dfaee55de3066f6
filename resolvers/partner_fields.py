"""Which fields of the schema a partner's token sees: the one table, by type and field. What is not in it no partner sees, whatever else it may be.

A set names the scopes of which the token needs one. An empty set asks for none of its own: the field is reached through another of the table. Fields that
an object has from an interface of the table (`message` of every Problem) need no row of their own. Leaving a field out closes it; a test walks all."""

from collections.abc import Mapping
from types import MappingProxyType

from graphql import GraphQLInterfaceType, GraphQLObjectType, GraphQLSchema

Scopes = frozenset[str]

OPEN: Scopes = frozenset()
PROFILE = frozenset({"profile"})
PHONE = frozenset({"phone"})
ACCOUNTS = frozenset({"accounts.read"})
PAYMENTS = frozenset({"payments.read", "payments.write"})
SETTLEMENTS = frozenset({"payments.read", "settlements.read"})
PAYOUTS = frozenset({"settlements.read"})
ORDERS = frozenset({"orders.read", "orders.write"})
PAYMENTS_WRITE = frozenset({"payments.write"})
WEBHOOKS = frozenset({"webhooks.manage"})
COMPANIES = frozenset({"companies.read"})
CLAIMS = frozenset({"openid", "profile", "phone"})

PARTNER_FIELDS: Mapping[str, Mapping[str, Scopes]] = MappingProxyType(
    {
        "Query": {
            "profile": CLAIMS,
            "consentedAccounts": ACCOUNTS,
            "paymentInitiation": PAYMENTS,
            "orderPayment": ORDERS,
            "agreementSettlement": SETTLEMENTS,
            "agreementSettlements": SETTLEMENTS,
            "payouts": PAYOUTS,
            "companyStatementFile": COMPANIES,
            "connectedCompanies": COMPANIES,
            "paymentRunStatus": COMPANIES,
            "webhookEndpoints": WEBHOOKS,
            "webhookDeliveries": WEBHOOKS,
        },
        "Mutation": {
            "initiatePayment": PAYMENTS_WRITE,
            "registerWebhookEndpoint": WEBHOOKS,
            "changeWebhookEndpoint": WEBHOOKS,
            "rotateWebhookSecret": WEBHOOKS,
            "disableWebhookEndpoint": WEBHOOKS,
            "enableWebhookEndpoint": WEBHOOKS,
            "removeWebhookEndpoint": WEBHOOKS,
            "pingWebhookEndpoint": WEBHOOKS,
            "replayWebhookDelivery": WEBHOOKS,
            "replayWebhooks": WEBHOOKS,
        },
        "PartnerProfile": {
            "subject": CLAIMS,
            "isVerified": PROFILE,
            "maskedName": PROFILE,
            "name": PROFILE,
            "maskedPhone": PHONE,
            "phone": PHONE,
        },
        "PartnerAccount": {"id": ACCOUNTS, "currency": ACCOUNTS, "balance": ACCOUNTS, "available": ACCOUNTS},
        "PaymentInitiation": {
            "id": PAYMENTS | ORDERS,
            "orderId": PAYMENTS | ORDERS,
            "payeeId": PAYMENTS | ORDERS,
            "amount": PAYMENTS | ORDERS,
            "refunded": PAYMENTS | ORDERS,
            "state": PAYMENTS | ORDERS,
            "initiatedAt": PAYMENTS | ORDERS,
        },
        "AgreementSettlement": {
            "id": SETTLEMENTS,
            "agreementId": SETTLEMENTS,
            "partyId": SETTLEMENTS,
            "month": SETTLEMENTS,
            "orders": SETTLEMENTS,
            "refunds": SETTLEMENTS,
            "brought": SETTLEMENTS,
            "accrued": SETTLEMENTS,
            "reversed": SETTLEMENTS,
            "paid": SETTLEMENTS,
            "carried": SETTLEMENTS,
            "settledAt": SETTLEMENTS,
            "lines": SETTLEMENTS,
        },
        "AgreementSettlementLine": {
            "entryId": SETTLEMENTS,
            "orderId": SETTLEMENTS,
            "isRefund": SETTLEMENTS,
            "amount": SETTLEMENTS,
            "commission": SETTLEMENTS,
            "part": SETTLEMENTS,
            "accruedAt": SETTLEMENTS,
        },
        "AgreementSettlementConnection": {"edges": OPEN, "nodes": OPEN, "pageInfo": OPEN},
        "AgreementSettlementEdge": {"cursor": OPEN, "node": OPEN},
        "AgreementSettlementLineConnection": {"edges": OPEN, "nodes": OPEN, "pageInfo": OPEN},
        "AgreementSettlementLineEdge": {"cursor": OPEN, "node": OPEN},
        "PartnerPayout": {
            "id": PAYOUTS,
            "partnerId": PAYOUTS,
            "amount": PAYOUTS,
            "channel": PAYOUTS,
            "state": PAYOUTS,
            "refusalCode": PAYOUTS,
            "requestedAt": PAYOUTS,
            "settledAt": PAYOUTS,
        },
        "PartnerPayoutConnection": {"edges": OPEN, "nodes": OPEN, "pageInfo": OPEN},
        "PartnerPayoutEdge": {"cursor": OPEN, "node": OPEN},
        "ConnectedCompany": {"id": COMPANIES, "sceneId": COMPANIES, "number": COMPANIES, "accountId": COMPANIES},
        "ConnectedCompanyConnection": {"edges": OPEN, "nodes": OPEN, "pageInfo": OPEN},
        "ConnectedCompanyEdge": {"cursor": OPEN, "node": OPEN},
        "PaymentRunStatus": {"id": COMPANIES, "companyId": COMPANIES, "messageId": COMPANIES, "state": COMPANIES, "statusFile": COMPANIES},
        "WebhookEndpoint": {
            "id": WEBHOOKS,
            "address": WEBHOOKS,
            "eventTypes": WEBHOOKS,
            "documentId": WEBHOOKS,
            "state": WEBHOOKS,
            "disabledReason": WEBHOOKS,
            "failures": WEBHOOKS,
            "failingSince": WEBHOOKS,
            "createdAt": WEBHOOKS,
            "secrets": WEBHOOKS,
        },
        "WebhookSecret": {"id": WEBHOOKS, "createdAt": WEBHOOKS, "expiresAt": WEBHOOKS},
        "WebhookEndpointRegistered": {"endpoint": WEBHOOKS, "secret": WEBHOOKS},
        "WebhookDelivery": {
            "id": WEBHOOKS,
            "endpointId": WEBHOOKS,
            "eventType": WEBHOOKS,
            "state": WEBHOOKS,
            "attempts": WEBHOOKS,
            "createdAt": WEBHOOKS,
            "triedAt": WEBHOOKS,
            "nextAt": WEBHOOKS,
            "status": WEBHOOKS,
            "failure": WEBHOOKS,
            "excerpt": WEBHOOKS,
        },
        "WebhooksReplayed": {"count": WEBHOOKS, "atATime": WEBHOOKS},
        "WebhookEndpointConnection": {"edges": OPEN, "nodes": OPEN, "pageInfo": OPEN},
        "WebhookEndpointEdge": {"cursor": OPEN, "node": OPEN},
        "WebhookDeliveryConnection": {"edges": OPEN, "nodes": OPEN, "pageInfo": OPEN},
        "WebhookDeliveryEdge": {"cursor": OPEN, "node": OPEN},
        "PageInfo": {"hasNextPage": OPEN, "hasPreviousPage": OPEN, "startCursor": OPEN, "endCursor": OPEN},
        "WebhookAddressRefused": {"reason": OPEN},
        "WebhookEventUnknown": {"eventType": OPEN},
        "WebhookOverlapOutOfRange": {"mostHours": OPEN},
        "Money": {"amount": OPEN, "currency": OPEN},
        "Problem": {"message": OPEN},
        "ConsentRevoked": {"revokedAt": OPEN},
        "ConsentExpired": {"expiredAt": OPEN},
        "ConsentLacksScope": {"scope": OPEN},
        "CapExceeded": {"window": OPEN, "most": OPEN, "left": OPEN},
        "PaymentNotAgreed": {"what": OPEN},
        "PartnerOrderPaid": {"initiationId": PAYMENTS},
        "PartnerOrderIdMalformed": {"mostCharacters": OPEN},
        "UnknownCurrency": {"code": OPEN},
    }
)


def scopes_of(schema: GraphQLSchema, type_name: str, field_name: str) -> Scopes | None:
    """The scopes of which a partner's token needs one for that field (none where the set is empty); None for a field that no partner sees."""
    own = PARTNER_FIELDS.get(type_name, {}).get(field_name)
    if own is not None:
        return own
    type_ = schema.type_map.get(type_name)
    if not isinstance(type_, GraphQLObjectType | GraphQLInterfaceType):
        return None
    for interface in type_.interfaces:
        inherited = PARTNER_FIELDS.get(interface.name, {}).get(field_name)
        if inherited is not None:
            return inherited
    return None
