"""What a start installs, and when."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from launcher_project import Project, locked

pytestmark = pytest.mark.network


def test_the_first_start_says_in_a_few_lines_what_it_does_and_that_it_happens_once(installed: tuple[Project, str]) -> None:
    project, said = installed
    lines = said.splitlines()
    assert 2 <= len(lines) <= 5
    assert "happens once" in lines[0]
    assert str(project.venv) in lines[0]
    assert re.fullmatch(r"Installed in \d+ s\.", lines[-1])
    assert "six" in project.log
    assert project.packages() == ["six", "tabulate"]


def test_the_packages_are_compiled_to_bytecode(ready: Project) -> None:
    assert list(ready.venv.glob("lib/python3*/site-packages/__pycache__/six.*.pyc"))


def test_a_changed_lock_is_followed_in_both_directions(ready: Project) -> None:
    ready.lock("six", "idna")
    changed = ready.start("show")
    assert "has changed since" in changed.stderr
    assert ready.packages() == ["idna", "six"]
    assert ready.start("show").stderr == ""


def test_a_changed_stand_in_is_noticed_but_not_its_bytecode(ready: Project) -> None:
    stand_in = ready.folder / "compat" / "tensorflow"
    (stand_in / "__pycache__").mkdir(exist_ok=True)
    (stand_in / "__pycache__" / "extra.cpython-311.pyc").touch()
    assert ready.start("show").stderr == ""
    (stand_in / "experimental.py").touch()
    assert "Installed" in ready.start("show").stderr
    assert ready.start("show").stderr == ""
    (stand_in / "experimental.py").rename(stand_in / "renamed.py")
    assert "Installed" in ready.start("show").stderr


@pytest.mark.parametrize("verb", ["test", "lint"])
def test_verbs_for_development_get_the_packages_for_tests_and_others_leave_them_there(ready: Project, verb: str) -> None:
    assert "Adding the packages for tests" in ready.start(verb).stderr
    assert ready.packages(verb) == ["iniconfig", "six", "tabulate"]
    served = ready.start("serve")
    assert served.stderr == ""
    assert ready.packages("serve") == ["iniconfig", "six", "tabulate"]
    assert ready.start(verb).stderr == ""


def test_a_new_run_lock_over_the_packages_for_tests_adds_and_takes_nothing_away(ready: Project) -> None:
    ready.packages("test")
    ready.lock("six", "tabulate", "idna")
    assert ready.packages("serve") == ["idna", "iniconfig", "six", "tabulate"]
    assert ready.start("serve").stderr == ""

    ready.dev_lock("six", "tabulate", "idna", "termcolor")
    assert ready.start("serve").stderr == ""  # not its lock
    assert ready.packages("test") == ["idna", "six", "tabulate", "termcolor"]
    assert ready.start("serve").stderr == ""


def test_without_the_stamp_everything_is_made_again(ready: Project) -> None:
    ready.stamp.unlink()
    shutil.rmtree(next(ready.venv.glob("lib/python3*/site-packages/tabulate")))  # half an installation
    assert ready.packages() == ["six", "tabulate"]
    assert list(ready.venv.glob("lib/python3*/site-packages/tabulate"))


def test_an_environment_whose_python_is_gone_is_made_again(ready: Project) -> None:
    python = ready.venv / "bin" / "python"
    python.unlink()
    python.symlink_to("/nowhere/python3.11")
    assert "making it again" in ready.start("show").stderr
    assert ready.start("show").stderr == ""


def test_a_download_that_is_not_the_locked_one_is_refused(project: Project, online: None) -> None:
    entry = locked("six")
    lock = project.folder / "requirements.lock"
    lock.write_text(re.sub(r"sha256:[0-9a-f]{64}", "sha256:" + "0" * 64, entry))
    assert "not the file that the lock names" in project.refused()
    assert not project.stamp.exists()
    lock.write_text("six==1.17.0\n")
    assert "did not work" in project.refused()
    assert "hash" in project.log


def test_only_the_named_packages_may_be_built_and_without_a_compiler(project: Project, online: None) -> None:
    lock = project.folder / "requirements.lock"
    lock.write_text(locked("docopt", "setuptools"))
    no_compiler: dict[str, Any] = {"CC": "/nowhere/cc", "CXX": "/nowhere/c++"}
    assert project.packages("show", **no_compiler) == ["docopt", "setuptools"]

    # six comes as a wheel and as source, one hash each: whichever hash is the source's must not be enough.
    (pin,) = re.findall(r"six==\S+", locked("six"))
    outcomes = []
    for sha in re.findall(r"sha256:[0-9a-f]{64}", locked("six")):
        lock.write_text(f"{pin} --hash={sha}\n")
        shutil.rmtree(project.venv)
        outcomes.append(project.start("show", **no_compiler).returncode)
    assert sorted(outcomes) == [0, 1]


def test_uv_obeys_the_projects_own_settings_wherever_it_is_started_from(project: Project, online: None) -> None:
    with (project.folder / "pyproject.toml").open("a") as pyproject:
        pyproject.write('required-version = ">=99"\n')
    assert "did not work" in project.refused(cwd=Path("/"))
    assert ">=99" in project.log


def test_settings_for_other_projects_do_not_interfere(project: Project, online: None, tmp_path: Path) -> None:
    (tmp_path / "uv.toml").write_text("no-binary = true\n")
    (tmp_path / "pythonpath").mkdir()
    (tmp_path / "pythonpath" / "encodings.py").write_text("raise RuntimeError('a library for another Python')\n")
    foreign = {
        "UV_PROJECT": "/nowhere", "UV_PROJECT_ENVIRONMENT": "/nowhere", "UV_PYTHON": "2.7", "UV_CONFIG_FILE": f"{tmp_path}/uv.toml",
        "UV_NO_BINARY": "1", "UV_REQUIRE_HASHES": "0", "UV_CONSTRAINT": "/nowhere", "UV_BREAK_SYSTEM_PACKAGES": "1",
        "UV_NO_CONFIG": "1", "UV_TARGET": "/nowhere", "VIRTUAL_ENV": "/nowhere", "CONDA_PREFIX": "/nowhere", "PYTHONHOME": "/nowhere",
        "PIP_TARGET": "/nowhere", "PIP_USER": "1",
    }  # fmt: skip
    assert project.packages("show", **foreign) == ["six", "tabulate"]


@pytest.mark.parametrize("home", [None, "/nowhere", "/proc"])
def test_a_home_that_cannot_be_written_to_is_not_needed(project: Project, online: None, home: str | None) -> None:
    del project.env["UV_CACHE_DIR"]
    project.env.pop("HOME")
    if home is not None:
        project.env["HOME"] = home
    assert project.packages() == ["six", "tabulate"]
    assert (project.folder / ".venv-cache").is_dir()


def test_the_cache_of_the_home_folder_is_used_where_there_is_one(project: Project, online: None, tmp_path: Path) -> None:
    del project.env["UV_CACHE_DIR"]
    (tmp_path / "my home").mkdir()
    assert project.packages("show", HOME=str(tmp_path / "my home")) == ["six", "tabulate"]
    assert (tmp_path / "my home" / ".cache" / "uv").is_dir()
    assert not (project.folder / ".venv-cache").exists()


def test_a_strict_umask_and_a_folder_with_spaces_and_quotes(project: Project, online: None) -> None:
    odd = Project(project.folder.with_name('it\'s a $new "place" — ünï'), project.env)
    project.folder.rename(odd.folder)
    strict: list[str | Path] = ["sh", "-c", 'umask 077 && exec "$0" "$@"', odd.launcher]
    assert odd.packages("show", by=strict) == ["six", "tabulate"]
    assert odd.stamp.stat().st_mode & 0o077 == 0
    assert odd.start("show", by=strict).stderr == ""


def test_a_project_that_cannot_be_written_to(small_disk: Path, project: Project, online: None) -> None:
    fixed = Project(Path(shutil.move(project.folder, small_disk / "school")), project.env)
    fixed.lock("six")
    remount = ["mount", "-o", "remount,ro", str(small_disk)]
    subprocess.run(remount, check=True)
    assert f"{fixed.folder} cannot be written to" in fixed.refused()

    subprocess.run(["mount", "-o", "remount,rw,size=60m", str(small_disk)], check=True)
    assert fixed.packages() == ["six"]
    subprocess.run(remount, check=True)
    shown = fixed.start("show")  # everything is there: nothing needs to be written
    assert (shown.returncode, shown.stderr) == (0, "")


def test_a_full_disk_is_named_and_the_next_start_goes_on(small_disk: Path, project: Project, online: None) -> None:
    fixed = Project(Path(shutil.move(project.folder, small_disk / "school")), project.env)
    fixed.lock("six", "tabulate", "idna", "networkx")
    assert "disk is full" in fixed.refused()
    subprocess.run(["mount", "-o", "remount,size=80m", str(small_disk)], check=True)
    assert fixed.packages() == ["idna", "networkx", "six", "tabulate"]


NO_CONNECTION: dict[str, Any] = {"https_proxy": "http://127.0.0.1:9", "http_proxy": "http://127.0.0.1:9", "all_proxy": "http://127.0.0.1:9"}


def test_without_a_connection_the_start_says_so(project: Project, online: None, tmp_path: Path) -> None:
    offline = NO_CONNECTION | {"UV_CACHE_DIR": str(tmp_path / "empty"), "UV_HTTP_RETRIES": "0"}
    assert "could not be downloaded" in project.refused("show", **offline)
    assert "making it again" in project.start("show").stderr
    assert project.packages() == ["six", "tabulate"]


def test_an_update_without_a_connection_leaves_what_was_there(ready: Project, tmp_path: Path) -> None:
    offline = NO_CONNECTION | {"UV_CACHE_DIR": str(tmp_path / "empty"), "UV_HTTP_RETRIES": "0"}
    ready.lock("six", "idna")
    assert "could not be downloaded" in ready.refused("show", **offline)
    ready.lock("six", "tabulate")
    shown = ready.start("show", **offline)
    assert (shown.returncode, shown.stderr) == (0, "")


def test_a_lock_file_that_is_missing_is_named(project: Project) -> None:
    (project.folder / "requirements.lock").unlink()
    assert "requirements.lock is missing" in project.refused()
