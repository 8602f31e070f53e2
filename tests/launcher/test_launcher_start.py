"""What a start does when everything is installed: find the project, hand over, and cost nothing."""

from __future__ import annotations

import resource
import shutil
import signal
import subprocess
from pathlib import Path

import pytest
from launcher_project import REPOSITORY, Project, script

pytestmark = pytest.mark.network


def test_arguments_and_the_callers_folder_reach_the_program_unchanged(ready: Project, tmp_path: Path) -> None:
    asked = ["ask", "two words", "", "*", "$HOME", 'say "hi"', "--json=1", "-x", "line\nbreak"]
    (tmp_path / "elsewhere").mkdir()
    report = ready.report(*asked, cwd=tmp_path / "elsewhere")
    assert report["asked"] == asked
    assert report["cwd"] == str(tmp_path / "elsewhere")
    assert ready.report()["asked"] == []


def test_input_output_and_exit_code_are_the_programs_own(ready: Project) -> None:
    copied = ready.start("copy", stdin="a question\n")
    assert (copied.stdout, copied.stderr, copied.returncode) == ("a question\n", "", 0)
    assert ready.start("fail", "41").returncode == 41


@pytest.mark.parametrize("shell", ["sh", "dash", "bash"])
def test_each_shell_runs_it(ready: Project, shell: str) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"no {shell} here")
    report = ready.report("show", by=[shell, "admissions"], CDPATH=str(ready.folder.parent))
    assert report["program"] == str(ready.folder / "bot" / "__main__.py")


def test_it_is_found_through_links_of_every_kind(ready: Project, tmp_path: Path) -> None:
    bin_folder = tmp_path / "a bin"
    bin_folder.mkdir()
    (bin_folder / "absolute").symlink_to(ready.launcher)
    (bin_folder / "relative").symlink_to(Path("..") / "ready" / "admissions")
    (tmp_path / "chain").symlink_to(Path("a bin") / "relative")
    (tmp_path / "linked-project").symlink_to(ready.folder)
    ways = [bin_folder / "absolute", bin_folder / "relative", tmp_path / "chain", tmp_path / "linked-project" / "admissions"]
    for way in ways:
        assert ready.report("show", by=[way], cwd=Path("/"))["program"] == str(ready.folder / "bot" / "__main__.py")
    for relative in ("./chain", "a bin/relative", "linked-project/admissions"):
        assert ready.report("show", by=[relative], cwd=tmp_path)["cwd"] == str(tmp_path)
    on_path = {"PATH": f"{bin_folder}:{ready.env['PATH']}"}
    assert ready.report("show", by=["/bin/sh", "-c", "absolute show"], **on_path)["asked"] == ["show"]


def test_a_folder_called_bot_where_one_stands_is_not_taken_for_ours(ready: Project, tmp_path: Path) -> None:
    (tmp_path / "elsewhere" / "bot").mkdir(parents=True)
    (tmp_path / "elsewhere" / "bot" / "__main__.py").write_text("print('the wrong program')")
    report = ready.report("show", cwd=tmp_path / "elsewhere")
    assert report["program"] == str(ready.folder / "bot" / "__main__.py")


def test_settings_for_another_python_do_no_harm(ready: Project) -> None:
    ready.report("show", PYTHONHOME="/nowhere", VIRTUAL_ENV="/nowhere", UV_PROJECT="/nowhere")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_signals_reach_the_program(ready: Project, number: signal.Signals) -> None:
    with ready.open("stay") as running:
        assert running.stdout is not None
        assert int(running.stdout.readline()) == running.pid  # the launcher has become the program
        running.send_signal(number)
        said, complaints = running.communicate(timeout=30)
    assert (said, complaints, running.returncode) == (f"left by {int(number)}\n", "", 7)


