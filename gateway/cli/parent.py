"""How the processes of `scenebank up` end with it, however it ends."""

import os
import signal
import threading
import time

PARENT_VARIABLE = "SCENEBANK_PARENT_PID"
"""Set by `scenebank up`: a process that finds its parent gone ends itself."""

LOOK_EVERY_SECONDS = 0.5


def end_with_parent() -> None:
    """Stop this process soon after the one that started it has gone."""
    parent = os.environ.get(PARENT_VARIABLE)
    if parent is None:
        return

    def watch() -> None:
        while os.getppid() == int(parent):
            time.sleep(LOOK_EVERY_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent", daemon=True).start()
