"""Instant games, the part of the public face of offers that is about draws: `offers.games`.

games     open_game; find_games, list_open_games
draws     draw, rotate_game_seed; find_game_seeds, find_draws, list_draws, verify_draws
stamps    collected and taken back by what the wallet and scans tell; list_stamp_cards"""

from domains.offers.errors.games import ClientSeedMalformed, DrawLimitReached, GameMalformed, GameNotFound, PrizeWalletMissing, SeedChanged, StampsTooFew
from domains.offers.events.games import GameOpened, GamePlayed, GameSeedRotated, StampCollected, StampTakenBack
from domains.offers.queries.games import Draw, Game, OfferedPrize, OfferedStamps, find_draws, find_games, list_draws, list_open_games
from domains.offers.rules.games import GameKind, GameTerms, Outcome, Prize, PrizeKind, Stamps, StampSource
from domains.offers.service.draws import DrawCommand, draw
from domains.offers.service.games import (
    DrawProof,
    GameSeed,
    OpenedGame,
    OpenGameCommand,
    RotateGameSeedCommand,
    SeedRotated,
    StampCard,
    find_game_seeds,
    list_stamp_cards,
    open_game,
    rotate_game_seed,
    verify_draws,
)

__all__ = [
    "ClientSeedMalformed",
    "Draw",
    "DrawCommand",
    "DrawLimitReached",
    "DrawProof",
    "Game",
    "GameKind",
    "GameMalformed",
    "GameNotFound",
    "GameOpened",
    "GamePlayed",
    "GameSeed",
    "GameSeedRotated",
    "GameTerms",
    "OfferedPrize",
    "OfferedStamps",
    "OpenGameCommand",
    "OpenedGame",
    "Outcome",
    "Prize",
    "PrizeKind",
    "PrizeWalletMissing",
    "RotateGameSeedCommand",
    "SeedChanged",
    "SeedRotated",
    "StampCard",
    "StampCollected",
    "StampSource",
    "StampTakenBack",
    "Stamps",
    "StampsTooFew",
    "draw",
    "find_draws",
    "find_game_seeds",
    "find_games",
    "list_draws",
    "list_open_games",
    "list_stamp_cards",
    "open_game",
    "rotate_game_seed",
    "verify_draws",
]
