"""The formula of draws, computed again by code that shares nothing with the house's; and what a game must be."""

import json
import subprocess
from collections import Counter
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domains.offers.errors.games import ClientSeedMalformed, GameMalformed
from domains.offers.rules.games import (
    GameKind,
    GameTerms,
    Prize,
    PrizeKind,
    Stamps,
    check_client_seed,
    check_game,
    commitment_of,
    number_of,
    place_of,
)
from tests.architecture.source import PROJECT

NODE = """
const { createHmac, createHash } = require("crypto");
const draws = JSON.parse(require("fs").readFileSync(0, "utf8"));
console.log(JSON.stringify(draws.map(({ seed, client, nonce, weights }) => {
  const key = Buffer.from(seed, "hex"), total = weights.reduce((a, b) => a + b, 0), below = 2 ** 32 - (2 ** 32 % total);
  let number = -1;
  for (let turn = 0; number < 0; turn++) {
    const digest = createHmac("sha256", key).update(turn ? `${client}:${nonce}:${turn}` : `${client}:${nonce}`).digest();
    for (let at = 0; at < 32 && number < 0; at += 4) if (digest.readUInt32BE(at) < below) number = digest.readUInt32BE(at) % total;
  }
  let place = 0, reached = weights[0];
  while (reached <= number) reached += weights[++place];
  return [createHash("sha256").update(key).digest("hex"), number, place];
})));
"""

NOTHING = Prize(PrizeKind.NOTHING, "谢谢", "Thanks", 1)
WEIGHTS = st.lists(st.integers(1, 50_000), min_size=1, max_size=20)
SEEDS = st.binary(min_size=32, max_size=32)


def by_node(draws: list[dict[str, object]]) -> list[list[object]]:
    told = subprocess.run(["node", "-e", NODE], input=json.dumps(draws), capture_output=True, text=True, check=True, timeout=60)
    return json.loads(told.stdout)  # type: ignore[no-any-return]


@settings(max_examples=5, deadline=None)
@given(st.lists(st.tuples(SEEDS, st.from_regex(r"[A-Za-z0-9_-]{1,64}", fullmatch=True), st.integers(1, 10**6), WEIGHTS), min_size=100, max_size=200))
def test_a_script_of_another_language_finds_what_the_house_drew(draws: list[tuple[bytes, str, int, list[int]]]) -> None:
    asked = [{"seed": seed.hex(), "client": client, "nonce": nonce, "weights": weights} for seed, client, nonce, weights in draws]
    expected = []
    for seed, client, nonce, weights in draws:
        number = number_of(seed, client, nonce, sum(weights))
        expected.append([commitment_of(seed), number, place_of(number, [NOTHING._replace(weight=weight) for weight in weights])])
    assert by_node(asked) == expected


def test_the_script_in_the_documentation_finds_the_same() -> None:
    document = (PROJECT / "docs/instant-games.md").read_text()
    script = document.partition("```python\n")[2].partition("```")[0]
    told: dict[str, Any] = {}
    exec(script, told)
    weights = [700, 250, 49, 1]
    prizes = [NOTHING._replace(weight=weight) for weight in weights]
    for nonce in range(1, 501):
        assert told["place"](bytes(32).hex(), "mine", nonce, weights) == place_of(number_of(bytes(32), "mine", nonce, 1_000), prizes)


def test_a_draw_that_is_written_down_here_stays_what_it_is() -> None:
    seed = bytes(range(32))
    assert commitment_of(seed) == "630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd"
    assert [number_of(seed, "scenebank", nonce, 1_000) for nonce in range(1, 6)] == [575, 880, 102, 328, 117]


@given(st.integers(1, 1_000_000))
def test_every_number_has_as_many_words(weight: int) -> None:
    below = 2**32 - 2**32 % weight
    assert (below % weight, 2**32 - below < weight) == (0, True)


def test_words_that_are_too_large_are_passed_over() -> None:
    # With a weight just above half of 2^32, one word in two is too large: whole digests are, too, and the next turn decides.
    weight = 2**31 + 1
    numbers = [number_of(bytes(32), "scenebank", nonce, weight) for nonce in range(1, 2_001)]
    assert all(0 <= number < weight for number in numbers)
    script = by_node([{"seed": bytes(32).hex(), "client": "scenebank", "nonce": nonce, "weights": [weight]} for nonce in range(1, 2_001)])
    assert [number for _, number, _ in script] == numbers


def test_prizes_fall_as_often_as_their_weights_say() -> None:
    prizes = [NOTHING._replace(weight=weight) for weight in (1, 9, 90)]
    fallen = Counter(place_of(number_of(b"s" * 32, "c", nonce, 100), prizes) for nonce in range(1, 100_001))
    # Four standard deviations around what is expected of 100,000 draws.
    for place, share in enumerate((0.01, 0.09, 0.90)):
        assert abs(fallen[place] - 100_000 * share) < 4 * (100_000 * share * (1 - share)) ** 0.5


@pytest.mark.parametrize("client_seed", ["", "x" * 65, "a:b", "a b", "种子", "a\n", "a\u0000"])
def test_a_client_seed_is_of_plain_letters(client_seed: str) -> None:
    with pytest.raises(ClientSeedMalformed):
        check_client_seed(client_seed)


PAID = Prize(PrizeKind.AMOUNT, "一元", "One yuan", 1, minor=100)


@pytest.mark.parametrize(
    ("what", "kind", "terms"),
    [
        ("prizes", GameKind.WHEEL, GameTerms((), 0)),
        ("prizes", GameKind.WHEEL, GameTerms((NOTHING,) * 21, 0)),
        ("weight", GameKind.WHEEL, GameTerms((NOTHING._replace(weight=0),), 0)),
        ("weight", GameKind.WHEEL, GameTerms((NOTHING._replace(weight=1_000_001),), 0)),
        ("prize_amount", GameKind.WHEEL, GameTerms((PAID._replace(minor=0), NOTHING), 1)),
        ("prize_amount", GameKind.WHEEL, GameTerms((NOTHING._replace(minor=1),), 0)),
        ("prize_coupon", GameKind.WHEEL, GameTerms((NOTHING._replace(kind=PrizeKind.COUPON),), 0)),
        ("stock", GameKind.WHEEL, GameTerms((PAID._replace(stock=0), NOTHING), 1)),
        ("consolation", GameKind.WHEEL, GameTerms((PAID, NOTHING), 0)),
        ("consolation", GameKind.WHEEL, GameTerms((PAID, NOTHING), 2)),
        ("consolation", GameKind.WHEEL, GameTerms((PAID, NOTHING), -1)),
        ("consolation", GameKind.WHEEL, GameTerms((PAID, NOTHING._replace(stock=5)), 1)),
        ("stamps", GameKind.STAMPS, GameTerms((PAID, NOTHING), 1)),
        ("stamps", GameKind.WHEEL, GameTerms((PAID, NOTHING), 1, stamps=Stamps(5))),
        ("stamps", GameKind.STAMPS, GameTerms((PAID, NOTHING), 1, stamps=Stamps(51))),
        ("prize_name", GameKind.WHEEL, GameTerms((NOTHING._replace(name_en=" "),), 0)),
    ],
)
def test_a_game_that_is_not_one_is_told_by_its_part(what: str, kind: GameKind, terms: GameTerms) -> None:
    with pytest.raises(GameMalformed) as refused:
        check_game(kind, "转盘", "Wheel", terms)
    assert refused.value.what == what
