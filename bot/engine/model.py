"""The trained Rasa model: which one fits the project as it stands, and making one that does."""

from __future__ import annotations

import _thread
import asyncio
import hashlib
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from bot.errors import ModelUnavailable
from bot.settings import PROJECT_DIR, Settings

_TRAIN_SECONDS = 900


def fingerprint(content_dir: Path) -> str:
    """Changes whenever domain, config, training data, vocabulary or component code change."""
    digest = hashlib.sha256()
    for path in _inputs(content_dir):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    digest.update(f"{sys.version_info[:2]}".encode())
    return digest.hexdigest()[:16]


def model_path(settings: Settings) -> Path:
    """Where the model that fits is, or will be."""
    return settings.models_dir / f"admissions-{fingerprint(settings.content_dir)}.tar.gz"


def ensure_model(settings: Settings, progress: Callable[[str], None] = lambda line: None, *, force: bool = False) -> Path:
    """The path of a model that fits, trained first if there is none.

    Training runs in a child process: its memory is given back, and a running server keeps answering meanwhile.
    Raises :class:`ModelUnavailable` with what Rasa said.
    """
    path = model_path(settings)
    if path.exists() and not force:
        return path
    progress("Training the assistant's understanding (a minute or two, the first time about five; only after changes) …")
    started = time.monotonic()
    waiting, waited_for = os.pipe()
    command = [sys.executable, "-m", "bot.engine.model", str(settings.content_dir), str(path), str(waiting)]
    try:
        done = subprocess.run(
            command, cwd=PROJECT_DIR, capture_output=True, text=True, timeout=_TRAIN_SECONDS, check=False, pass_fds=[waiting]
        )
    except subprocess.TimeoutExpired as error:
        raise ModelUnavailable("Training took too long and was ended.") from error
    finally:
        os.close(waiting)
        os.close(waited_for)
    if done.returncode != 0 or not path.exists():
        raise ModelUnavailable(f"Training failed:\n{done.stdout[-1500:]}{done.stderr[-3000:]}")
    progress(f"Trained in {time.monotonic() - started:.0f} s.")
    return path


def train(content_dir: Path, path: Path) -> None:
    """Trains in this process and puts the model at ``path``, replacing nothing half-way."""
    os.environ["RASA_TELEMETRY_ENABLED"] = "false"
    os.environ["ADMISSIONS_CONTENT_DIR"] = str(content_dir)
    from rasa.model_training import train as rasa_train

    from bot.engine.rasa_adjustments import adjust_rasa, train_without_cache

    adjust_rasa()
    train_without_cache()
    # Rasa's own training looks for the running loop of its command line.
    asyncio.set_event_loop(asyncio.new_event_loop())
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=".training-") as folder:
        result = rasa_train(
            domain=str(PROJECT_DIR / "domain.yml"),
            config=str(PROJECT_DIR / "config.yml"),
            training_files=[str(PROJECT_DIR / "data")],
            output=folder,
            fixed_model_name="model",
            force_training=True,
        )
        if result.model is None:
            raise ModelUnavailable("Rasa made no model.")
        os.replace(result.model, path)


def _end_when_nobody_waits(waiting: int) -> None:
    """Ends this process with the one that wants the model, however that one ends: then the pipe has no other end any more."""

    def watch() -> None:
        os.read(waiting, 1)
        _thread.interrupt_main()

    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job was told to ignore it
    threading.Thread(target=watch, daemon=True).start()


def _inputs(content_dir: Path) -> Iterator[Path]:
    yield PROJECT_DIR / "domain.yml"
    yield PROJECT_DIR / "config.yml"
    yield content_dir / "programs.yml"
    for folder, pattern in ((PROJECT_DIR / "data", "*.yml"), (PROJECT_DIR / "bot" / "nlu", "*.py")):
        yield from sorted(folder.glob(pattern))


if __name__ == "__main__":
    _end_when_nobody_waits(int(sys.argv[3]))
    train(Path(sys.argv[1]), Path(sys.argv[2]))
