"""Turns sentences into vectors whose cosine says how alike their meanings are. Runs on onnxruntime, on one thread."""

from __future__ import annotations

import hashlib
import os
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

from bot.errors import EncoderUnavailable
from bot.nlu import encoder_store
from bot.nlu.encoder_choice import chosen_encoder
from bot.nlu.encoder_weights import NAME, Floats, file_sha256
from bot.settings import PROJECT_DIR

MAX_TOKENS = 128
"""Longer texts are cut after this many tokens, start and end marks included."""

_MANY = 32
_REMEMBERED = 2048
_REMEMBERED_CHARACTERS = 500
_MOST_AHEAD = 64


class SentenceEncoder:
    """An encoder from a folder with ``model.onnx`` and ``tokenizer.json``. Safe to use from several threads.

    The model takes ``input_ids``, ``attention_mask`` and perhaps ``token_type_ids``, and gives ``sentence_embedding`` or
    ``last_hidden_state``; the latter is averaged over the tokens. Raises :class:`EncoderUnavailable` if it does not.
    """

    def __init__(self, folder: Path, *, name: str, fingerprint: str) -> None:
        self.name = name
        self.fingerprint = fingerprint
        try:
            self._tokenizer = Tokenizer.from_file(str(folder / encoder_store.TOKENIZER_FILE))
            self._session = onnxruntime.InferenceSession(
                str(folder / encoder_store.MODEL_FILE), _session_options(), providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # both libraries raise classes of their own, the tokenizer's being plain Exception
            raise EncoderUnavailable(f"The sentence encoder in {folder} cannot be loaded: {error}") from error
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(MAX_TOKENS)
        self._inputs = {given.name: np.int32 if given.type == "tensor(int32)" else np.int64 for given in self._session.get_inputs()}
        self._output = self._checked_output(folder)
        self.dimension = int(self._compute("?").shape[0])
        self._remembered = lru_cache(maxsize=_REMEMBERED)(self._compute)
        self._ahead: dict[str, Future[Floats]] = {}
        self._ahead_lock = threading.Lock()
        self._ahead_thread = ThreadPoolExecutor(1, thread_name_prefix="encoder")

    def encode(self, texts: Sequence[str]) -> Floats:
        """One row per text, L2-normalised: float32 (texts, dimension). Remembers nothing.

        Each text runs for itself, many of them on all processors: in a batch int8 inputs share one scale, so that a text's vector would
        depend on its neighbours. This way it is always the same, in training and in a conversation.
        """
        if not texts:
            return np.zeros((0, self.dimension), np.float32)
        distinct = list(dict.fromkeys(texts))
        if len(distinct) < _MANY:
            vectors = dict(zip(distinct, map(self._compute, distinct), strict=True))
        else:
            with ThreadPoolExecutor(os.cpu_count()) as threads:
                vectors = dict(zip(distinct, threads.map(self._compute, distinct), strict=True))
        return np.stack([vectors[text] for text in texts])

    def encode_one(self, text: str) -> Floats:
        """The row that :meth:`encode` gives for this text, read-only: float32 (dimension,). Short texts seen lately are remembered."""
        begun = self._ahead.get(text)
        if begun is not None and not begun.cancel():
            return begun.result()  # being computed, or done
        return self._remembered(text) if len(text) <= _REMEMBERED_CHARACTERS else self._compute(text)

    def begin(self, text: str) -> None:
        """Has a text that :meth:`encode_one` will soon be asked for computed on another processor meanwhile.

        Bounded: when many wait already, or the text is long, nothing happens and :meth:`encode_one` does it.
        """
        if len(text) > _REMEMBERED_CHARACTERS:
            return
        with self._ahead_lock:
            if text in self._ahead or len(self._ahead) >= _MOST_AHEAD:
                return
            begun = self._ahead[text] = self._ahead_thread.submit(self._remembered, text)
        begun.add_done_callback(lambda _: self._ahead.pop(text, None))

    def _compute(self, text: str) -> Floats:
        # JSON can carry half a surrogate pair, which no tokenizer takes.
        ids = self._tokenizer.encode(text.encode("utf-8", "replace").decode("utf-8")).ids
        vector = np.zeros(self.dimension, np.float32) if not ids else self._run(ids)
        vector.setflags(write=False)
        return vector

    def _run(self, ids: list[int]) -> Floats:
        feed = {
            name: np.zeros((1, len(ids)), kind) if name == "token_type_ids" else np.ones((1, len(ids)), kind)
            for name, kind in self._inputs.items()
        }
        feed["input_ids"][0] = ids
        result = self._session.run([self._output], feed)[0][0]
        if result.ndim == 2:
            result = result.mean(axis=0)
        length = float(np.linalg.norm(result))
        return np.asarray(result / length if length else result, dtype=np.float32)

    def _checked_output(self, folder: Path) -> str:
        if not {"input_ids"} <= set(self._inputs) <= {"input_ids", "attention_mask", "token_type_ids"}:
            raise EncoderUnavailable(f"The model in {folder} asks for {sorted(self._inputs)}, which is not what a sentence encoder takes.")
        given = [output.name for output in self._session.get_outputs()]
        for name in ("sentence_embedding", "last_hidden_state"):
            if name in given:
                return name
        raise EncoderUnavailable(f"The model in {folder} gives {given}; it should give sentence_embedding or last_hidden_state.")


def load_encoder(name: str | None = None) -> SentenceEncoder:
    """The encoder of this name, loaded on first use and then shared by the whole process. Raises :class:`EncoderUnavailable`.

    ``name`` is the built-in one, which is built on first use, or a folder (relative to the project's); ``None`` means the one that
    ``config.yml`` names.
    """
    name = name or chosen_encoder()
    with _loading:
        if name not in _loaded:
            folder = encoder_store.ensure_built(encoder_store.default_cache()) if name == NAME else _named_folder(name)
            _loaded[name] = SentenceEncoder(folder, name=name, fingerprint=encoder_fingerprint(name))
        return _loaded[name]


def encoder_fingerprint(name: str | None = None) -> str:
    """Identifies the vectors that an encoder makes, without loading it: 32 hex digits. Raises :class:`EncoderUnavailable`."""
    name = name or chosen_encoder()
    if name == NAME:
        return encoder_store.recipe_fingerprint()
    folder = _named_folder(name)
    files = sorted(path for path in folder.iterdir() if path.name == encoder_store.TOKENIZER_FILE or ".onnx" in path.name)
    return hashlib.sha256("\n".join(f"{path.name} {file_sha256(path)}" for path in files).encode()).hexdigest()[:32]


def _named_folder(name: str) -> Path:
    folder = PROJECT_DIR / name
    for file in (encoder_store.MODEL_FILE, encoder_store.TOKENIZER_FILE):
        if not (folder / file).is_file():
            raise EncoderUnavailable(f"There is no encoder {name!r}: it is neither {NAME} nor a folder with {file} in it.")
    return folder


def _session_options() -> onnxruntime.SessionOptions:
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.inter_op_num_threads = 1
    options.execution_mode = onnxruntime.ExecutionMode.ORT_SEQUENTIAL
    options.log_severity_level = 3  # errors; they are raised as well
    return options


_loading = threading.Lock()
_loaded: dict[str, SentenceEncoder] = {}
