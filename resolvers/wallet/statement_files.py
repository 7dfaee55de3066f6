"""Where the files of an account's statement are."""

from datetime import date

from domains import ledger
from domains.kernel.transactions import Read
from resolvers.batch import batched
from resolvers.context import Viewer
from resolvers.fields import computed, type_of
from resolvers.wallet.rows import StatementFilesRow


@computed("For spreadsheets and programs: opening, movements, closing.")
def csv(row: StatementFilesRow) -> str:
    return f"{row.path}.csv"


@computed("To read and to print; of up to 10,000 movements.")
def pdf(row: StatementFilesRow) -> str:
    return f"{row.path}.pdf"


@computed("For accounting software: ISO 20022 camt.053.001.08. Currencies only.")
def camt053(row: StatementFilesRow) -> str:
    return f"{row.path}.xml"


@type_of(StatementFilesRow, "Where the files of a statement are: paths of this server, for GET with the same token and Accept-Language.")
class StatementFiles:
    csv = csv
    pdf = pdf
    camt053 = camt053


@batched(StatementFiles, "The files of the statement of business days, both included. The last one must be over, and it may be 366 days at most.")
async def statement_files(read: Read, accounts: list[ledger.Account], viewers: list[Viewer], *, first_day: date, last_day: date) -> list[StatementFilesRow]:
    return [StatementFilesRow(f"/statements/{account.id}/{first_day}/{last_day}") for account in accounts]
