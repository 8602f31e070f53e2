"""The cache of built encoders: where one lies, whether it is whole, and how it is built once however many processes ask for it."""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from bot.errors import EncoderUnavailable
from bot.nlu.encoder_weights import LICENCE, NAME, TOKENIZER_SHA256, WEIGHTS_SHA256, file_sha256
from bot.settings import PROJECT_DIR, Settings

BUILDER_VERSION = 1
"""Raise it with every change to what the builder makes; caches, trained models and stored vectors then follow by themselves."""

MODEL_FILE = "model.onnx"
DATA_FILE = "model.onnx.data"
TOKENIZER_FILE = "tokenizer.json"
MANIFEST_FILE = "encoder.json"

_LOCK_FILE = ".lock"
_SCRATCH_PREFIX = ".building-"
_LOCK_SECONDS = 120.0
_BUILD_SECONDS = 300.0


def recipe_fingerprint() -> str:
    """Identifies what the builder makes: a hash of the original weights, the tokenizer and the builder's version, 32 hex digits."""
    recipe = f"{NAME}\n{WEIGHTS_SHA256}\n{TOKENIZER_SHA256}\n{BUILDER_VERSION}"
    return hashlib.sha256(recipe.encode()).hexdigest()[:32]


def default_cache() -> Path:
    """The folder of built encoders: ``encoders`` in the cache folder of the settings (``ADMISSIONS_CACHE_DIR``)."""
    return Settings().cache / "encoders"


def encoder_folder(cache: Path) -> Path:
    """Where the built encoder is, or will be."""
    return cache / f"{NAME}-{recipe_fingerprint()[:12]}"


def is_whole(folder: Path) -> bool:
    """Whether the folder holds a finished encoder, each file byte for byte as it was built."""
    try:
        files = json.loads((folder / MANIFEST_FILE).read_text(encoding="utf-8"))["files"]
        return {MODEL_FILE, DATA_FILE, TOKENIZER_FILE} == set(files) and all(file_sha256(folder / name) == files[name] for name in files)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def write_manifest(folder: Path) -> None:
    """Records what the folder holds; from then on it counts as finished."""
    manifest = {
        "name": NAME,
        "licence": LICENCE,
        "weights_sha256": WEIGHTS_SHA256,
        "builder_version": BUILDER_VERSION,
        "files": {name: file_sha256(folder / name) for name in (MODEL_FILE, DATA_FILE, TOKENIZER_FILE)},
    }
    (folder / MANIFEST_FILE).write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")


def ensure_built(cache: Path) -> Path:
    """The folder of the built encoder, built first in a child process if it is missing or damaged.

    A child, because building needs several times the memory of using. Raises :class:`EncoderUnavailable`.
    """
    folder = encoder_folder(cache)
    if is_whole(folder):
        return folder
    command = [sys.executable, "-m", "bot.nlu.encoder_build", str(cache)]
    try:
        done = subprocess.run(command, cwd=PROJECT_DIR, capture_output=True, text=True, timeout=_BUILD_SECONDS, check=False)
    except subprocess.TimeoutExpired as error:
        raise EncoderUnavailable("Building the sentence encoder took too long and was ended.") from error
    if done.returncode != 0:
        said = (done.stderr.strip().splitlines() or [f"it ended with status {done.returncode}"])[-1]
        raise EncoderUnavailable(f"The sentence encoder could not be built: {said}")
    if not is_whole(folder):
        raise EncoderUnavailable(f"The sentence encoder in {folder} is damaged although it was just built; is the disk sound?")
    return folder


def publish(cache: Path, build: Callable[[Path], None], *, lock_seconds: float = _LOCK_SECONDS) -> Path:
    """Has ``build`` fill a new folder and moves it into place, unless another process has done so meanwhile; returns the place.

    A folder appears whole or not at all, and a damaged one is replaced. Raises :class:`EncoderUnavailable` if another process holds
    the lock for longer than ``lock_seconds``.
    """
    cache.mkdir(parents=True, exist_ok=True)
    folder = encoder_folder(cache)
    with _locked(cache, lock_seconds):
        if is_whole(folder):
            return folder
        for abandoned in cache.glob(f"{_SCRATCH_PREFIX}*"):  # by a builder that was killed: a live one would hold the lock
            shutil.rmtree(abandoned)
        with tempfile.TemporaryDirectory(dir=cache, prefix=_SCRATCH_PREFIX) as scratch:
            made = Path(scratch, "made")
            made.mkdir()
            build(made)
            write_manifest(made)
            if folder.exists():
                os.rename(folder, Path(scratch, "damaged"))
            os.rename(made, folder)
    return folder


@contextmanager
def _locked(cache: Path, seconds: float) -> Iterator[None]:
    """Holds the builders' lock of the cache. The system frees it when a process dies, so a killed builder blocks nobody."""
    deadline = time.monotonic() + seconds
    with (cache / _LOCK_FILE).open("w") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError as error:
                if time.monotonic() >= deadline:
                    raise EncoderUnavailable("Another process has been building the sentence encoder for too long.") from error
                time.sleep(0.1)
        yield
