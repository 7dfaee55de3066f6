"""`make bench-mall`: browse, search, cart and order through HTTP, beside Saleor on the same PostgreSQL where its source is named."""

import argparse
import asyncio
import socket
import sys
import tempfile
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path

import uvloop

import migrations
from bench.gateway.places import instance_pid
from bench.mall import house as ours
from bench.mall.caller import Line, Side, Taken, Unexpected, ready
from bench.mall.counting import Counter
from bench.mall.house import House, open_house
from bench.mall.our_calls import OurCalls
from bench.mall.report import report
from bench.mall.saleor import HOW_TO_FETCH, Saleor, SaleorMissing, make_role
from bench.mall.shelves import PRODUCTS, products
from bench.mall.their_calls import BROWSE, TheirCalls
from gateway.embedded import Instance, find_binaries, start

SALEOR_DATABASE = "saleor"

Slices = dict[tuple[str, str], list[Taken]]


def main() -> None:
    parser = argparse.ArgumentParser(description="The mall beside Saleor.")
    parser.add_argument("--seconds", type=float, default=4.0, help="length of a slice")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--connections", type=int, default=16)
    parser.add_argument("--processes", type=int, default=2, help="of our server, and workers of Saleor's")
    parser.add_argument("--products", type=int, default=PRODUCTS, help="with three variants each; 4,000 at least, or a search finds less than a page")
    parser.add_argument("--folder", type=Path, default=None, help="where the cluster is made; a real disk")
    parser.add_argument("--saleor", type=Path, default=None, help="the folder of Saleor's source; without it our own figures alone")
    parser.add_argument("--saleor-python", type=Path, default=None, help="an interpreter with what Saleor needs")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="scenebank-bench-", dir=options.folder) as folder:
        Path(folder).chmod(0o755)
        with start(Path(folder) / "data", binaries=find_binaries()) as instance:
            migrations.upgrade(instance.owner_dsn)
            uvloop.run(measure(instance, Path(folder), options))


async def measure(instance: Instance, folder: Path, options: argparse.Namespace) -> None:
    """Furnish both, then take turns."""
    async with AsyncExitStack() as stack:
        house = await open_house(instance.app_dsn, instance.dsn(), products(options.products))
        stack.push_async_callback(house.database.close)
        our_calls, our_side = await stack.enter_async_context(_us(instance, house, folder, options))
        theirs = None
        try:
            theirs = await stack.enter_async_context(_them(instance, folder, options))
        except SaleorMissing as missing:
            print(HOW_TO_FETCH.format(why=missing), file=sys.stderr)
        await house.sign_in_again()
        counter = Counter(instance.dsn(database="postgres"), instance.data_folder / "log")
        statements = await _count(counter, instance, our_calls, our_side, theirs)
        slices = await _take_turns(house, [our_side] if theirs is None else [our_side, theirs[1]], options)
    report(statements, slices, options)


async def _take_turns(house: House, sides: list[Side], options: argparse.Namespace) -> Slices:
    taken: Slices = defaultdict(list)
    for round_ in range(options.rounds + 1):
        await house.sign_in_again()
        for operation in sides[0].calls:
            for side in sides[:: 1 if round_ % 2 else -1]:
                one = await side.take(operation, options.seconds)
                # The first round warms up.
                if round_:
                    taken[operation, side.name].append(one)
        print(f"mall: round {round_} of {options.rounds}", file=sys.stderr, flush=True)
    return taken


async def _count(counter: Counter, instance: Instance, calls: OurCalls, us: Side, theirs: tuple[TheirCalls, Side] | None) -> dict[str, int]:
    """Statements by side and operation, and of the steps of an order."""
    named = instance.app_dsn.rpartition("/")[2]
    counted = {f"{us.name}: {one}": await counter.count(named, lambda one=one: us.once(one)) for one in us.calls}  # type: ignore[misc]
    steps = await calls.steps(us.lines[0])
    counted |= {f"{us.name}: {name}": len(await counter.statements(named, step)) for name, step in steps.items()}
    counted[f"{us.name}: place, the verb"] = await calls.place_by_verb()
    if theirs is not None:
        their_calls, them = theirs
        counted |= {f"{them.name}: {one}": await counter.count(SALEOR_DATABASE, lambda one=one: them.once(one)) for one in them.calls}  # type: ignore[misc]
        steps = await their_calls.steps(them.lines[0])
        counted |= {f"{them.name}: {name}": len(await counter.statements(SALEOR_DATABASE, step)) for name, step in steps.items()}
    return counted


@asynccontextmanager
async def _us(instance: Instance, house: House, folder: Path, options: argparse.Namespace) -> AsyncIterator[tuple[OurCalls, Side]]:
    port = _free_port()
    process = await asyncio.create_subprocess_exec(*ours.command(port, options.processes), env=ours.environment(instance.app_dsn, folder, port))
    lines = [Line(port, "/graphql") for _ in range(options.connections)]
    calls = OurCalls(house)
    try:
        await ready(lines[0], calls.first_question(), process)
        yield calls, Side("Scenebank", process.pid, instance_pid(instance), lines, await calls.prepare(lines[0]))
    finally:
        await _end(lines, process)


@asynccontextmanager
async def _them(instance: Instance, folder: Path, options: argparse.Namespace) -> AsyncIterator[tuple[TheirCalls, Side]]:
    """Raises SaleorMissing where there is none, or it does not begin."""
    if options.saleor is None or options.saleor_python is None:
        raise SaleorMissing("its folder and interpreter were not named")
    if not (options.saleor / "manage.py").exists() or not options.saleor_python.exists():
        raise SaleorMissing(f"there is no {options.saleor}/manage.py, or no {options.saleor_python}")
    instance.create_database(SALEOR_DATABASE)
    password = make_role(instance.dsn(), SALEOR_DATABASE)
    port, dsn = _free_port(), f"postgresql://{SALEOR_DATABASE}:{password}@127.0.0.1:{instance.port}/{SALEOR_DATABASE}"
    saleor = Saleor(options.saleor.resolve(), options.saleor_python.absolute(), dsn, port)
    print("mall: Saleor migrates, which takes minutes", file=sys.stderr, flush=True)
    await asyncio.to_thread(saleor.migrate)
    await saleor.fill(products(options.products))
    with (log := folder / "saleor.log").open("wb") as output:
        command = saleor.command(options.processes)
        process = await asyncio.create_subprocess_exec(*command, cwd=saleor.folder, env=saleor.environment, stdout=output, stderr=output)
    lines = [Line(port, "/graphql/") for _ in range(options.connections)]
    calls = TheirCalls(saleor)
    try:
        try:
            await ready(lines[0], {"query": BROWSE, "variables": {}}, process)
        except Unexpected as problem:
            raise SaleorMissing(f"{problem}. Its last words: {log.read_text(errors='replace')[-500:]}") from problem
        yield calls, Side("Saleor", process.pid, instance_pid(instance), lines, await calls.prepare(lines[0]))
    finally:
        await _end(lines, process)


async def _end(lines: list[Line], process: asyncio.subprocess.Process) -> None:
    for one in lines:
        one.close()
    if process.returncode is None:
        process.terminate()
    await process.wait()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


if __name__ == "__main__":
    main()
