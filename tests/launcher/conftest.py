from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from launcher_project import PYTHON, Project, base_python, network_settings, script, small_project, tools, working


@pytest.fixture(scope="session")
def bare_env(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Surroundings with the standard tools alone: neither Python nor uv, and nobody's settings."""
    folder = tmp_path_factory.mktemp("surroundings")
    (folder / "home").mkdir()
    return network_settings() | {
        "PATH": str(tools(folder / "tools")),
        "HOME": os.environ.get("HOME") or str(folder / "home"),  # a mirror may be set there; nothing is written to it
        "UV_CACHE_DIR": str(folder / "uv-cache"),
        "PIP_CACHE_DIR": str(folder / "pip-cache"),
        "LC_ALL": "C",
    }


@pytest.fixture(scope="session")
def python_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for PATH with the fitting Python."""
    folder = tmp_path_factory.mktemp("python")
    script(folder / PYTHON, f'exec "{base_python()}" "$@"')
    return folder


@pytest.fixture(scope="session")
def uv_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for PATH with this machine's uv, or with nothing if it has none (the launcher then brings its own)."""
    folder = tmp_path_factory.mktemp("uv")
    found = working("uv")
    if found:
        script(folder / "uv", f'exec "{found}" "$@"')
    return folder


@pytest.fixture(scope="session")
def full_env(bare_env: dict[str, str], python_folder: Path, uv_folder: Path) -> dict[str, str]:
    """Surroundings with the standard tools, the fitting Python and uv."""
    return bare_env | {"PATH": os.pathsep.join([str(python_folder), str(uv_folder), bare_env["PATH"]])}


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory, full_env: dict[str, str]) -> tuple[Project, str]:
    """A project after its first start, and what that start printed. Tests work on copies of it."""
    project = small_project(tmp_path_factory.mktemp("installed") / "school", full_env)
    first = project.start("show")
    if first.returncode != 0 and "packages could not be downloaded" in first.stderr:
        pytest.skip("the package registry cannot be reached")
    assert first.returncode == 0, first.stderr
    return project, first.stderr


@pytest.fixture
def project(tmp_path: Path, full_env: dict[str, str]) -> Project:
    """A project before its first start."""
    return small_project(tmp_path / "school", dict(full_env))


@pytest.fixture
def ready(tmp_path: Path, installed: tuple[Project, str]) -> Project:
    """A project with everything installed."""
    source, _ = installed
    shutil.copytree(source.folder, tmp_path / "ready", symlinks=True)
    return Project(tmp_path / "ready", dict(source.env))


@pytest.fixture
def online(installed: tuple[Project, str]) -> None:
    """Skips where the package registry is out of reach."""


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of a few megabytes."""
    disk = tmp_path / "disk"
    disk.mkdir()
    mounted = shutil.which("mount") and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if not mounted or mounted.returncode != 0:
        pytest.skip("mounting a small file system is not allowed here")
    yield disk
    subprocess.run(["umount", str(disk)], check=True)
