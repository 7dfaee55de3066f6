"""The command line: `scenebank up | serve | worker | sandbox | migrate | seed | schema | ledger | doctor | dev`."""

from gateway.cli.commands import main

__all__ = ["main"]