def test_our_folders_come_after_the_installed_packages(ready: Project) -> None:
    path = ready.report("show")["path"]
    assert path[-2:] == [str(ready.folder), str(ready.folder / "compat")]
    assert path[-3].endswith("site-packages")

    python = ready.venv / "bin" / "python"
    which = [str(python), "-c", "import tensorflow; print(tensorflow.origin)"]
    assert subprocess.run(which, capture_output=True, text=True, check=True, cwd="/").stdout == "stand-in\n"
    real = next(ready.venv.glob("lib/python3*/site-packages")) / "tensorflow"
    real.mkdir()
    (real / "__init__.py").write_text("origin = 'real'\n")
    assert subprocess.run(which, capture_output=True, text=True, check=True, cwd="/").stdout == "real\n"


def test_telemetry_is_off_for_every_command_of_the_environment_unless_someone_wants_it(ready: Project) -> None:
    ask = [str(ready.venv / "bin" / "python"), "-c", "import os; print(os.environ['RASA_TELEMETRY_ENABLED'])"]
    assert subprocess.run(ask, env={}, capture_output=True, text=True, check=True).stdout == "false\n"
    wanted = {"RASA_TELEMETRY_ENABLED": "true"}
    assert subprocess.run(ask, env=wanted, capture_output=True, text=True, check=True).stdout == "true\n"


def test_a_moved_project_works_at_once_and_so_do_its_commands(ready: Project, tmp_path: Path) -> None:
    moved = Project(tmp_path / "a new place", ready.env | {"PATH": ready.env["PATH"].split(":")[-1]})
    ready.folder.rename(moved.folder)
    shown = moved.start("show")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert str(tmp_path / "ready") not in shown.stdout
    table = subprocess.run([moved.venv / "bin" / "tabulate"], input="a b\n", capture_output=True, text=True, env=moved.env, check=True)
    assert "a" in table.stdout


def test_it_writes_nothing_and_starts_nothing_when_all_is_installed(ready: Project) -> None:
    trap = script(ready.folder.parent / "trap" / "uv", f'echo started >>"{ready.folder.parent}/started"')
    for name in ("python3.11", "python3.12", "python3", "python"):
        shutil.copy(trap, trap.parent / name)
    before = {file: file.stat().st_mtime_ns for file in ready.folder.rglob("*") if "__pycache__" not in file.parts}
    shown = ready.start("copy", PATH=f"{trap.parent}:{ready.env['PATH']}", PYTHONDONTWRITEBYTECODE="1")
    assert (shown.returncode, shown.stderr) == (0, "")
    assert not (ready.folder.parent / "started").exists()
    after = {file: file.stat().st_mtime_ns for file in ready.folder.rglob("*") if "__pycache__" not in file.parts}
    assert after == before


def test_it_adds_less_than_50_ms_of_work(ready: Project) -> None:
    shutil.copy(REPOSITORY / "requirements.lock", ready.folder)  # as long as the real one
    shutil.copytree(REPOSITORY / "compat", ready.folder / "compat", dirs_exist_ok=True)
    sums = "find requirements.lock compat -type f ! -name '*.pyc' -exec cksum {} + | LC_ALL=C sort | cksum"
    real = subprocess.run(["sh", "-c", sums], cwd=ready.folder, capture_output=True, text=True, check=True).stdout.strip()
    stamp = ready.stamp.read_text().splitlines()
    ready.stamp.write_text("".join(f"run={real}\n" if line.startswith("run=") else f"{line}\n" for line in stamp))

    def least_work(command: list[str]) -> float:
        """Processor seconds of the cheapest of some runs: unlike the time on the clock it does not grow with others' load."""
        spent = []
        for _ in range(15):
            before = resource.getrusage(resource.RUSAGE_CHILDREN)
            ended = subprocess.run(command, env=ready.env, cwd=ready.folder, capture_output=True, check=True)
            after = resource.getrusage(resource.RUSAGE_CHILDREN)
            assert ended.stderr == b""
            spent.append(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)
        return min(spent)

    alone = least_work([str(ready.venv / "bin" / "python"), "-P", "-m", "bot", "copy"])
    launched = least_work([str(ready.launcher), "copy"])
    assert launched - alone < 0.05, f"{(launched - alone) * 1000:.1f} ms"
