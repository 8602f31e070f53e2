"""Which encoder reads which language."""

from __future__ import annotations

from contextlib import suppress

from bot.errors import EncoderUnavailable
from bot.nlu.encoder import SentenceEncoder, encoder_fingerprint, load_encoder
from bot.nlu.encoder_weights import Floats
from bot.nlu.language import Language
from bot.nlu.multilingual_encoder import MultilingualEncoder, load_multilingual_encoder, multilingual_fingerprint

Encoder = SentenceEncoder | MultilingualEncoder


def encoder_of(language: Language) -> Encoder:
    """The encoder for this language, loaded on first use. Raises :class:`EncoderUnavailable`."""
    return load_encoder() if language == "en" else load_multilingual_encoder()


def vector_of(text: str, language: Language) -> Floats | None:
    """The vector of one text in this language; ``None`` where the encoder for it is missing."""
    try:
        return encoder_of(language).encode_one(text)
    except EncoderUnavailable:
        if language == "en":
            raise
        return None


def begin(text: str, language: Language) -> None:
    """Has a text that :func:`vector_of` will soon be asked for computed meanwhile."""
    with suppress(EncoderUnavailable):
        encoder_of(language).begin(text)


def fingerprint_of(language: Language) -> str:
    """Identifies the vectors of that encoder, without loading it. Raises :class:`EncoderUnavailable`."""
    return encoder_fingerprint() if language == "en" else multilingual_fingerprint()
