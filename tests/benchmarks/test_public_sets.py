"""The public sets are read, learnt from and scored: on a small set made up for the purpose."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from benchmarks.understanding.__main__ import main
from benchmarks.understanding.public_run import OutsideResult, PublicResult, rejecting_threshold
from benchmarks.understanding.public_sets import PublicSetMissing, load_public_set
from benchmarks.understanding.public_table import public_table
from benchmarks.understanding.scoring import Share
from benchmarks.understanding.sentence_vectors import SentenceVectors
from benchmarks.understanding.stock_run import StockResult, _write_project, store, stored_results
from bot.nlu.encoder import load_encoder

TRAIN = [
    ("play some jazz", "music"),
    ("put on a song, please", "music"),
    ("will it rain", "weather"),
    ("how cold is it outside", "weather"),
]
TEST = [("I want to hear music", "music"), ("is it going to rain today", "weather")]


def write_table(path: Path, rows: list[tuple[str, str]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, quoting=csv.QUOTE_ALL).writerows([("text", "category"), *rows])


@pytest.fixture
def data(tmp_path: Path) -> Path:
    for name, rows in (("train", TRAIN), ("train_10", TRAIN), ("test", TEST)):
        write_table(tmp_path / "hwu64" / f"{name}.csv", rows)
    parts = {"train": TRAIN, "val": TEST, "test": TEST, "oos_val": [("what is love", "oos")], "oos_test": [("who won in 1966", "oos")]}
    write_table(tmp_path / "clinc150" / "train_10.csv", TRAIN)
    (tmp_path / "clinc150" / "data_full.json").write_text(json.dumps(parts), encoding="utf-8")
    return tmp_path


def test_sets_are_read(data: Path) -> None:
    assert list(load_public_set(data, "hwu64").test) == TEST
    assert load_public_set(data, "clinc150").outside_test == ["who won in 1966"]


def test_a_text_may_hold_quotes_commas_and_line_breaks(data: Path) -> None:
    hard = [('he said "hi", then\nleft', "music"), *TRAIN]
    write_table(data / "hwu64" / "train.csv", hard)
    assert list(load_public_set(data, "hwu64").full) == hard


@pytest.mark.parametrize("content", [None, "", "a,b\n1,2\n", "text,category\n", "text,category\nonly one\n", b"\xff\xfe\xfa"])
def test_what_is_no_set_is_named(data: Path, content: str | bytes | None) -> None:
    path = data / "hwu64" / "test.csv"
    path.unlink()
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(PublicSetMissing, match=r"test\.csv"):
        load_public_set(data, "hwu64")


@pytest.mark.parametrize("content", ["{", "[]", '{"train": 1}', '{"train": [["a"]]}'])
def test_what_is_no_clinc150_is_named(data: Path, content: str) -> None:
    (data / "clinc150" / "data_full.json").write_text(content, encoding="utf-8")
    with pytest.raises(PublicSetMissing, match=r"data_full\.json"):
        load_public_set(data, "clinc150")


def test_a_missing_folder_is_one_clear_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--data", str(tmp_path / "nowhere"), "--public-only"]) == 1
    said = capsys.readouterr().err
    assert "nowhere" in said
    assert len(said.splitlines()) == 1


def test_the_command_prints_a_row_for_each_set(
    data: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("benchmarks.understanding.__main__.RESULTS", tmp_path / "results")
    assert main(["--data", str(data), "--public-only", "--sets", "hwu64", "clinc150", "--stock", "none"]) == 0
    printed = capsys.readouterr().out
    for row in ("HWU64, 10", "HWU64, full", "CLINC150, 10", "CLINC150, full", "CLINC150 out of scope"):
        assert f"| {row}" in printed
    assert "100.0 %" in printed


def test_a_text_is_encoded_once_and_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = load_encoder()
    first = SentenceVectors(encoder, tmp_path).rows(["one", "two", "one"])
    monkeypatch.setattr(encoder, "_compute", lambda text: pytest.fail(f"{text!r} was encoded again"))
    again = SentenceVectors(encoder, tmp_path)
    assert (again.rows(["one", "two", "one"]) == first).all()


def test_the_threshold_keeps_what_it_should() -> None:
    validated = [(0.9, True), (0.8, True), (0.7, False), (0.6, True), (0.1, True)]
    assert rejecting_threshold(validated, keep=0.6) == 0.6
    assert rejecting_threshold(validated, keep=0.4) == 0.8
    assert rejecting_threshold(validated, keep=0.9) == 0.0


def test_rasa_reads_the_examples_that_stock_is_trained_on(tmp_path: Path) -> None:
    from rasa.shared.nlu.training_data.loading import load_data

    _write_project(tmp_path / "project", [("what's my\nbalance?", "balance"), ("¿cuánto: tengo?", "balance"), ("stop", "stop")])

    read = load_data(str(tmp_path / "project" / "data"))
    examples = [(one.get("text"), one.get("intent")) for one in read.intent_examples]
    assert examples == [("what's my balance?", "balance"), ("¿cuánto: tengo?", "balance"), ("stop", "stop")]


def test_stock_results_are_stored_and_stand_beside_ours(tmp_path: Path) -> None:
    theirs = StockResult(
        PublicResult("HWU64", "10", Share(70, 100), 300.0, 15.0), "2026-01-02", OutsideResult(0.4, Share(9, 10), Share(1, 2))
    )
    store(theirs, tmp_path)
    assert stored_results(tmp_path) == [theirs]
    row = public_table([PublicResult("HWU64", "10", Share(83, 100), 0.5, 3.0)], stored_results(tmp_path)).splitlines()[-1]
    assert "83.0 %" in row
    assert "70.0 %" in row
    assert "2026-01-02" in row


def test_stock_results_beside_the_code_can_be_read() -> None:
    for one in stored_results():
        assert 0.1 < one.result.accuracy.value < 1
        assert one.result.training_seconds > 1
