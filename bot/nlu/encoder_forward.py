"""The encoder's arithmetic in plain float32 NumPy: slow and exact, the yardstick that the fast version is built and checked with."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np

from bot.nlu.encoder_weights import Floats, Weights

LAYERS = 6
HEADS = 12
WIDTH = 384
LAYER_NORM_EPSILON = 1e-12

Observer = Callable[[str, Floats], None]

_erf = np.vectorize(math.erf, otypes=[np.float32])


def linear(weights: Weights, name: str) -> tuple[Floats, Floats]:
    """Matrix (inputs, outputs) and bias of a dense layer."""
    return weights[f"{name}.weight"].T, weights[f"{name}.bias"]


def projections(weights: Weights, layer: int) -> list[tuple[Floats, Floats]]:
    """The query, key and value projections of a layer, each a matrix (384, 384) and a bias."""
    return [linear(weights, f"encoder.layer.{layer}.attention.self.{part}") for part in ("query", "key", "value")]


def sentence_vector(weights: Weights, token_ids: Sequence[int], observe: Observer = lambda name, values: None) -> Floats:
    """The L2-normalised mean of the last layer's token vectors: shape (384,).

    ``observe`` is shown the inputs (tokens, 384) of each layer's attention and feed-forward part, as ``0.attention``, ``0.feed_forward`` …
    """
    tokens = len(token_ids)
    embedded = weights["embeddings.word_embeddings.weight"][list(token_ids)] + weights["embeddings.position_embeddings.weight"][:tokens]
    state = _layer_norm(weights, "embeddings.LayerNorm", embedded + weights["embeddings.token_type_embeddings.weight"][0])
    for layer in range(LAYERS):
        prefix = f"encoder.layer.{layer}"
        observe(f"{layer}.attention", state)
        attended = _attend(*(state @ matrix + bias for matrix, bias in projections(weights, layer)))
        matrix, bias = linear(weights, f"{prefix}.attention.output.dense")
        state = _layer_norm(weights, f"{prefix}.attention.output.LayerNorm", attended @ matrix + bias + state)
        observe(f"{layer}.feed_forward", state)
        matrix, bias = linear(weights, f"{prefix}.intermediate.dense")
        widened = _gelu(state @ matrix + bias)
        matrix, bias = linear(weights, f"{prefix}.output.dense")
        state = _layer_norm(weights, f"{prefix}.output.LayerNorm", widened @ matrix + bias + state)
    pooled = state.mean(axis=0)
    return np.asarray(pooled / np.linalg.norm(pooled), dtype=np.float32)


def _attend(*projected: Floats) -> Floats:
    query, key, value = (part.reshape(-1, HEADS, WIDTH // HEADS).transpose(1, 0, 2) for part in projected)
    scores = query @ key.transpose(0, 2, 1) / math.sqrt(WIDTH // HEADS)
    scores = np.exp(scores - scores.max(axis=-1, keepdims=True))
    mixed = (scores / scores.sum(axis=-1, keepdims=True)) @ value
    return np.asarray(mixed.transpose(1, 0, 2).reshape(-1, WIDTH))


def _layer_norm(weights: Weights, name: str, values: Floats) -> Floats:
    centred = values - values.mean(axis=-1, keepdims=True)
    spread = np.sqrt((centred**2).mean(axis=-1, keepdims=True) + LAYER_NORM_EPSILON)
    return np.asarray(centred / spread * weights[f"{name}.weight"] + weights[f"{name}.bias"])


def _gelu(values: Floats) -> Floats:
    return np.asarray(values * 0.5 * (1.0 + _erf(values / math.sqrt(2.0))))
