"""Building the encoder from the original weights."""

from __future__ import annotations

import base64
import json
from pathlib import Path

import numpy as np
import pytest
from tokenizers import Tokenizer

from bot.errors import EncoderUnavailable
from bot.nlu import encoder_build, encoder_store
from bot.nlu.encoder_forward import sentence_vector
from bot.nlu.encoder_graph import outlier_neurons, quantise, smoothing
from bot.nlu.encoder_weights import WEIGHTS_SHA256, package_folder, read_weights, verified


def test_exact_forward_pass_agrees_with_the_original_model() -> None:
    folder = package_folder()
    weights = read_weights(folder)
    tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
    tokenizer.no_padding()
    reference = json.loads(Path(__file__).with_name("encoder_reference.json").read_text(encoding="utf-8"))
    for entry in reference[6:12]:
        original = np.frombuffer(base64.b64decode(entry["vector"]), "<f2").astype(np.float32)
        assert float(sentence_vector(weights, tokenizer.encode(entry["text"]).ids) @ original) > 0.9999


def test_checks_itself_with_other_sentences_than_the_tests() -> None:
    reference = json.loads(Path(__file__).with_name("encoder_reference.json").read_text(encoding="utf-8"))
    assert not {entry["text"] for entry in reference} & set(encoder_build.SENTENCES)


def test_result_is_small_readable_and_repeatable(tmp_path: Path) -> None:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
        encoder_build.build(folder)
        encoder_store.write_manifest(folder)
    assert sum(path.stat().st_size for path in first.iterdir()) < 25e6
    assert (first / "encoder.json").read_bytes() == (second / "encoder.json").read_bytes()
    assert all(path.stat().st_mode & 0o777 == (first / "encoder.json").stat().st_mode & 0o777 for path in first.iterdir())


def test_other_weights_are_refused(tmp_path: Path) -> None:
    altered = bytearray((package_folder() / "model.safetensors").read_bytes())
    altered[-1] ^= 1
    (tmp_path / "model.safetensors").write_bytes(altered)
    with pytest.raises(EncoderUnavailable, match=r"model\.safetensors .* not the expected one"):
        read_weights(tmp_path)


def test_missing_weights_are_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match=r"model\.safetensors .* No such file"):
        verified(tmp_path / "model.safetensors", WEIGHTS_SHA256)


def test_missing_package_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.nlu.encoder_weights.PACKAGE", "no-such-package")
    with pytest.raises(EncoderUnavailable, match="no-such-package"):
        package_folder()


def test_build_that_strays_is_thrown_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.nlu.encoder_graph.WEIGHT_LIMIT", 3)
    with pytest.raises(EncoderUnavailable, match="stray"):
        encoder_build.build(tmp_path)


def test_command_reports_in_one_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert encoder_build.main([]) == 2
    (tmp_path / "file").write_text("in the way")
    assert encoder_build.main([str(tmp_path / "file" / "cache")]) == 1
    assert len(capsys.readouterr().err.strip().splitlines()) == 2


def test_quantised_matrix_is_near_and_within_its_limit() -> None:
    matrix = np.random.default_rng(1).normal(size=(64, 8)).astype(np.float32)
    matrix[:, 3] = 0.0
    integers, scale = quantise(matrix, axis=0, limit=100)
    assert (integers.dtype, scale.shape) == (np.int8, (1, 8))
    assert np.abs(integers).max() == 100
    assert (np.abs(integers * scale - matrix) <= scale / 2 + 1e-6).all()


def test_smoothing_scales_only_what_runs_high() -> None:
    assert smoothing(np.array([1, 1, 1, 0.1, 32], np.float32)).tolist() == [1, 1, 1, 1, 16]


def test_outliers_are_the_neurons_with_the_largest_weights() -> None:
    outgoing = np.full((100, 4), 0.1, np.float32)
    outgoing[[7, 93], 2] = -5.0
    assert {7, 93} <= set(outlier_neurons(outgoing).tolist())
