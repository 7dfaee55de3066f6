"""Scene partners of the sandbox: each under a path of its own, with a provider to link accounts at and faults on demand.

/scenes/{name}/.well-known/openid-configuration and the provider's endpoints (provider.py); below /scenes/{name}/api what partners of its kind serve."""

from collections.abc import Mapping
from importlib.resources import files
from uuid import UUID

from starlette.routing import Mount

from domains.kernel.clock import Clock
from domains.kernel.commands import HOUSE_ID
from domains.kernel.ids import derived_id
from integrations.sandbox.scenes.erp import ErpServer
from integrations.sandbox.scenes.network import NetworkServer
from integrations.sandbox.scenes.server import SceneServer
from integrations.sandbox.scenes.shop import ShopServer
from integrations.sandbox.scenes.slots import HospitalServer, RailwayServer
from integrations.sandbox.scenes.utilities import CampusServer, CommunityServer, UtilitiesServer

SCENES: Mapping[str, type[SceneServer]] = {
    "morning-water": UtilitiesServer,
    "evening-power": UtilitiesServer,
    "river-campus": CampusServer,
    "garden-community": CommunityServer,
    "harbour-hospital": HospitalServer,
    "silver-rail": RailwayServer,
    "lantern-shop": ShopServer,
    "harbour-books": ShopServer,
    "plum-circle": NetworkServer,
    "forge-ledger": ErpServer,
}
"""Which partners there are, by the name of their manifest."""


def scene_mounts(api_key: str, clock: Clock) -> list[Mount]:
    """Every partner's routes."""
    return [Mount(f"/scenes/{name}", routes=server(name, api_key, clock).routes()) for name, server in SCENES.items()]


def sandbox_manifests(sandbox_url: str) -> dict[str, str]:
    """The partners' manifests by name, for a sandbox at that address."""
    folder, address = files(__package__) / "manifests", sandbox_url.rstrip("/")
    return {name: (folder / f"{name}.toml").read_text().replace("SANDBOX", address).replace("PARTNER", str(sandbox_partner_id(name))) for name in SCENES}


def sandbox_partner_id(name: str) -> UUID:
    """Whom the house knows a partner of the sandbox as: the same on every machine, so that agreements about its scene can be made."""
    return derived_id(HOUSE_ID, f"sandbox partner {name}")
