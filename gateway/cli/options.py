"""Options that many commands have."""

from pathlib import Path
from typing import Annotated

import typer
from pydantic import ValidationError

from gateway.settings import Settings

DataOption = Annotated[Path | None, typer.Option("--data", help="Data folder (SCENEBANK_DATA).")]


def settings_of(**given: object) -> Settings:
    """The settings with those options that were given. Raises typer.BadParameter."""
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
    except ValidationError as error:
        # What two settings together break is of neither.
        lines = [": ".join([*(f"SCENEBANK_{str(place).upper()}" for place in one["loc"][:1]), one["msg"]]) for one in error.errors(include_input=False)]
        raise typer.BadParameter("\n".join(lines)) from None
