"""Several processes that do the same work at the same moment."""

from __future__ import annotations

import json
import subprocess
import sys
from datetime import datetime
from typing import Any

from bot.settings import PROJECT_DIR

SIZE = 3


class Crew:
    """Started once for all tests: most of the time goes into starting."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "tests.processes.at_work"]
        self._members = [
            subprocess.Popen(command, cwd=PROJECT_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(SIZE)
        ]

    def work(self, what: str, now: datetime, **order: Any) -> list[Any]:
        """Has all of them do it at once; what each of them did, together."""
        self._say(json.dumps({"work": what, "now": now.isoformat()} | order))
        assert [self._hear(one) for one in self._members] == ["ready"] * SIZE
        self._say("go")
        return [deed for one in self._members for deed in json.loads(self._hear(one))]

    def end(self) -> None:
        """Ends them."""
        for one in self._members:
            assert one.stdin is not None
            one.stdin.close()
        for one in self._members:
            one.wait(30)

    def _say(self, line: str) -> None:
        for one in self._members:
            assert one.stdin is not None
            one.stdin.write(line + "\n")
            one.stdin.flush()

    def _hear(self, one: subprocess.Popen[str]) -> str:
        assert one.stdout is not None
        line = one.stdout.readline().strip()
        assert line, "a process ended; its reason stands above"
        return line
