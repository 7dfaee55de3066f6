"""`scenebank partner company bind`: say whose a company's number at a partner is, as the bank's staff do."""

import asyncio
import json
import sys
from uuid import UUID, uuid4

from domains import customers, scenes
from domains.kernel.assets import CNY
from domains.kernel.commands import HOUSE_ID
from domains.kernel.errors import Refusal
from gateway.cli.databases import with_database
from gateway.cli.failures import CommandFailed
from gateway.settings import Settings
from gateway.wiring import opened_house

companies = scenes.companies

WORDS: dict[type[Refusal], str] = {
    scenes.SceneNotFound: "There is no such scene of companies.",
    companies.CompanyNumberMalformed: "A company's number is 1 to 64 letters, digits, slashes, hyphens and underscores.",
    companies.CompanyMemberNotFound: "There is no such customer, or the merchant is not theirs.",
    companies.CompanyBound: "That number is another customer's, or the customer has another number there.",
}


def run_bind_company(settings: Settings, scene: str, number: str, phone: str, merchant_id: UUID | None) -> None:
    """Bind it, and print the company with its account as one JSON object; again is no change. Raises CommandFailed, saying why it was not bound."""
    try:
        told = asyncio.run(_bound(with_database(settings), scene, number, customers.normal_phone(phone), merchant_id))
    except customers.PhoneMalformed as refusal:
        raise CommandFailed("That is no phone number.") from refusal
    except Refusal as refusal:
        raise CommandFailed(WORDS.get(type(refusal), str(refusal))) from refusal
    sys.stdout.write(json.dumps(told) + "\n")


async def _bound(settings: Settings, scene: str, number: str, phone: str, merchant_id: UUID | None) -> dict[str, str]:
    async with opened_house(settings, show=sys.stderr.write) as house:
        command = companies.BindCompanyCommand(request_id=uuid4(), owner_id=HOUSE_ID, scene=scene, number=number, phone=phone, merchant_id=merchant_id)
        company = await house.database.write(companies.bind_company, command)
        async with house.database.reading() as read:
            accounts = await companies.accounts_of(read, [company], CNY)
    return {"company_id": str(company.id), "scene": company.scene, "number": company.number, "account_id": str(accounts[company.id])}
