"""What authorization leaves behind is forgotten when it can be of no more use."""

from datetime import timedelta

from domains.kernel.database import Database
from domains.kernel.jobs import periodic
from domains.scenes.queries import assertion, authorization_code, device_code, pushed_request, token_family

KEPT = timedelta(days=1)
"""After its end: so that a code that comes a second time is still known as one that was used."""


@periodic("*/5 * * * *")
async def forget_authorizations(database: Database) -> None:
    """Requests, codes and tokens whose time was over a day ago; assertions whose time is over."""
    async with database.transaction() as tx:
        await assertion.sweep_assertions(tx, tx.now)
        await pushed_request.sweep_requests(tx, tx.now - KEPT)
        await authorization_code.sweep_codes(tx, tx.now - KEPT)
        await device_code.sweep_devices(tx, tx.now - KEPT)
        await token_family.sweep_tokens(tx, tx.now - KEPT)
