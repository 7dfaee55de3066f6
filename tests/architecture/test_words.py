"""The repository speaks of Scenebank alone: of no workplace, no tool that wrote it, and no machine it was written on."""

import re
import subprocess
from functools import cache

import pytest

from tests.architecture.source import PROJECT

# Written so that this file does not contain what it looks for.
STRANGE = [
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?<![\w/.])/work/",
        r"(?<![\w/.])/home/\w+/",
        r"(?<![\w.])/root/\w",
        r"(?<![\w.])/tmp/\w",
        r"\bclau" + r"de\b",
        r"\banth" + r"ropic\b",
        r"\bchat" + r"gpt\b",
        r"\bco" + r"pilot\b",
        r"\blang" + r"uage model\b",
        r"\b(ai|llm|coding|sub)[- ]?ag" + r"ents?\b",
        r"\bthis sand" + r"box\b|\bsand" + r"box machine\b",
        r"\bwork" + r"tree\b",
        r"\bprompt engin" + r"eering\b",
        r"\b(to|fix)" + r"do:|\bx{3}:",
    )
]

TEXT = {".py", ".md", ".toml", ".sql", ".html", ".css", ".js", ".mjs", ".ts", ".vue", ".graphql", ".json", ".mako", ".yml", ".yaml", ".sh", ".txt", ""}
OTHERS_TEXT = ("uv.lock", "LICENSE", "package-lock.json")
OTHERS_FOLDERS = ("/vendor/",)


def check_words(path: str, text: str) -> list[str]:
    found = []
    for number, line in enumerate(text.splitlines(), 1):
        found.extend(f"{path}:{number} {match[0]}" for pattern in STRANGE if (match := pattern.search(line)))
    return found


@cache
def own_files() -> list[str]:
    """What the repository holds, or would hold after `git add`; without git, what lies in the project's folders."""
    listed = subprocess.run(["git", "ls-files", "--cached", "--others", "--exclude-standard"], cwd=PROJECT, capture_output=True, text=True, check=False)
    if listed.returncode == 0:
        return listed.stdout.split("\n")[:-1]
    kept = ("gateway", "resolvers", "domains", "integrations", "migrations", "tests", "docs")
    return [
        path.relative_to(PROJECT).as_posix() for place in kept for path in (PROJECT / place).rglob("*") if path.is_file() and "node_modules" not in path.parts
    ]


def test_the_repository_speaks_of_scenebank_alone() -> None:
    found = []
    for name in own_files():
        file = PROJECT / name
        if (
            file.suffix in TEXT
            and file.is_file()
            and not name.endswith(OTHERS_TEXT)
            and not any(part in name for part in OTHERS_FOLDERS)
            and name != "tests/architecture/test_words.py"
        ):
            found.extend(check_words(name, file.read_text(errors="replace")))
    assert found == []


@pytest.mark.parametrize(
    "line",
    ["see /work/" + "shared/x.md", 'Path("/tmp/' + 'x")', "written by Clau" + "de", "the coding ag" + "ent", "in this sand" + "box", "# TO" + "DO: later"],
)
def test_a_strange_word_is_found(line: str) -> None:
    assert len(check_words("docs/x.md", f"A line.\n{line}\n")) == 1


@pytest.mark.parametrize("line", ["the sandbox channel", 'headers["User-Agent"]', "https://example.com/work/order", "a file in a temporary folder"])
def test_the_houses_own_words_pass(line: str) -> None:
    assert check_words("docs/x.md", line) == []
