"""Instant games in the schema's language: opened by staff, played by a customer, proved to that customer alone."""

import hashlib
from typing import Any
from uuid import UUID, uuid4

import strawberry

from domains.kernel.database import Database
from resolvers.context import Viewer
from resolvers.permissions import Permission
from tests.domains.offers.campaigns import campaign
from tests.domains.offers.staff import Staff
from tests.domains.wallet.people import Person, person
from tests.resolvers import asking
from tests.staff import staff_member

OPEN = """mutation ($input: OpenGameInput!) { openGame(input: $input) { __typename ... on OpenedGame { gameId campaignId } ... on GameMalformed { what message }
    } }"""
SEED = "query ($id: ID!) { gameSeed(gameId: $id) { number commitment nextNonce } }"
DRAW = """mutation ($input: DrawInput!) { draw(input: $input) { __typename ... on Problem { message }
    ... on GameDraw { id nonce drawn given outcome amount { amount currency } game { nameEn prizes { nameEn gives { amount } } } } } }"""
ROTATE = "mutation ($input: RotateGameSeedInput!) { rotateGameSeed(input: $input) { __typename ... on SeedRotated { commitment serverSeed } } }"
PROOF = "query ($id: ID!) { verifyDraw(drawId: $id) { commitment serverSeed number isFair draw { nonce } game { consolation } } }"
DRAWS = "{ gameDraws(first: 5) { edges { node { id coupon { id } } } } }"
PRIZES = [
    {"kind": "AMOUNT", "nameZh": "八元", "nameEn": "Eight yuan", "weight": 999_999, "gives": {"amount": "8.00", "currency": "CNY"}, "stock": 10},
    {"kind": "NOTHING", "nameZh": "谢谢", "nameEn": "Thank you", "weight": 1},
]


def viewer_of(someone: Person) -> Viewer:
    return Viewer(someone.id, someone.session_id, frozenset({Permission.PUBLIC, Permission.CUSTOMER}), "en")


async def opened(schema: strawberry.Schema, database: Database, **more: Any) -> Any:
    member = await staff_member(database, Permission.OPERATOR_OFFERS)
    one = await campaign(Staff(database, member), budget_minor=10_000)
    viewer = Viewer(member.id, member.session_id, frozenset({Permission.PUBLIC, Permission.OPERATOR_OFFERS}), "en")
    told = {"requestId": str(uuid4()), "campaignId": str(one.id), "kind": "WHEEL", "nameZh": "转盘", "nameEn": "Wheel", "prizes": PRIZES, "consolation": 1}
    return (await asking.ask(schema, database, viewer, OPEN, input={**told, "limits": {"perPerson": 2}, **more}))["openGame"]


async def test_a_game_is_opened_played_and_proved(schema: strawberry.Schema, database: Database) -> None:
    game_id = (await opened(schema, database))["gameId"]
    someone, stranger = await person(database), await person(database)
    viewer = viewer_of(someone)
    shown = (await asking.ask(schema, database, viewer, SEED, id=game_id))["gameSeed"]
    assert (shown["number"], shown["nextNonce"]) == (1, 1)

    async def draw(**more: Any) -> Any:
        told = {"requestId": str(uuid4()), "gameId": game_id, "commitment": shown["commitment"], "clientSeed": "mine", **more}
        return (await asking.ask(schema, database, viewer, DRAW, input=told))["draw"]

    request_id = str(uuid4())
    first, again = await draw(requestId=request_id), await draw(requestId=request_id)
    assert first == again
    prizes = [{"nameEn": "Eight yuan", "gives": {"amount": "8.00"}}, {"nameEn": "Thank you", "gives": None}]
    assert first["game"] == {"nameEn": "Wheel", "prizes": prizes}
    assert (first["nonce"], first["drawn"], first["outcome"], first["amount"]) == (1, 0, "GIVEN", {"amount": "8.00", "currency": "CNY"})
    assert (await draw(clientSeed="a:b"))["__typename"] == "ClientSeedMalformed"
    assert (await draw(commitment="0" * 64)) == {"__typename": "SeedChanged", "message": "The seed is another one now. Please open the game again."}
    assert (await draw(gameId="no id"))["__typename"] == "GameNotFound"
    await draw()
    assert (await draw())["__typename"] == "DrawLimitReached"
    hidden = (await asking.ask(schema, database, viewer, PROOF, id=first["id"]))["verifyDraw"]
    assert (hidden["commitment"], hidden["serverSeed"], hidden["isFair"]) == (shown["commitment"], None, None)
    rotation = {"requestId": str(uuid4()), "gameId": game_id, "commitment": shown["commitment"]}
    told = (await asking.ask(schema, database, viewer, ROTATE, input=rotation))["rotateGameSeed"]
    assert hashlib.sha256(bytes.fromhex(told["serverSeed"])).hexdigest() == shown["commitment"]
    proof = (await asking.ask(schema, database, viewer, PROOF, id=first["id"]))["verifyDraw"]
    assert (proof["serverSeed"], proof["isFair"], proof["game"]) == (told["serverSeed"], True, {"consolation": 1})
    assert len((await asking.ask(schema, database, viewer, DRAWS))["gameDraws"]["edges"]) == 2
    for id_ in (first["id"], "no id", str(uuid4())):
        assert await asking.ask(schema, database, viewer_of(stranger), PROOF, id=id_) == {"verifyDraw": None}
    assert await asking.ask(schema, database, viewer_of(stranger), DRAWS) == {"gameDraws": {"edges": []}}
    assert await asking.ask(schema, database, viewer_of(stranger), SEED, id=str(uuid4())) == {"gameSeed": None}


async def test_a_proof_takes_few_statements(schema: strawberry.Schema, database: Database) -> None:
    game_id = (await opened(schema, database))["gameId"]
    viewer = viewer_of(await person(database))
    shown = (await asking.ask(schema, database, viewer, SEED, id=game_id))["gameSeed"]
    told = {"requestId": str(uuid4()), "gameId": game_id, "commitment": shown["commitment"], "clientSeed": "mine"}
    drawn = (await asking.ask(schema, database, viewer, DRAW, input=told))["draw"]
    with database.counting() as statements:
        await asking.ask(schema, database, viewer, PROOF, id=drawn["id"])
    assert len(statements) == 3
    assert UUID(drawn["id"])


async def test_a_game_that_is_not_one_is_refused_by_its_part(schema: strawberry.Schema, database: Database) -> None:
    refused = await opened(schema, database, consolation=0)
    assert refused == {"__typename": "GameMalformed", "what": "consolation", "message": "The game's terms are not right."}
