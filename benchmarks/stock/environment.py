"""Stock Rasa's own Python environment: found, made and filled from `requirements.lock`."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

STOCK = Path(__file__).parent
VENV = STOCK / ".venv"
LOCK = STOCK / "requirements.lock"
STAMP = VENV / "installed-lock.sha256"
WANTED = (3, 10)

_PROBE = "import sys; print('%d.%d' % sys.version_info[:2], sys.executable)"


class NotInstallable(Exception):
    """Stock Rasa can't be installed on this machine; the text says what is missing."""


def stock_python() -> Path:
    """The interpreter of stock Rasa's environment (it may not exist yet)."""
    return VENV / "bin" / "python"


def clean_environment() -> dict[str, str]:
    """This shell's variables without those that belong to another Python."""
    environment = {key: value for key, value in os.environ.items() if key not in ("VIRTUAL_ENV", "PYTHONPATH")}
    # Some machines switch byte code off; then every start would compile Rasa and TensorFlow again.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    return environment


def install() -> bool:
    """Install the lock unless it is installed already; True if there was something to do. Raises NotInstallable."""
    digest = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if STAMP.is_file() and STAMP.read_text() == digest and stock_python().exists():
        return False
    uv = _find_uv()
    environment = clean_environment()
    _run([*uv, "venv", "--quiet", "--clear", "--python", str(_find_python(uv)), str(VENV)], environment)
    # Byte code is compiled now so that the first start measured does not compile Rasa and TensorFlow first.
    sync = ["pip", "sync", "--quiet", "--require-hashes", "--compile-bytecode", "--python", str(stock_python()), str(LOCK)]
    _run([*uv, *sync], environment)
    STAMP.write_text(digest)
    return True


def _find_uv() -> list[str]:
    beside = Path(sys.executable).parent / "uv"
    candidates = [[str(beside)], ["uv"], [sys.executable, "-m", "uv"]]
    for command in candidates:
        if _output([*command, "--version"], os.environ).startswith("uv "):
            return command
    raise NotInstallable("Stock Rasa is installed with uv, and no uv runs here: `pip install uv`, then try again.")


def _find_python(uv: list[str]) -> Path:
    name = "python{}.{}".format(*WANTED)
    version = "{}.{}".format(*WANTED)
    for command, environment in _python_candidates(uv, name, version):
        words = _output([*command, "-c", _PROBE], environment).split(maxsplit=1)
        # A launcher can stand on the path and still have no such Python behind it: only what it prints counts.
        if len(words) == 2 and words[0] == version:
            return Path(words[1].strip())
    raise NotInstallable(
        f"Stock Rasa 3.6 needs CPython {version} (its own pins exclude 3.11), and none runs here: install {name} "
        f"from your system's packages, with pyenv or with `uv python install {version}`, then try again."
    )


def _python_candidates(uv: list[str], name: str, version: str) -> Iterator[tuple[list[str], dict[str, str]]]:
    plain = clean_environment()
    yield [name], plain
    found = _output([*uv, "python", "find", "--system", version], plain).strip()
    if found:
        yield [found], plain
    for installed in _output(["pyenv", "versions", "--bare"], plain).split():
        if installed.startswith(version + "."):
            yield [name], {**plain, "PYENV_VERSION": installed}


def _output(command: list[str], environment: os._Environ[str] | dict[str, str]) -> str:
    if shutil.which(command[0]) is None:
        return ""
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60, check=False)
    return done.stdout if done.returncode == 0 else ""


def _run(command: list[str], environment: dict[str, str]) -> None:
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=1800, check=False)
    if done.returncode != 0:
        raise NotInstallable(f"Installing stock Rasa failed: {done.stderr.strip() or done.stdout.strip()}")
