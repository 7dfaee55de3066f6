"""Becomes PostgreSQL, tied to the life of the process that started it. Runs alone, as a script, with nothing but the standard library.

`guard.py signal|watch UID GID PARENT COMMAND...`, where UID -1 keeps the account. With `signal` (Linux) the kernel sends SIGINT, PostgreSQL's fast
shutdown, when the parent dies; with `watch` this process stays between, looks every 0.2 s whether its parent still is, and passes signals on.
"""

import ctypes
import os
import signal
import sys
import time
from types import FrameType

PR_SET_PDEATHSIG = 1
LOOK_EVERY_SECONDS = 0.2


def main() -> None:
    mode, uid, gid, parent = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
    command = sys.argv[5:]
    for number in (signal.SIGINT, signal.SIGPIPE, signal.SIGXFSZ):  # ignored by a shell's background jobs or by Python, which hand that on
        signal.signal(number, signal.SIG_DFL)
    if mode == "signal":
        become_account(uid, gid)
        ask_for_death_signal(parent)
        os.execv(command[0], command)  # noqa: S606 - without a shell is what we want
    child = os.fork()
    if child == 0:
        become_account(uid, gid)
        os.execv(command[0], command)  # noqa: S606 - without a shell is what we want
    sys.exit(watch(child, parent))


def become_account(uid: int, gid: int) -> None:
    os.umask(0o077)
    if uid >= 0:
        os.setgroups([])
        os.setgid(gid)
        os.setuid(uid)


def ask_for_death_signal(parent: int) -> None:
    """Asked for after the account is changed, because the kernel forgets the wish when credentials change."""
    if ctypes.CDLL(None, use_errno=True).prctl(PR_SET_PDEATHSIG, signal.SIGINT, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl(PR_SET_PDEATHSIG)")
    if os.getppid() != parent:
        sys.exit("the process that asked for PostgreSQL has ended")


def watch(child: int, parent: int) -> int:
    def pass_on(number: int, _frame: FrameType | None) -> None:
        os.kill(child, number)

    for number in (signal.SIGINT, signal.SIGQUIT, signal.SIGTERM):
        signal.signal(number, pass_on)
    is_told = False
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status) & 0xFF
        if not is_told and os.getppid() != parent:
            os.kill(child, signal.SIGINT)
            is_told = True
        time.sleep(LOOK_EVERY_SECONDS)


if __name__ == "__main__":
    main()
