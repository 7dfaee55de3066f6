"""`python -m gateway.documentation errors`: write a generated page again."""

import sys
from pathlib import Path

from gateway.documentation import errors_page

DOCS = Path(__file__).parents[2] / "docs"
PAGES = {"errors": errors_page}


def main(names: list[str]) -> int:
    """Write the pages of those names, all of them when none is named. Exit status 2 for an unknown name."""
    unknown = [name for name in names if name not in PAGES]
    if unknown:
        sys.stderr.write(f"No such page: {', '.join(unknown)}. There are: {', '.join(PAGES)}.\n")
        return 2
    for name in names or PAGES:
        (DOCS / f"{name}.md").write_text(PAGES[name](), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
