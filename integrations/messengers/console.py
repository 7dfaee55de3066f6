"""The messenger of development and the demo: prints the code, and keeps it in a file where tests and tools read it."""

import asyncio
import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from uuid import UUID

FILE_NAME = "one-time-codes.jsonl"
NOTICES_NAME = "notices.jsonl"
_TAIL_BYTES = 64 * 1024


class DevelopmentMessenger:
    """Implements the customers' `Messenger` port. Never for production: whoever reads the folder can sign in as anybody."""

    def __init__(self, folder: Path, show: Callable[[str], object] = sys.stdout.write) -> None:
        self._file = folder / FILE_NAME
        self._show = show

    async def send_code(self, message_id: UUID, phone: str, code: str, language: str) -> None:
        """Append the code to the file and print it. The printed line masks the phone, so that a captured console tells no number."""
        line = json.dumps({"id": str(message_id), "phone": phone, "code": code, "language": language})
        await asyncio.to_thread(self._append, line)
        self._show(f"One-time code for {phone[:6]}****{phone[-4:]}: {code}\n")

    async def send_notice(self, message_id: UUID, phone: str, notice: str, data: Mapping[str, str], language: str) -> None:
        """Append the notice to a file of its own and print it, the phone masked."""
        line = json.dumps({"id": str(message_id), "phone": phone, "notice": notice, "data": dict(data), "language": language})
        await asyncio.to_thread(self._append, line, self._file.with_name(NOTICES_NAME))
        self._show(f"Notice for {phone[:6]}****{phone[-4:]}: {notice}\n")

    def notices_to(self, phone: str) -> list[dict[str, object]]:
        """The notices that were sent to a phone (E.164), in order."""
        file = self._file.with_name(NOTICES_NAME)
        lines = file.read_text().splitlines() if file.exists() else []
        return [sent for sent in map(json.loads, lines) if sent["phone"] == phone]

    def latest_code(self, phone: str) -> str | None:
        """The last code that was sent to a phone (E.164); None if there was none lately."""
        return latest_code(self._file.parent, phone)

    def _append(self, line: str, file: Path | None = None) -> None:
        # One write of one line, opened to its owner alone: several processes may append.
        descriptor = os.open(file or self._file, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            os.write(descriptor, f"{line}\n".encode())
        finally:
            os.close(descriptor)


def latest_code(folder: Path, phone: str) -> str | None:
    """The last code that a DevelopmentMessenger on that folder, in any process, sent to a phone (E.164)."""
    file = folder / FILE_NAME
    if not file.exists():
        return None
    with file.open("rb") as lines:
        lines.seek(max(0, file.stat().st_size - _TAIL_BYTES))
        tail = lines.read().decode(errors="replace").splitlines()
    for line in reversed(tail):
        # The first line of the tail may be cut.
        sent = json.loads(line) if line.startswith("{") and line.endswith("}") else {}
        if sent.get("phone") == phone:
            return str(sent["code"])
    return None
