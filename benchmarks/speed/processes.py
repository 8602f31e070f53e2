"""Child processes of a benchmark run: each in a session of its own, measured through /proc and always ended."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self

_PROC = Path("/proc")
_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Memory:
    """Resident memory in bytes: `rss` counts shared pages in every process, `pss` divides them among its users."""

    rss: int
    pss: int

    def __add__(self, other: Memory) -> Memory:
        return Memory(self.rss + other.rss, self.pss + other.pss)


class ChildEnded(Exception):
    """A server ended while it was being measured."""


class Child:
    """A server process with everything it starts. Ends with the `with` block, and shows the end of its log on errors."""

    def __init__(self, command: list[str], folder: Path, environment: dict[str, str], log: Path) -> None:
        self._log = log
        self.started_at = time.perf_counter()
        with log.open("wb") as out:
            self._process = subprocess.Popen(
                command, cwd=folder, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=subprocess.STDOUT,
                start_new_session=True,
            )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.end()
        if isinstance(error, Exception):
            print(f"The end of {self._log.name}:\n{self._tail()}", file=sys.stderr)

    def end(self, patience_seconds: float = 10.0) -> None:
        """Ask the whole session to end, then kill what is left of it. Raises TimeoutError if even that takes too long."""
        if self._process.poll() is None:
            self._signal(signal.SIGTERM)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(patience_seconds)
        # The leader may be gone and its children not: the kill goes to the group in either case.
        self._signal(signal.SIGKILL)
        self._process.wait(patience_seconds)
        deadline = time.monotonic() + patience_seconds
        while left := self.pids():
            if time.monotonic() > deadline:
                raise TimeoutError(f"processes {left} do not end")
            time.sleep(0.01)

    def check(self) -> None:
        """Raises ChildEnded if the process is not running any more."""
        if self._process.poll() is not None:
            raise ChildEnded(f"{self._process.args!r} ended with status {self._process.returncode}")

    def memory(self) -> Memory:
        """Memory of all processes of the session now."""
        return sum((_memory_of(pid) for pid in self.pids()), Memory(0, 0))

    def cpu_seconds(self) -> float:
        """Processor time that the session's living processes have used so far, in user and kernel mode."""
        return sum(_cpu_ticks_of(pid) for pid in self.pids()) / _TICKS_PER_SECOND

    def pids(self) -> list[int]:
        """The living processes of the session: the one started and all it started, wherever they hang."""
        numbers = (int(entry.name) for entry in _PROC.iterdir() if entry.name.isdigit())
        return [pid for pid in numbers if _living_session_of(pid) == self._process.pid]

    def _tail(self) -> str:
        return self._log.read_text(errors="replace")[-3000:]

    def _signal(self, number: signal.Signals) -> None:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self._process.pid, number)


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nothing listens on right now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _stat_fields(pid: int) -> list[str]:
    """Fields of /proc/PID/stat from the third on (the second is a name and may hold blanks); empty if it is gone."""
    try:
        return (_PROC / str(pid) / "stat").read_text().rpartition(")")[2].split()
    except (FileNotFoundError, ProcessLookupError):
        return []


def _living_session_of(pid: int) -> int:
    fields = _stat_fields(pid)
    # A zombie holds nothing any more; it only waits for its parent to look.
    return int(fields[3]) if fields and fields[0] != "Z" else -1


def _cpu_ticks_of(pid: int) -> int:
    fields = _stat_fields(pid)
    return int(fields[11]) + int(fields[12]) if fields else 0


def _memory_of(pid: int) -> Memory:
    try:
        lines = (_PROC / str(pid) / "smaps_rollup").read_text().splitlines()
    except (FileNotFoundError, ProcessLookupError):
        return Memory(0, 0)
    kilobytes = {words[0]: int(words[1]) for words in (line.split() for line in lines[1:])}
    return Memory(kilobytes["Rss:"] * 1024, kilobytes["Pss:"] * 1024)
