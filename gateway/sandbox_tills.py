"""A till of the sandbox: a shop of nobody's, which a partner has money paid to while it tries things. For development only."""

from contextlib import suppress
from uuid import UUID

from domains import customers, scenes, wallet
from domains.kernel.assets import CNY
from domains.kernel.commands import HOUSE_ID
from domains.kernel.database import Database
from domains.kernel.errors import IdReused
from domains.kernel.ids import derived_id, new_id

SHOPKEEPER_PHONE = "+8619900000001"


def sandbox_payee_id(partner_id: UUID) -> UUID:
    """By what id a partner knows its till of the sandbox."""
    return derived_id(partner_id, "sandbox payee")


async def open_till(database: Database, partner_id: UUID) -> UUID:
    """The id of the partner's payee in the sandbox, which is opened once. Raises PartnerNotFound."""
    payee_id = sandbox_payee_id(partner_id)
    async with database.reading(single=True) as read:
        (found,) = await scenes.find_payees(read, [partner_id], [payee_id])
    if found is not None:
        return payee_id
    code_id = await _open_shop(database, partner_id)
    command = scenes.RegisterPayeeCommand(request_id=None, owner_id=HOUSE_ID, partner_id=partner_id, payee_id=payee_id, code_id=code_id)
    # Whoever opened one at the same moment came first, and theirs is as good.
    with suppress(IdReused):
        await database.write(scenes.register_payee, command)
    return payee_id


async def _open_shop(database: Database, partner_id: UUID) -> UUID:
    """The printed code of a shop."""
    operator_id = await customers.create_operator(database, "Sandbox", ["operator:merchants"])
    staff = await customers.make_operator_token(database, operator_id)
    async with database.reading(single=True) as read:
        keys = {key.id: key for key in await customers.public_keys(read)}
    session_id = customers.verify_access_token(staff.access_token, keys, database.clock.now()).session_id
    keeper = await customers.make_development_customer(database, SHOPKEEPER_PHONE)
    opening = wallet.OpenMerchantCommand(
        request_id=new_id(database.clock),
        owner_id=operator_id,
        session_id=session_id,
        customer_id=keeper.customer_id,
        name="沙箱商户",
        latin_name="SANDBOX SHOP",
        city="上海",
        latin_city="SHANGHAI",
        category="5999",
        asset=CNY.code,
        fee_bps=60,
    )
    made = await database.write(wallet.open_merchant, opening)
    code = wallet.MakeCodeCommand(
        request_id=derived_id(made.shop_id, "sandbox code"), owner_id=keeper.customer_id, session_id=keeper.session_id, shop_id=made.shop_id, label="Sandbox"
    )
    return (await database.write(wallet.make_static_code, code)).code_id
