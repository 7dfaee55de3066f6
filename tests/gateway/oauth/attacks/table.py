"""The table of attacks: filled by the files beside it, run by test_attacks.py, shown in docs/partners/attacks.md."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.gateway.app.running import RunningApp, SignedIn

Run = Callable[[RunningApp, SignedIn], Awaitable[str]]


@dataclass(frozen=True)
class Attack:
    """One line of the table. `run` gives back what was answered."""

    group: str
    name: str
    what: str
    answer: str
    run: Run


ATTACKS: list[Attack] = []


def attack(group: str, what: str, answer: str) -> Callable[[Run], Run]:
    """Register `async def name(app, customer)`."""

    def register(run: Run) -> Run:
        ATTACKS.append(Attack(group, run.__name__, what, answer, run))
        return run

    return register


def told(answer: httpx.Response) -> str:
    """An answer in short: its status and OAuth's error, on whatever way it came."""
    if answer.status_code in (302, 303):
        asked = parse_qs(urlsplit(answer.headers["location"]).query)
        return f"redirect {asked['error'][0]}" if "error" in asked else f"redirect {urlsplit(answer.headers['location']).path}"
    if answer.headers.get("content-type", "").startswith("text/html"):
        return f"page {answer.status_code} {answer.text.partition('<h1>')[2].partition('</h1>')[0]}"
    return f"{answer.status_code} {answer.json()['error']}" if answer.content and "error" in answer.text else str(answer.status_code)


def page() -> str:
    """docs/partners/attacks.md: the same registry gives the same text."""
    lines = [
        "# Attacks on the authorization server",
        "",
        "Each line is run against a real server by `tests/gateway/oauth/test_attacks.py`, which also holds this page to the table that it runs.",
        "`redirect` means that the browser is sent back to a registered address with the error; `page` that it is sent nowhere, because no",
        "address can be trusted. What an attack must leave standing (its owner's code, token or family) is asserted in the test.",
    ]
    for group in dict.fromkeys(one.group for one in ATTACKS):
        lines += ["", f"## {group}", "", "| attack | answer | test |", "| --- | --- | --- |"]
        lines += [f"| {one.what} | `{one.answer}` | `{one.name}` |" for one in ATTACKS if one.group == group]
    return "\n".join([*lines, ""])
