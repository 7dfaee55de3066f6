"""`scenebank torture`: rounds of faults on a house of its own, with progress, and a table at the end."""

import asyncio
from collections.abc import Sequence

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.table import Table

from gateway.cli.failures import CommandFailed
from gateway.torture.faults import FAULTS
from gateway.torture.run import Tally, torture

_console = Console()


def run_torture(faults: Sequence[str], rounds: int, seed: int) -> int:
    """Exit status 0 when nothing was lost or done twice and the books stayed equal, else 1. Raises CommandFailed for an unknown fault."""
    unknown = sorted(set(faults) - FAULTS.keys())
    if unknown:
        raise CommandFailed(f"No such fault: {', '.join(unknown)}. There are {', '.join(FAULTS)}.")
    chosen = list(dict.fromkeys(faults)) or list(FAULTS)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=_console, transient=True) as progress:
        task = progress.add_task("Starting a house", total=rounds * len(chosen))

        def tell(fault: str, number: int) -> None:
            progress.update(task, advance=1, description=f"{fault}, round {number}")

        tallies = asyncio.run(torture(chosen, rounds, seed, tell))
    _console.print(_table(tallies))
    for tally in tallies:
        for line in _remarks(tally):
            _console.print(line, soft_wrap=True, markup=False)
    is_clean = all(tally.is_clean for tally in tallies)
    _console.print("[green]✓[/green] Nothing lost, nothing done twice." if is_clean else "[red]✗[/red] This house does not keep its word.")
    return 0 if is_clean else 1


def _table(tallies: Sequence[Tally]) -> Table:
    heads = ("rounds", "strikes", "acknow-\nledged", "re-\nfused", "re-\npeated", "lost", "applied\ntwice", "told\nwrong", "no\nanswer", "verify\nequal")
    table = Table("fault", box=None, padding=(0, 1, 0, 0))
    for head in heads:
        table.add_column(head, justify="right", no_wrap=True)
    for tally in tallies:
        figures = (
            tally.rounds,
            tally.strikes,
            tally.acknowledged,
            tally.refused,
            tally.repeated,
            tally.lost,
            tally.twice,
            tally.dishonest,
            tally.unanswered,
            tally.equal,
        )
        table.add_row(tally.fault, *(map(str, figures) if tally.is_possible else ["-"] * len(figures)))
    return table


def _remarks(tally: Tally) -> list[str]:
    if not tally.is_possible:
        return [f"{tally.fault}: not possible here, because no file system may be mounted (it needs root)."]
    lines = [f"{tally.fault}: {line}" for line in tally.findings]
    if tally.silences:
        lines.append(f"{tally.fault}: attempts without an answer: " + ", ".join(f"{count} {why}" for why, count in sorted(tally.silences.items())))
    lines.extend(f"{tally.fault}: masked as INTERNAL: {line}" for line in tally.masked)
    lines.extend(f"{tally.fault}: the {name} ended {count} times without having been killed" for name, count in sorted(tally.ended.items()))
    return lines
