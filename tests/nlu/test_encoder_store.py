"""The cache of built encoders: whole or not there, built once, mended when damaged."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from bot.errors import EncoderUnavailable
from bot.nlu import encoder_store
from bot.nlu.encoder_store import encoder_folder, ensure_built, is_whole, publish
from bot.settings import PROJECT_DIR

FILES = (encoder_store.MODEL_FILE, encoder_store.DATA_FILE, encoder_store.TOKENIZER_FILE)


def fill(folder: Path) -> None:
    """Stands for the builder where only the cache is tested."""
    for name in FILES:
        (folder / name).write_bytes(name.encode() * 100)


def test_two_processes_at_once_leave_one_whole_encoder(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot.nlu.encoder_build", str(tmp_path)]
    both = [subprocess.Popen(command, cwd=PROJECT_DIR, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    said = [process.communicate(timeout=200)[0].strip() for process in both]
    assert [process.returncode for process in both] == [0, 0]
    assert said == [str(encoder_folder(tmp_path))] * 2
    assert is_whole(encoder_folder(tmp_path))
    assert sorted(path.name for path in tmp_path.iterdir()) == [".lock", encoder_folder(tmp_path).name]


def test_builds_only_once(tmp_path: Path) -> None:
    builds = []
    start = threading.Barrier(4)

    def build(folder: Path) -> None:
        builds.append(folder)
        fill(folder)

    def one(_: int) -> Path:
        start.wait()
        return publish(tmp_path, build)

    with ThreadPoolExecutor(4) as threads:
        places = set(threads.map(one, range(4)))
    assert len(builds) == 1
    assert places == {encoder_folder(tmp_path)}
    assert is_whole(encoder_folder(tmp_path))


@pytest.mark.parametrize("name", FILES)
def test_one_wrong_byte_is_noticed_and_mended(tmp_path: Path, name: str) -> None:
    folder = publish(tmp_path, fill)
    damaged = bytearray((folder / name).read_bytes())
    damaged[50] ^= 1
    (folder / name).write_bytes(damaged)
    assert not is_whole(folder)
    assert publish(tmp_path, fill) == folder
    assert is_whole(folder)


@pytest.mark.parametrize("name", [*FILES, encoder_store.MANIFEST_FILE])
def test_missing_file_is_noticed(tmp_path: Path, name: str) -> None:
    folder = publish(tmp_path, fill)
    (folder / name).unlink()
    assert not is_whole(folder)


@pytest.mark.parametrize("manifest", ["", "[]", "{}", '{"files": []}', '{"files": {}}', "\xff"])
def test_nonsense_manifest_is_no_error(tmp_path: Path, manifest: str) -> None:
    folder = publish(tmp_path, fill)
    (folder / encoder_store.MANIFEST_FILE).write_text(manifest, encoding="latin-1")
    assert not is_whole(folder)


def test_failed_build_leaves_nothing(tmp_path: Path) -> None:
    def build(folder: Path) -> None:
        (folder / "half").write_text("half")
        raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        publish(tmp_path, build)
    assert [path.name for path in tmp_path.iterdir()] == [".lock"]
    assert is_whole(publish(tmp_path, fill))


def test_what_a_killed_builder_left_is_cleared(tmp_path: Path) -> None:
    (tmp_path / ".building-killed" / "made").mkdir(parents=True)
    publish(tmp_path, fill)
    assert not list(tmp_path.glob(".building-*"))


def test_waiting_for_another_builder_ends(tmp_path: Path) -> None:
    with (tmp_path / ".lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(EncoderUnavailable, match="Another process"):
            publish(tmp_path, fill, lock_seconds=0.0)


def test_whole_encoder_needs_no_writable_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = publish(tmp_path, fill)

    def no_child(*_: object, **__: object) -> None:
        raise AssertionError("nothing was to be built")

    monkeypatch.setattr(subprocess, "run", no_child)
    assert ensure_built(tmp_path) == folder


def test_damaged_encoder_is_built_anew_in_a_child(tmp_path: Path) -> None:
    folder = publish(tmp_path, fill)
    (folder / encoder_store.DATA_FILE).write_bytes(b"")
    assert ensure_built(tmp_path) == folder
    assert (folder / encoder_store.DATA_FILE).stat().st_size > 20e6


def test_failing_child_is_quoted(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_text("")
    with pytest.raises(EncoderUnavailable, match=r"could not be built: .*Not a directory"):
        ensure_built(in_the_way / "cache")


def test_cache_follows_the_setting(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ADMISSIONS_CACHE_DIR", str(tmp_path))
    assert encoder_store.default_cache() == tmp_path / "encoders"


def test_name_changes_with_the_builder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = encoder_folder(tmp_path)
    monkeypatch.setattr(encoder_store, "BUILDER_VERSION", encoder_store.BUILDER_VERSION + 1)
    assert encoder_folder(tmp_path) != before
    assert os.path.basename(before).startswith("all-MiniLM-L6-v2-")
