"""A client's keys: add the next one, use it, remove the last. Both hold while both are there."""

from typing import Any

from starlette.exceptions import HTTPException
from starlette.responses import Response

from domains.scenes import Client, PortalPartner
from gateway.pages.portal.clients import update
from gateway.pages.portal.forms import FormWrong
from gateway.pages.portal.key_sets import read_keys
from gateway.pages.visits import Visit


async def add_keys(visit: Visit, partner: PortalPartner) -> Response:
    """Keys beside those that there are or, with `replace`, in their place."""

    async def changed(client: Client) -> dict[str, Any]:
        given, followed = await read_keys(visit)
        kept = [] if client.jwks is None or followed or visit.form.get("how") == "replace" else client.jwks["keys"]
        return {"jwks": {"keys": [*kept, *(key for key in given if key not in kept)]}, "jwks_uri": followed}

    return await update(visit, partner, changed, "keys")


async def remove_key(visit: Visit, partner: PortalPartner) -> Response:
    """One key less. The last one stays: without a key the client could not prove who it is."""

    async def changed(client: Client) -> dict[str, Any]:
        keys = [] if client.jwks is None else client.jwks["keys"]
        place = visit.form.get("place", "")
        # The key itself is named too: the places may have moved since the page was shown.
        if not place.isdigit() or int(place) >= len(keys) or keys[int(place)].get("kid", "") != visit.form.get("kid", ""):
            raise HTTPException(400)
        if len(keys) == 1:
            raise FormWrong("至少要保留一把公钥。", "One key must stay.")
        # An address that is read again would bring it back.
        return {"jwks": {"keys": [key for index, key in enumerate(keys) if index != int(place)]}, "jwks_uri": None}

    return await update(visit, partner, changed, "keys")
