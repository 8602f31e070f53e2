"""Which Python and which uv count, and what is said when none does."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from launcher_project import PYTHON, Project, base_python, script, small_project, working

NAMES = ("python3.11", "python3.12", "python3", "python")


@pytest.fixture
def bare(tmp_path: Path, bare_env: dict[str, str]) -> Project:
    """A project on a machine without Python and uv."""
    return small_project(tmp_path / "school", dict(bare_env))


@pytest.fixture
def no_uv(bare: Project, python_folder: Path) -> Project:
    """A project on a machine with Python alone."""
    bare.env["PATH"] = bare.path(python_folder, Path(bare.env["PATH"]))
    return bare


@pytest.fixture
def shims(tmp_path: Path) -> Path:
    """What a version manager puts on PATH for versions that are installed but not chosen."""
    for name in (*NAMES, "uv"):
        script(tmp_path / "shims" / name, f'echo "pyenv: {name}: command not found" >&2', "exit 127")
    return tmp_path / "shims"


@pytest.fixture
def python_without_venv(tmp_path: Path) -> Path:
    """A fitting Python that cannot make environments, as Debian ships it, in a folder for PATH."""
    made = tmp_path / "trimmed"
    subprocess.run([base_python(), "-m", "venv", "--without-pip", str(made)], check=True)
    packages = next(made.glob("lib/python3*/site-packages"))
    (packages / "trimmed.pth").write_text("import sys; sys.modules['ensurepip'] = None\n")
    script(tmp_path / "trimmed-bin" / PYTHON, f'exec "{made}/bin/python" "$@"')
    return tmp_path / "trimmed-bin"


@pytest.fixture
def uv_that_knows(tmp_path: Path) -> Callable[[str], Path]:
    """Makes a folder for PATH with a uv that answers `uv python` by the given shell lines and notes how it is called."""
    real = working("uv")
    if real is None:
        pytest.skip("no uv here")

    def make(answer: str) -> Path:
        note = f'echo "$1" "$UV_PYTHON_DOWNLOADS" >>"{tmp_path}/uv-calls"'
        script(tmp_path / "uv-bin" / "uv", note, f'if [ "$1" = python ]; then {answer}; fi', f'exec "{real}" "$@"')
        return tmp_path / "uv-bin"

    return make


def other_python() -> str:
    """A CPython of the other supported version."""
    minor = "3.12" if sys.version_info[:2] == (3, 11) else "3.11"
    beside = sorted(Path(sys.base_prefix).parent.glob(f"{minor}*/bin/python{minor}"))
    found = str(beside[-1]) if beside else str(working(f"python{minor}") or "")
    if not found:
        pytest.skip(f"no Python {minor} here")
    return found


def test_no_python_at_all(bare: Project) -> None:
    said = bare.refused()
    assert "CPython 3.11 or 3.12 is needed and neither was found: install one" in said
    assert not bare.venv.exists()


def test_only_what_prints_a_fitting_version_counts(bare: Project, shims: Path, tmp_path: Path) -> None:
    liars = {
        "python3.11": "exit 0",
        "python3.12": "echo Python 3.12.1",
        "python3": 'echo "3.13.0 yes /usr/bin/python3"',
        "python": 'echo "3.12.1 yes /usr/bin/python"; exit 1',
    }
    for name, line in liars.items():
        script(tmp_path / "liars" / name, line)
    assert "3.11 or 3.12 is needed" in bare.refused(PATH=bare.path(shims, tmp_path / "liars", Path(bare.env["PATH"])))


def test_a_python_of_another_version_or_kind_is_passed_over(bare: Project, tmp_path: Path) -> None:
    others = [
        python for python in Path(sys.base_prefix).parent.glob("*/bin/python")
        if not python.parent.parent.name.startswith(("3.11", "3.12"))
    ]  # fmt: skip
    if not others:
        pytest.skip("no Python of another version here")
    for python in others:
        script(tmp_path / "old" / "python3", f'exec "{python}" "$@"')
        assert "3.11 or 3.12 is needed" in bare.refused(PATH=bare.path(tmp_path / "old", Path(bare.env["PATH"])))


def test_a_python_that_cannot_make_environments_without_uv(bare: Project, python_without_venv: Path) -> None:
    said = bare.refused(PATH=bare.path(python_without_venv, Path(bare.env["PATH"])))
    assert re.search("install its venv module .*python3-venv.* or uv", said)


@pytest.mark.network
def test_broken_shims_do_not_hide_what_stands_behind_them(project: Project, shims: Path, online: None) -> None:
    assert project.packages("show", PATH=project.path(shims, Path(project.env["PATH"]))) == ["six", "tabulate"]


@pytest.mark.network
def test_with_uv_no_venv_module_is_needed(bare: Project, python_without_venv: Path, uv_folder: Path, online: None) -> None:
    if working("uv") is None:
        pytest.skip("no uv here")
    path = bare.path(python_without_venv, uv_folder, Path(bare.env["PATH"]))
    assert bare.packages("show", PATH=path) == ["six", "tabulate"]


@pytest.mark.network
def test_a_machine_without_a_fitting_uv_gets_one_in_the_environment_and_keeps_it(
    bare: Project, python_folder: Path, python_without_venv: Path, shims: Path, tmp_path: Path, online: None
) -> None:
    script(tmp_path / "old" / "uv", 'echo "uv 0.4.30"')
    # Of the two Pythons the first could make the environment only if there were a uv.
    folders = [shims, tmp_path / "old", python_without_venv, python_folder]
    bare.env["PATH"] = bare.path(*folders, Path(bare.env["PATH"]))
    first = bare.start("show")
    assert first.returncode == 0, first.stderr
    assert "which installs the rest" in first.stderr
    assert bare.packages() == ["six", "tabulate"]
    uv = bare.venv / "bin" / "uv"
    assert subprocess.run([uv, "--version"], capture_output=True, check=True).stdout.startswith(b"uv ")
    assert not (bare.folder / ".venv-uv").exists()

    bare.lock("six", "idna")
    changed = bare.start("show")
    assert changed.returncode == 0, changed.stderr
    assert "which installs the rest" not in changed.stderr
    assert bare.packages() == ["idna", "six"]
    assert uv.exists()


@pytest.mark.slow
@pytest.mark.network
def test_a_uv_that_is_not_the_locked_one_is_refused(no_uv: Project, online: None) -> None:
    lock = no_uv.folder / "requirements-uv.lock"
    lock.write_text(re.sub(r"sha256:[0-9a-f]{64}", "sha256:" + "0" * 64, lock.read_text()))
    assert "not the file that the lock names" in no_uv.refused()
    assert not (no_uv.venv / "bin" / "uv").exists()


@pytest.mark.network
def test_the_python_that_is_asked_for_is_taken(project: Project, online: None, tmp_path: Path) -> None:
    asked = script(tmp_path / "my python" / "py", f'echo used >>"{tmp_path}/used"', f'exec "{base_python()}" "$@"')
    project.report("show", ADMISSIONS_PYTHON="../my python/py", cwd=project.folder)
    assert (tmp_path / "used").exists()
    (tmp_path / "used").unlink()
    assert project.start("show", ADMISSIONS_PYTHON="../my python/py").stderr == ""
    assert project.start("show").stderr == ""  # what was asked for once stays
    assert not (tmp_path / "used").exists()
    path = project.path(asked.parent, Path(project.env["PATH"]))
    assert project.report("show", ADMISSIONS_PYTHON="py", PATH=path)["python"][:2] == list(sys.version_info[:2])


def test_an_asked_for_python_that_does_not_fit_is_an_error(project: Project, shims: Path) -> None:
    for asked in ("/nowhere/python3.12", str(shims / "python3.12"), "no-such-python", str(project.folder)):
        said = project.refused(ADMISSIONS_PYTHON=asked)
        assert said.startswith(f"admissions: ADMISSIONS_PYTHON is {asked}, which does not run")


@pytest.mark.network
def test_asking_for_the_other_version_makes_the_environment_again_and_it_stays(ready: Project) -> None:
    other = other_python()
    changed = ready.start("show", ADMISSIONS_PYTHON=other)
    assert "making it again" in changed.stderr
    report = ready.report("show")
    assert report["python"][:2] != list(sys.version_info[:2])
    assert report["packages"] == ["six", "tabulate"]
    assert ready.start("show", ADMISSIONS_PYTHON=other).stderr == ""
    ready.lock("six")
    assert ready.report("show")["python"] == report["python"]


@pytest.mark.network
def test_a_version_that_only_the_version_manager_knows_is_found(
    bare: Project, uv_that_knows: Callable[[str], Path], tmp_path: Path, online: None
) -> None:
    version = ".".join(map(str, sys.version_info[:3]))
    (tmp_path / "versions").mkdir()
    script(tmp_path / "versions" / version / "bin" / "python", f'exec "{base_python()}" "$@"')
    manager = tmp_path / "manager"
    script(
        manager / "pyenv",
        f'case "$1 $2" in "versions --bare") printf "2.7.18\\n3.13.0\\n{version}\\n" ;;',
        f'"prefix "*) echo "{tmp_path}/versions/$2" ;; *) exit 1 ;; esac',
    )
    script(manager / "python3", "exit 127")
    path = bare.path(manager, uv_that_knows("exit 2"), Path(bare.env["PATH"]))
    assert bare.packages("show", PATH=path) == ["six", "tabulate"]


@pytest.mark.network
def test_a_python_that_only_uv_knows_is_found(bare: Project, uv_that_knows: Callable[[str], Path], online: None) -> None:
    folder = uv_that_knows(f'case "$*" in *"cpython@{PYTHON.removeprefix("python")}") echo "{base_python()}"; exit ;; *) exit 2 ;; esac')
    assert bare.packages("show", PATH=bare.path(folder, Path(bare.env["PATH"]))) == ["six", "tabulate"]


@pytest.mark.network
def test_uv_may_never_download_a_python(
    bare: Project, python_folder: Path, uv_that_knows: Callable[[str], Path], tmp_path: Path, online: None
) -> None:
    wanted = {"UV_PYTHON_DOWNLOADS": "automatic"}
    without = bare.path(uv_that_knows("exit 2"), Path(bare.env["PATH"]))
    assert "neither was found" in bare.refused("show", PATH=without, **wanted)
    bare.report("show", PATH=bare.path(python_folder, Path(without.split(":")[0]), Path(bare.env["PATH"])), **wanted)
    calls = {tuple(line.split()) for line in (tmp_path / "uv-calls").read_text().splitlines()}
    assert calls == {("--version", "automatic"), ("python", "never"), ("venv", "never"), ("pip", "never")}


@pytest.mark.network
def test_an_activated_environment_of_the_project_itself_does_not_saw_off_its_branch(ready: Project) -> None:
    path = ready.path(ready.venv / "bin", Path(ready.env["PATH"]))
    ready.stamp.unlink()
    again = ready.start("show", PATH=path, VIRTUAL_ENV=str(ready.venv))
    assert again.returncode == 0, again.stderr
    assert "making it again" in again.stderr
    shutil.rmtree(ready.venv)
    assert ready.packages("show", PATH=path, VIRTUAL_ENV=str(ready.venv)) == ["six", "tabulate"]
