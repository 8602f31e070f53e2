"""A small project round the real launcher, so that a whole installation takes a second or two."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

REPOSITORY = Path(__file__).resolve().parents[2]
PYTHON = f"python{sys.version_info.major}.{sys.version_info.minor}"
# All that the launcher may ask of a machine, and `dirname` and `realpath` for the commands in .venv/bin.
TOOLS = (
    *("sh", "dash", "bash", "awk", "cat", "cksum", "date", "df", "env", "find", "grep", "kill", "mkdir", "mv", "readlink"),
    *("rm", "sed", "sleep", "sort", "dirname", "realpath"),
)
# What leads to a package registry here: handed on to the launcher; everything else of the surroundings is left out.
NETWORK_SETTINGS = ("SSL_CERT_", "UV_INDEX", "UV_DEFAULT_INDEX", "UV_EXTRA_INDEX_URL", "UV_INSECURE_HOST", "PIP_")
NETWORK_NAMES = ("http_proxy", "https_proxy", "all_proxy", "no_proxy")


def heed_signals() -> None:
    """A shell cannot trap what it was started with ignoring, as `nohup` and background jobs do."""
    for number in (signal.SIGHUP, signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_DFL)


PROGRAM = """\
import json, os, sys
asked = sys.argv[1:]
if asked[:1] == ["fail"]:
    sys.exit(int(asked[1]))
if asked[:1] == ["copy"]:
    sys.stdout.write(sys.stdin.read())
    sys.exit()
if asked[:1] == ["stay"]:
    import signal
    def leave(number, frame):
        os.write(1, b"left by %d\\n" % number)
        sys.exit(7)
    signal.signal(signal.SIGTERM, leave)
    signal.signal(signal.SIGINT, leave)
    print(os.getpid(), flush=True)
    while True:
        signal.pause()
from importlib.metadata import distributions
print(json.dumps({
    "asked": asked, "cwd": os.getcwd(), "program": __file__, "python": sys.version_info[:3], "path": sys.path,
    "telemetry": os.environ.get("RASA_TELEMETRY_ENABLED"),
    "packages": sorted(d.name for d in distributions() if ".venv" in str(d._path)),
}))
"""


def locked(*names: str) -> str:
    """The named packages as the real lock for tests pins them, hashes included."""
    entries: dict[str, str] = {}
    name = ""
    for line in (REPOSITORY / "requirements-dev.lock").read_text().splitlines():
        if line[:1].isalnum():
            name = line.split("==")[0]
        if name and not line.startswith("#"):
            entries[name] = entries.get(name, "") + line + "\n"
    return "".join(entries[name] for name in names)


def base_python() -> str:
    """The interpreter under the environment that runs the tests."""
    return cast(str, getattr(sys, "_base_executable", sys.executable))


def working(name: str) -> Path | None:
    """A NAME that really runs, on PATH or beside this interpreter; a program rather than a version manager's shim."""
    folders = [*os.environ.get("PATH", "").split(os.pathsep), *(str(Path(python).parent) for python in (sys.executable, base_python()))]
    found = [Path(folder, name) for folder in folders if Path(folder, name).is_file()]
    for candidate in sorted(found, key=lambda file: file.read_bytes()[:2] == b"#!"):
        with contextlib.suppress(OSError):
            if subprocess.run([candidate, "--version"], capture_output=True, check=False).returncode == 0:
                return candidate
    return None


def script(path: Path, *lines: str) -> Path:
    """An executable shell script at `path`."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("#!/bin/sh\n" + "\n".join(lines) + "\n")
    path.chmod(0o755)
    return path


def tools(folder: Path) -> Path:
    """A folder for PATH with the standard tools and neither Python nor uv."""
    folder.mkdir(parents=True)
    for name in TOOLS:
        found = shutil.which(name)
        if found:
            (folder / name).symlink_to(found)
    return folder


@dataclass
class Project:
    """A folder with the launcher in it, and the surroundings that it is started in."""

    folder: Path
    env: dict[str, str] = field(default_factory=dict)

    @property
    def launcher(self) -> Path:
        return self.folder / "admissions"

    @property
    def venv(self) -> Path:
        return self.folder / ".venv"

    @property
    def stamp(self) -> Path:
        return self.venv / ".admissions-stamp"

    @property
    def log(self) -> str:
        return (self.folder / ".venv-install.log").read_text()

    def lock(self, *names: str) -> None:
        (self.folder / "requirements.lock").write_text(locked(*names))

    def dev_lock(self, *names: str) -> None:
        (self.folder / "requirements-dev.lock").write_text(locked(*names))

    def command(self, *asked: str, by: Sequence[str | Path] = ()) -> list[str]:
        return [str(part) for part in [*(by or (self.launcher,)), *asked]]

    def start(
        self, *asked: str, by: Sequence[str | Path] = (), cwd: Path | None = None, stdin: str = "", **env: str
    ) -> subprocess.CompletedProcess[str]:
        """Runs the launcher to its end; `by` replaces the launcher's own path, `env` adds to the surroundings."""
        return subprocess.run(
            self.command(*asked, by=by), cwd=cwd or self.folder, env=self.env | env, input=stdin,
            capture_output=True, text=True, timeout=240, check=False,
        )  # fmt: skip

    def open(self, *asked: str, **env: str) -> subprocess.Popen[str]:
        """Starts the launcher in a process group of its own and returns while it runs."""
        return subprocess.Popen(
            self.command(*asked), cwd=self.folder, env=self.env | env, text=True, start_new_session=True, preexec_fn=heed_signals,
            stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        )  # fmt: skip

    def report(self, *asked: str, **options: Any) -> dict[str, Any]:
        """What the little program says of its surroundings, after a start that must succeed."""
        ended = self.start(*asked, **options)
        assert ended.returncode == 0, ended.stderr
        return cast(dict[str, Any], json.loads(ended.stdout))

    def packages(self, *asked: str, **options: Any) -> list[str]:
        return cast(list[str], self.report(*(asked or ("show",)), **options)["packages"])

    def refused(self, *asked: str, **options: Any) -> str:
        """The one sentence that a start which must fail ends in."""
        ended = self.start(*(asked or ("show",)), **options)
        assert ended.returncode not in (0, 2), ended.stdout
        assert ended.stdout == ""
        assert "Traceback" not in ended.stderr
        lines = ended.stderr.splitlines()
        assert [line for line in lines if line.startswith("admissions: ")] == lines[-1:], ended.stderr
        return lines[-1]

    def path(self, *folders: Path) -> str:
        return os.pathsep.join(map(str, folders))


def small_project(folder: Path, env: dict[str, str]) -> Project:
    """A project of two tiny packages (three for tests), a stand-in and a program that reports its surroundings."""
    project = Project(folder, env)
    (folder / "bot").mkdir(parents=True)
    (folder / "bot" / "__init__.py").touch()
    (folder / "bot" / "__main__.py").write_text(PROGRAM)
    (folder / "compat" / "tensorflow").mkdir(parents=True)
    (folder / "compat" / "tensorflow" / "__init__.py").write_text("origin = 'stand-in'\n")
    (folder / "pyproject.toml").write_text('[project]\nname = "small"\nversion = "1"\n[tool.uv]\npackage = false\n')
    for name in ("admissions", "requirements-uv.lock"):
        shutil.copy(REPOSITORY / name, folder / name)
    project.lock("six", "tabulate")
    project.dev_lock("six", "tabulate", "iniconfig")
    return project


def network_settings() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if k.startswith(NETWORK_SETTINGS) or k.lower() in NETWORK_NAMES}
