"""Builds the int8 sentence encoder from the original weights, without torch: ``python -m bot.nlu.encoder_build CACHE_FOLDER``."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path

import numpy as np
import onnx
from tokenizers import Tokenizer

from bot.errors import EncoderUnavailable
from bot.nlu import encoder_store
from bot.nlu.encoder import MAX_TOKENS, SentenceEncoder
from bot.nlu.encoder_forward import sentence_vector
from bot.nlu.encoder_graph import build_graph
from bot.nlu.encoder_weights import TOKENIZER_FILE, TOKENIZER_SHA256, Floats, package_folder, read_weights, verified

LEAST_SIMILARITY = 0.97
"""A build is thrown away if a sentence's vector has a lower cosine than this to the one of the original weights."""

SENTENCES = (
    "hello",
    "yes",
    "thank you so much!",
    "no, cancel that please.",
    "Which programs do you have?",
    "how long does it take to finish a program",
    "what can i do with a diploma in film",
    "Does the school help graduates find work?",
    "I'd like to come and see the campus on Friday morning with two friends.",
    "what does it cost, and can I pay monthly?",
    "Do I need a high school diploma or a GED to apply?",
    "my name is Daniel Okafor and my number is 555-0142",
    "is there parking near the building?",
    "I was told that classes start in January; is that still right, or has the date been moved to the spring?",
    "this is useless, let me talk to someone",
    "who won the game last night",
    "¿Cuánto dura el curso?",
    "je voudrais des informations",
    "12345",
    "?",
)
"""What the builder looks at to see which channels run high, and checks the result with. None of the test sentences is among them."""


def build(folder: Path) -> None:
    """Fills ``folder`` with model and tokenizer; raises :class:`EncoderUnavailable` if the weights or the result are not as expected."""
    package = package_folder()
    weights = read_weights(package)
    shutil.copyfile(verified(package / TOKENIZER_FILE, TOKENIZER_SHA256), folder / encoder_store.TOKENIZER_FILE)
    tokenizer = Tokenizer.from_file(str(folder / encoder_store.TOKENIZER_FILE))
    tokenizer.no_padding()
    tokenizer.enable_truncation(MAX_TOKENS)

    peaks: dict[str, Floats] = {}

    def observe(part: str, values: Floats) -> None:
        seen = np.abs(values).max(axis=0)
        peaks[part] = np.maximum(peaks[part], seen) if part in peaks else seen

    wanted = np.stack([sentence_vector(weights, tokenizer.encode(sentence).ids, observe) for sentence in SENTENCES])
    # The weights lie in a file of their own, which onnxruntime maps instead of copying.
    onnx.save(
        build_graph(weights, peaks),
        str(folder / encoder_store.MODEL_FILE),
        save_as_external_data=True,
        location=encoder_store.DATA_FILE,
        size_threshold=1024,
    )
    # onnx makes its data file readable for the owner alone; the cache may be built by one user and used by another.
    shutil.copymode(folder / encoder_store.MODEL_FILE, folder / encoder_store.DATA_FILE)
    made = SentenceEncoder(folder, name="build", fingerprint="build").encode(SENTENCES)
    similarity = (made * wanted).sum(axis=1)
    if not similarity.min() >= LEAST_SIMILARITY:
        worst = SENTENCES[int(similarity.argmin())]
        raise EncoderUnavailable(f"on this processor its vectors stray from the original's (cosine {similarity.min():.3f} for {worst!r}).")


def main(arguments: list[str]) -> int:
    """Builds into the cache folder named on the command line, if it is not there yet, and prints where."""
    if len(arguments) != 1:
        print("usage: python -m bot.nlu.encoder_build CACHE_FOLDER", file=sys.stderr)
        return 2
    try:
        print(encoder_store.publish(Path(arguments[0]).absolute(), build))
    except (EncoderUnavailable, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
