"""Where this machine keeps Scenebank's state."""

import os
import sys
from pathlib import Path


def state_folder() -> Path:
    """/var/lib/scenebank for root, else the user's own state folder."""
    if os.geteuid() == 0:
        return Path("/var/lib/scenebank")
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "scenebank"
    return Path(os.environ.get("XDG_STATE_HOME") or Path.home() / ".local" / "state") / "scenebank"
