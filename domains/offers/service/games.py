"""Open instant games, show and change the seeds that they are drawn from, and prove draws."""

import hmac
from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from domains.kernel.commands import UNHASHED, Command, composite_verb
from domains.kernel.crypto import Keyring
from domains.kernel.errors import Refusal, Unauthenticated
from domains.kernel.ids import derived_id, new_id
from domains.kernel.queries import insert_audit
from domains.kernel.transactions import Read, Tx
from domains.offers.errors.campaigns import CampaignEnded, CampaignNotFound
from domains.offers.errors.games import GameMalformed, GameNotFound, SeedChanged
from domains.offers.events.games import GameOpened, GameSeedRotated
from domains.offers.queries import campaigns, games, stamps
from domains.offers.queries.games import Draw, Game, Player
from domains.offers.rules.games import GameKind, GameTerms, Outcome, check_game, commitment_of, digest_of, number_of, place_of
from domains.offers.service.sessions import is_signed_in

SEED_KEY = "scenebank game seeds"


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenGameCommand(Command):
    """`owner_id` is a member of staff. Amounts are of the campaign's asset, and come from its budget."""

    session_id: UUID = field(metadata=UNHASHED)
    campaign_id: UUID
    kind: GameKind
    name_zh: str
    name_en: str
    terms: GameTerms


@dataclass(frozen=True, slots=True, kw_only=True)
class RotateGameSeedCommand(Command):
    """`owner_id` wants another seed, and to know the one with this commitment."""

    session_id: UUID = field(metadata=UNHASHED)
    game_id: UUID
    commitment: str


@dataclass(frozen=True, slots=True)
class OpenedGame:
    """The game is open."""

    game_id: UUID
    campaign_id: UUID


@dataclass(frozen=True, slots=True)
class GameSeed:
    """What the next draw of a customer comes from: its number among the customer's seeds of the game, its commitment, and the nonce of that draw."""

    game_id: UUID
    number: int
    commitment: str
    next_nonce: int


@dataclass(frozen=True, slots=True)
class SeedRotated:
    """The seed that was used until now, which anybody may know, and what is shown of the next one."""

    game_id: UUID
    number: int
    commitment: str
    server_seed: str
    next_commitment: str


@dataclass(frozen=True, slots=True)
class DrawProof:
    """What it takes to compute a draw again. `server_seed` and `digest` are told once the seed is of no more use; `is_fair` says whether the house's own
    computation finds what was drawn."""

    draw: Draw
    game: Game
    commitment: str
    server_seed: str | None
    digest: str | None
    number: int | None
    is_fair: bool | None


@dataclass(frozen=True, slots=True)
class StampCard:
    """A customer's card: how many stamps it has. What was redeemed and then returned is taken off first."""

    game: Game
    stamps: int
    needed: int


