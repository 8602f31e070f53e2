"""Two starts at once, and starts that end in the middle of an installation."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from launcher_project import Project, script, working

pytestmark = [pytest.mark.network, pytest.mark.usefixtures("online")]


class Gate:
    """A uv that tells when it begins to install packages, and waits for leave to do so."""

    def __init__(self, folder: Path) -> None:
        real = working("uv")
        if real is None:
            pytest.skip("no uv here to hold up")
        self.began, self.leave = folder / "began", folder / "leave"
        os.mkfifo(self.began)
        os.mkfifo(self.leave)
        script(
            folder / "gate" / "uv",
            f'if [ "$1" = pip ]; then echo $$ >"{self.began}"; read -r _ <"{self.leave}"; fi',
            f'exec "{real}" "$@"',
        )
        self.folder = folder / "gate"

    def wait(self) -> int:
        """The process id of the uv that has come to the gate."""
        return int(self.began.read_text())

    def open(self) -> None:
        self.leave.write_text("go\n")


@pytest.fixture
def gate(tmp_path: Path) -> Gate:
    return Gate(tmp_path)


@pytest.fixture
def held(project: Project, gate: Gate) -> Iterator[subprocess.Popen[str]]:
    """A first start that stands in the middle of its installation."""
    with project.open("show", PATH=project.path(gate.folder, Path(project.env["PATH"]))) as running:
        yield running
        kill_group(running.pid)


def kill_group(pid: int) -> None:
    """Ends a start and all that it has started, as a power cut would."""
    with contextlib.suppress(ProcessLookupError):  # it may have ended by itself
        os.killpg(pid, signal.SIGKILL)


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{pid}/stat")
    return not state.exists() or state.read_text().rsplit(")", 1)[1].split()[0] != "Z"


def gone(pid: int) -> bool:
    """Whether the process ends within a few seconds."""
    until = time.monotonic() + 10
    while alive(pid) and time.monotonic() < until:
        time.sleep(0.02)
    return not alive(pid)


def test_the_second_of_two_starts_waits_and_installs_nothing(project: Project, gate: Gate, held: subprocess.Popen[str]) -> None:
    gate.wait()
    with project.open("show") as second:
        assert second.stderr is not None
        assert "waiting" in second.stderr.readline()
        assert not project.stamp.exists()
        gate.open()
        first_said = held.communicate(timeout=60)
        second_said = second.communicate(timeout=60)
    assert (held.returncode, second.returncode) == (0, 0)
    assert "Installed in" in first_said[1]
    assert second_said[1] == ""
    assert first_said[0] == second_said[0]


def test_many_starts_at_once_install_once(project: Project) -> None:
    running = [project.open("show") for _ in range(4)]
    said = [one.communicate(timeout=120) for one in running]
    assert [one.returncode for one in running] == [0] * 4
    assert len({shown for shown, _ in said}) == 1
    assert sum("Installed in" in complaints for _, complaints in said) == 1


def test_waiting_has_a_limit(project: Project, gate: Gate, held: subprocess.Popen[str]) -> None:
    gate.wait()
    began = time.monotonic()
    ended = project.start("show", ADMISSIONS_INSTALL_WAIT="1")
    assert time.monotonic() - began < 20
    assert ended.returncode == 1
    assert "more than 1 seconds" in ended.stderr.splitlines()[-1]
    assert "no number of seconds" in project.refused("show", ADMISSIONS_INSTALL_WAIT="soon")


def test_a_killed_installation_is_redone(project: Project, gate: Gate, held: subprocess.Popen[str]) -> None:
    gate.wait()
    kill_group(held.pid)
    held.wait()
    again = project.start("show")
    assert again.returncode == 0, again.stderr
    assert "incomplete" in again.stderr
    assert "waiting" not in again.stderr
    assert project.packages() == ["six", "tabulate"]


def test_what_a_killed_start_left_running_is_waited_for(project: Project, gate: Gate, held: subprocess.Popen[str]) -> None:
    """The launcher dies, its uv goes on writing: a second installation beside it would spoil both."""
    gate.wait()
    held.kill()
    held.wait()
    with project.open("show") as second:
        assert second.stderr is not None
        assert "waiting" in second.stderr.readline()
        gate.open()
        _, said = second.communicate(timeout=60)
    assert second.returncode == 0
    assert "Installed in" in said


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGHUP])
def test_a_signal_stops_the_installation_at_once(project: Project, gate: Gate, held: subprocess.Popen[str], number: signal.Signals) -> None:
    installing = gate.wait()
    if number is signal.SIGINT:  # as a terminal sends it: to everyone
        os.killpg(held.pid, number)
    else:
        held.send_signal(number)
    _, said = held.communicate(timeout=20)
    assert held.returncode == 128 + number
    assert said.splitlines()[-1].startswith("admissions: stopped before")
    assert gone(installing)
    assert project.packages() == ["six", "tabulate"]


def test_a_signal_ends_the_waiting_too(project: Project, gate: Gate, held: subprocess.Popen[str]) -> None:
    gate.wait()
    with project.open("show") as second:
        assert second.stderr is not None
        assert "waiting" in second.stderr.readline()
        second.terminate()
        second.communicate(timeout=20)
    assert second.returncode == 143
    gate.open()
    held.communicate(timeout=60)
    assert held.returncode == 0


@pytest.mark.slow
def test_a_start_killed_at_any_moment_leaves_nothing_that_stops_the_next(project: Project) -> None:
    for step in range(6):
        project.lock("six", "tabulate", *(["idna"] if step % 2 else []))
        running = project.open("show")
        killer = threading.Timer(0.1 * step, kill_group, (running.pid,))
        killer.start()
        running.communicate(timeout=60)
        killer.cancel()
        assert project.packages() == (["idna", "six", "tabulate"] if step % 2 else ["six", "tabulate"])
        assert project.start("show").stderr == ""
