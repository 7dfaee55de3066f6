"""A file is read in one go: fewer than 300 lines, functions of fewer than 50."""

from tests.architecture.source import Module, complaints, functions, planted

FILE_LINES = 300
FUNCTION_LINES = 50

TABLES = ("migrations/versions/",)
"""A migration's `upgrade` is a list of tables, one after the other: cutting it up would hide its order."""


def check_file(module: Module) -> list[str]:
    lines = len(module.text.splitlines())
    return [f"{module.path} has {lines} lines"] if lines >= FILE_LINES else []


def check_functions(module: Module) -> list[str]:
    if module.path.startswith(TABLES):
        return []
    lengths = [(function, (function.end_lineno or 0) - function.lineno + 1) for function in functions(module)]
    return [module.at(function, f"{function.name} has {lines} lines") for function, lines in lengths if lines >= FUNCTION_LINES]


def test_every_file_is_shorter_than_300_lines() -> None:
    assert complaints(check_file) == []


def test_every_function_is_shorter_than_50_lines() -> None:
    assert complaints(check_functions) == []


def test_a_file_of_300_lines_is_found() -> None:
    assert check_file(planted("domains/wallet/service/pay.py", "x = 1\n" * 300)) == ["domains/wallet/service/pay.py has 300 lines"]
    assert check_file(planted("domains/wallet/service/pay.py", "x = 1\n" * 299)) == []


def test_a_function_of_50_lines_is_found_also_as_a_method() -> None:
    long = planted("gateway/app.py", "class App:\n    async def open(self):\n" + "        x = 1\n" * 49)
    assert check_functions(long) == ["gateway/app.py:2 open has 50 lines"]
    assert check_functions(planted("gateway/app.py", "def open():\n" + "    x = 1\n" * 48)) == []