@composite_verb(OpenedGame)
async def open_game(tx: Tx, command: OpenGameCommand) -> OpenedGame | Refusal | Unauthenticated:
    """Refuses CampaignNotFound, CampaignEnded, GameMalformed (also where a prize is a coupon of no campaign that runs as long). The act is audited."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    check_game(command.kind, command.name_zh, command.name_en, command.terms)
    campaign = await campaigns.lock_campaign(tx, command.campaign_id)
    if campaign is None:
        raise CampaignNotFound
    if campaign.state == "ended" or campaign.ends_at <= tx.now:
        raise CampaignEnded("ended")
    giving = {prize.campaign_id for prize in command.terms.prizes if prize.campaign_id is not None}
    found = {one.id for one in await campaigns.find_campaigns(tx, giving) if one.state != "ended" and one.ends_at >= campaign.ends_at} if giving else set()
    if giving - found:
        raise GameMalformed("prize_coupon")
    assert command.request_id is not None
    id_ = derived_id(command.request_id, "game")
    await games.insert_game(tx, Game(id_, campaign.id, command.kind, command.name_zh, command.name_en, command.terms, tx.now, campaign))
    tx.publish(GameOpened(id_, None, campaign.id))
    await insert_audit(tx, new_id(tx.clock), command.owner_id, "offers.open_game", id_, {"kind": command.kind.value})
    return OpenedGame(id_, campaign.id)


@composite_verb(SeedRotated)
async def rotate_game_seed(tx: Tx, command: RotateGameSeedCommand) -> SeedRotated | Refusal | Unauthenticated:
    """The next draw comes from another seed. Refuses GameNotFound, SeedChanged."""
    if not await is_signed_in(tx, command.owner_id, command.session_id):
        return Unauthenticated()
    if command.game_id not in await games.find_games(tx, [command.game_id]):
        raise GameNotFound
    player = await games.lock_player(tx, command.owner_id, command.game_id)
    seed = server_seed(tx, command.game_id, command.owner_id, player.seed_number)
    if commitment_of(seed) != command.commitment:
        raise SeedChanged
    following = Player(player.seed_number + 1)
    await games.set_player(tx, command.owner_id, command.game_id, following)
    tx.publish(GameSeedRotated(command.owner_id, None, command.game_id, player.seed_number))
    shown = commitment_of(server_seed(tx, command.game_id, command.owner_id, following.seed_number))
    return SeedRotated(command.game_id, player.seed_number, command.commitment, seed.hex(), shown)


async def find_game_seeds(read: Read, customer_ids: Sequence[UUID], game_id: UUID) -> list[GameSeed | None]:
    """What the next draw of each comes from; None where there is no such game. Two statements."""
    if game_id not in await games.find_games(read, [game_id]):
        return [None for _ in customer_ids]
    told = zip(customer_ids, await games.find_players(read, [(id_, game_id) for id_ in customer_ids]), strict=True)
    return [GameSeed(game_id, one.seed_number, commitment_of(server_seed(read, game_id, id_, one.seed_number)), one.draws + 1) for id_, one in told]


async def verify_draws(read: Read, keys: Sequence[tuple[UUID, UUID]]) -> list[DrawProof | None]:
    """The proof of each (customer, draw); None for what is no draw of that customer. Three statements."""
    draws = await games.find_draws(read, keys)
    wanted = list({(one.customer_id, one.game_id): one for one in draws.values()})
    found = await games.find_games(read, [game_id for _, game_id in wanted]) if wanted else {}
    players = dict(zip(wanted, await games.find_players(read, wanted) if wanted else [], strict=True))
    told = [draws.get(key) for key in keys]
    return [None if one is None else _proof(read, one, found[one.game_id], players[one.customer_id, one.game_id]) for one in told]


async def list_stamp_cards(read: Read, customer_ids: Sequence[UUID], most: int) -> list[list[StampCard]]:
    """Each customer's cards of games that run, the first to end first, empty ones too. Two statements."""
    running = await games.list_open_games(read, most, GameKind.STAMPS)
    counts = await stamps.count_stamps(read, customer_ids) if running else [{} for _ in customer_ids]
    return [[StampCard(one, counted.get(one.id, 0), one.terms.stamps.needed) for one in running if one.terms.stamps is not None] for counted in counts]


def server_seed(source: Read | Tx, game_id: UUID, customer_id: UUID, number: int) -> bytes:
    """The customer's seed of that number: derived under a key of the house, and kept nowhere."""
    return hmac.digest(source.port(Keyring).derive(SEED_KEY), f"{game_id}:{customer_id}:{number}".encode(), "sha256")


def _proof(read: Read, draw: Draw, game: Game, player: Player) -> DrawProof:
    seed = server_seed(read, game.id, draw.customer_id, draw.seed_number)
    if draw.seed_number >= player.seed_number and not game.is_over(read.now):
        return DrawProof(draw, game, commitment_of(seed), None, None, None, None)
    terms = game.terms
    number = number_of(seed, draw.client_seed, draw.nonce, terms.weight)
    stock = terms.prizes[draw.drawn].stock
    is_used_up = stock is not None and draw.ordinal is not None and draw.ordinal > stock
    is_fair = (
        place_of(number, terms.prizes) == draw.drawn
        and draw.given == (draw.drawn if draw.outcome is Outcome.GIVEN else terms.consolation)
        and is_used_up == (draw.outcome is Outcome.STOCK_USED_UP)
    )
    return DrawProof(draw, game, commitment_of(seed), seed.hex(), digest_of(seed, draw.client_seed, draw.nonce).hex(), number, is_fair)
