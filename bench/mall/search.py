"""Search at a million variants: `python -m bench.mall.search`. A table, and a line of JSON.

What an app asks when somebody searches: the text is understood, the first twenty are listed, and all that was found is counted, three statements on one
snapshot. Texts are drawn from the catalogue itself: characters, words, sound, first letters, slips, filters, and what is hostile."""

import argparse
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any, NamedTuple

import orjson
import uvloop

import migrations
from bench.mall.catalogue import COLOURS, KINDS, THINGS, VARIANTS, fill
from domains.kernel.clock import Clock
from domains.kernel.database import Database
from domains.mall import searching
from domains.mall.rules.pinyin import syllables_of
from gateway.embedded import find_binaries, start

Asked = tuple[str, dict[str, Any]]


class Taken(NamedTuple):
    """Milliseconds that a search takes by the clock, and of the database's and the caller's cores: the same where nobody else wants them."""

    waited: float
    worked: float


HOSTILE = [
    "的",
    "😀" * 50,
    "%_%",
    "' | '",
    "a" * 200,
    " ".join("abcdefghijklmnop"),
    "手" * 200,
    "yoga mat cotton slim",
    "bo ka lu",
    "ab " * 60,
    "sj xl bg tz ld ms yd cz hb qm wf pg",
]


def slip(chance: random.Random, word: str) -> str:
    """The word with one letter left out, doubled or changed."""
    place = chance.randrange(1, len(word))
    return chance.choice([word[:place] + word[place + 1 :], word[:place] + word[place - 1 :], word[:place] + "x" + word[place + 1 :]])


def kinds_of_search(chance: random.Random) -> dict[str, Callable[[], Asked]]:
    """One of each kind at a time."""
    thing, kind = lambda: chance.choice(THINGS), lambda: chance.choice(KINDS)
    long = [one for one in THINGS if len(one[1]) > 5 and " " not in one[1]]
    return {
        "characters": lambda: (thing()[0], {}),
        "two words": lambda: (f"{kind()[0]}{thing()[0]}", {}),
        "English": lambda: (f"{kind()[1]} {thing()[1]}", {}),
        "sound": lambda: ("".join(syllables_of(thing()[0])), {}),
        "first letters": lambda: ("".join(one[0] for one in syllables_of(thing()[0])), {}),
        "a slip": lambda: (slip(chance, chance.choice(long)[1]), {}),
        "a colour of a category": lambda: ("", {"category": f"c{chance.randrange(12)}", "attributes": (("颜色", chance.choice(COLOURS)[0]),)}),
        "prices": lambda: (thing()[0], {"currency": "CNY", "least_minor": (least := int(10 ** chance.uniform(3, 5))), "most_minor": least * 2}),
        "everything": lambda: ("", {}),
        "most of it": lambda: (chance.choice(("红色", "a", "ma", "手", "red")), {}),
        "nothing has all": lambda: (f"{thing()[0]}{thing()[0]}{kind()[0]}", {}),
        "hostile": lambda: (chance.choice(HOSTILE), {}),
    }


async def ask(database: Database, asked: Asked) -> Taken:
    """What one search takes."""
    async with database.reading() as read:
        running = Path(f"/proc/{await read.fetchval('SELECT pg_backend_pid()')}/schedstat")
        server, own, begun = cpu_ms(running), time.process_time(), time.perf_counter()
        search = await searching.search_goods(read, asked[0], searching.Narrowing(**asked[1]))
        await searching.list_found(read, [search], searching.Order.BEST, 20, None)
        await searching.count_facets(read, [search])
        waited = (time.perf_counter() - begun) * 1000
        return Taken(waited, cpu_ms(running) - server + (time.process_time() - own) * 1000)


def cpu_ms(running: Path) -> float:
    """How long a process has run, as the kernel counts it."""
    return int(running.read_text().split()[0]) / 1e6 if running.exists() else 0.0


def percentile(values: list[float], part: float) -> float:
    return sorted(values)[min(len(values) - 1, int(len(values) * part))]


async def measure(dsn: str, owner_dsn: str, options: argparse.Namespace) -> None:
    begun = time.perf_counter()
    await fill(owner_dsn, options.variants // VARIANTS)
    filled = time.perf_counter() - begun
    database = await Database.open(dsn, Clock())
    kinds = kinds_of_search(random.Random(7))
    for make in kinds.values():
        for _ in range(5):
            await ask(database, make())
    taken: dict[str, list[Taken]] = {name: [] for name in kinds}
    for _ in range(options.rounds):
        for name, make in kinds.items():
            taken[name].append(await ask(database, make()))
    await database.close()
    show(taken, filled, options)


def show(taken: dict[str, list[Taken]], filled: float, options: argparse.Namespace) -> None:
    everything = [one for each in taken.values() for one in each]
    print(f"{options.variants:,} variants of {options.variants // VARIANTS:,} products, made in {filled:.0f} s")
    print(f"Milliseconds of {options.rounds} searches of each kind: by the clock, and of the cores alone")
    print("| search | p50 | p95 | worst | cores p50 | cores p95 | cores worst |\n| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
    for name, each in [*taken.items(), ("all", everything)]:
        columns = [list(column) for column in zip(*each, strict=True)]
        print(f"| {name} | " + " | ".join(f"{value:.1f}" for one in columns for value in (median(one), percentile(one, 0.95), max(one))) + " |")
    waited, worked = (list(column) for column in zip(*everything, strict=True))
    figures = {"search_p95_ms_1m": round(percentile(waited, 0.95), 1), "search_p50_ms_1m": round(median(waited), 1)}
    figures |= {"search_cores_p95_ms_1m": round(percentile(worked, 0.95), 1), "search_made_s_1m": round(filled)}
    print(orjson.dumps({"bench": "mall_search", "ratios": {}, "figures": figures}).decode())


def main() -> None:
    parser = argparse.ArgumentParser(description="Search at a million variants.")
    parser.add_argument("--variants", type=int, default=1_000_000)
    parser.add_argument("--rounds", type=int, default=60)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="scenebank-bench-") as folder:
        Path(folder).chmod(0o755)
        with start(Path(folder) / "data", binaries=find_binaries()) as instance:
            migrations.upgrade(instance.owner_dsn)
            uvloop.run(measure(instance.app_dsn, instance.owner_dsn, options))


if __name__ == "__main__":
    main()
