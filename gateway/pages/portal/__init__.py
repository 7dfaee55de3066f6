"""The partners' portal: clients and keys, webhooks and what was sent, the sandbox's switches. Its pages compose verbs that there are."""

from collections.abc import Callable

from starlette.routing import Route

from gateway.pages.portal import clients, deliveries, endpoints, entering, keys, sandbox
from gateway.pages.portal.entering import HOME, LOGIN, of_partner
from gateway.pages.visits import Show

Shown = Callable[[str, Show, Show | None], list[Route]]
Posted = Callable[[str, Show], Route]


def portal_routes(shown: Shown, posted: Posted) -> list[Route]:
    """Every page of the portal; all but the door need a partner's key."""
    return [
        *shown(LOGIN, entering.show_login, entering.enter),
        posted(f"{HOME}/leave", entering.leave),
        *shown(HOME, of_partner(clients.show_clients), None),
        *shown(f"{HOME}/clients/new", of_partner(clients.show_new), of_partner(clients.register)),
        *shown(f"{HOME}/clients/{{id:uuid}}", of_partner(clients.show_client), of_partner(clients.change)),
        posted(f"{HOME}/clients/{{id:uuid}}/keys", of_partner(keys.add_keys)),
        posted(f"{HOME}/clients/{{id:uuid}}/keys/remove", of_partner(keys.remove_key)),
        posted(f"{HOME}/clients/{{id:uuid}}/secret", of_partner(clients.renew_secret)),
        posted(f"{HOME}/clients/{{id:uuid}}/remove", of_partner(clients.remove)),
        *shown(f"{HOME}/webhooks", of_partner(endpoints.show_endpoints), of_partner(endpoints.register)),
        *shown(f"{HOME}/webhooks/{{id:uuid}}", of_partner(endpoints.show_endpoint), of_partner(endpoints.change)),
        posted(f"{HOME}/webhooks/{{id:uuid}}/act", of_partner(endpoints.act)),
        posted(f"{HOME}/webhooks/{{id:uuid}}/secret", of_partner(endpoints.rotate)),
        *shown(f"{HOME}/deliveries", of_partner(deliveries.show_deliveries), of_partner(deliveries.replay)),
        posted(f"{HOME}/deliveries/replay", of_partner(deliveries.replay_held)),
        *shown(f"{HOME}/sandbox", of_partner(sandbox.show_sandbox), of_partner(sandbox.plan)),
        posted(f"{HOME}/sandbox/till", of_partner(sandbox.open_till)),
    ]


__all__ = ["portal_routes"]
