"""Publish products: acts of staff, each audited."""

from dataclasses import dataclass, field
from uuid import UUID

from domains import customers, ledger
from domains.kernel.assets import AssetKind, asset_of
from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.errors import Refusal, UnknownAsset
from domains.kernel.ids import new_id
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Tx
from domains.loans.accounts import house_accounts
from domains.loans.errors.products import LoanProductMalformed, LoanProductNotFound
from domains.loans.events.products import LoanProductPublished, LoanProductStateChanged
from domains.loans.queries import products
from domains.loans.queries.products import LoanProduct
from domains.loans.rules.products import LoanKind, LoanProductState, LoanProductTerms, check_product


@dataclass(frozen=True, slots=True, kw_only=True)
class PublishLoanProductCommand(Command):
    """`owner_id` is a member of staff. A code that is known gets a new version; its kind and currency never change."""

    session_id: UUID = field(metadata=UNHASHED)
    code: str
    kind: LoanKind
    name_zh: str
    name_en: str
    asset: str
    terms: LoanProductTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class SetLoanProductStateCommand(Command):
    """`owner_id` is a member of staff. A closed product stays closed."""

    session_id: UUID = field(metadata=UNHASHED)
    code: str
    state: LoanProductState


@composite_verb(LoanProduct)
async def publish_loan_product(tx: Tx, command: PublishLoanProductCommand) -> LoanProduct | Refusal:
    """Lend by these terms from now on. What was agreed keeps its version for life.

    Refuses UnknownAsset (not a currency), LoanProductMalformed, also for another kind or currency than the product has."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    return await put_on_sale(tx, command)


async def put_on_sale(tx: Tx, command: PublishLoanProductCommand) -> LoanProduct:
    """What `publish_loan_product` does for a member of staff who is signed in; a seed calls it too."""
    asset = asset_of(command.asset)
    if asset.kind is not AssetKind.CURRENCY:
        raise UnknownAsset(command.asset)
    check_product(command.code, command.kind, command.name_zh, command.name_en, command.terms)
    known = await products.lock_product_to_change(tx, command.code)
    if known is None:
        names = (command.name_zh, command.name_en)
        made = LoanProduct(command.code, command.kind, *names, asset, LoanProductState.ON_SALE, 1, tx.now, command.terms)
        if not await products.insert_product(tx, made, command.owner_id):
            raise LoanProductMalformed("code")
        await ledger.open_accounts(tx, house_accounts(asset))
    else:
        if (known.kind, known.asset) != (command.kind, asset):
            raise LoanProductMalformed("kind" if known.kind is not command.kind else "asset")
        made = known._replace(version=known.version + 1, name_zh=command.name_zh, name_en=command.name_en, terms=command.terms)
        await products.insert_version(tx, made, command.owner_id)
        await products.sell_version(tx, made)
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "loans.publish_loan_product", made.id, {"code": made.code, "version": made.version})
    tx.publish(LoanProductPublished(made.id, None, made.code, made.version))
    return made


@composite_verb(LoanProduct)
async def set_loan_product_state(tx: Tx, command: SetLoanProductStateCommand) -> LoanProduct | Refusal:
    """Sell it, suspend it, or close it. Refuses LoanProductNotFound, LoanProductMalformed for one that is closed."""
    await customers.acting.check_session(tx, command.session_id, command.owner_id)
    known = await products.lock_product_to_change(tx, command.code)
    if known is None:
        raise LoanProductNotFound
    if known.state is LoanProductState.CLOSED and command.state is not LoanProductState.CLOSED:
        raise LoanProductMalformed("state")
    await products.set_state(tx, known.code, command.state)
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "loans.set_loan_product_state", known.id, {"state": command.state.value})
    tx.publish(LoanProductStateChanged(known.id, None, known.code, command.state.value))
    return known._replace(state=command.state)
