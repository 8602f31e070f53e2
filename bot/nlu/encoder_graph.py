"""The int8 graph of all-MiniLM-L6-v2 for onnxruntime, written operator by operator from the original weights.

Two things keep eight bits accurate here; docs/encoder.md has the figures. A handful of feed-forward neurons per layer carry values many
times larger than all others, so those few stay float32. And a few channels of the normalised states are larger than the rest, so they are
scaled down by a power of two before a matrix and the matrix's rows up by the same.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

from bot.nlu.encoder import MAX_TOKENS
from bot.nlu.encoder_forward import HEADS, LAYER_NORM_EPSILON, LAYERS, WIDTH, linear, projections
from bot.nlu.encoder_weights import Floats, Weights

OUTLIER_NEURONS = 16
"""Feed-forward neurons per layer that stay float32."""

WEIGHT_LIMIT = 100
"""Weights become -100 … 100 and not -127 … 127: processors without VNNI add two products in 16 bits, which the full range overflows."""

SMOOTHING = 0.7
"""How much of a channel's excess moves into the weights: 0 none, 1 all of it."""

_MICROSOFT = "com.microsoft"
_OPSETS = (("", 18), (_MICROSOFT, 1))
_IR_VERSION = 9


def build_graph(weights: Weights, peaks: dict[str, Floats]) -> onnx.ModelProto:
    """The model: ``input_ids`` and ``attention_mask`` (batch, tokens) int64 in, ``sentence_embedding`` (batch, 384) L2-normalised out.

    ``peaks`` holds the largest magnitude (384,) seen per channel at the input of each part, named as in
    :func:`bot.nlu.encoder_forward.sentence_vector`.
    """
    graph = _Graph()
    scale = smoothing(peaks["0.attention"])
    state = _embeddings(graph, weights, scale)
    mask = graph.add("Cast", "attention_mask", to=TensorProto.INT32)
    for layer in range(LAYERS):
        prefix = f"encoder.layer.{layer}"
        residual = graph.add("Mul", state, graph.constant(f"{prefix}.unscale", scale))
        matrices, biases = zip(*projections(weights, layer), strict=True)
        matrix, bias = np.concatenate(matrices, axis=1), np.concatenate(biases)
        projected = graph.quantised(state, f"{prefix}.projected", matrix * scale[:, None], bias)
        query, key, value = graph.add_many("Split", 3, projected, axis=-1, num_outputs=3)
        attended = graph.add("MultiHeadAttention", query, key, value, "", mask, domain=_MICROSOFT, num_heads=HEADS)
        attended = graph.quantised(attended, f"{prefix}.attended", *linear(weights, f"{prefix}.attention.output.dense"))
        scale = smoothing(peaks[f"{layer}.feed_forward"])
        state = graph.normalised(weights, f"{prefix}.attention.output.LayerNorm", attended, residual, scale)
        residual = graph.add("Mul", state, graph.constant(f"{prefix}.unscale2", scale))
        fed, residual = _feed_forward(graph, weights, prefix, state, residual, scale)
        scale = smoothing(peaks[f"{layer + 1}.attention"]) if layer + 1 < LAYERS else np.ones(WIDTH, np.float32)
        state = graph.normalised(weights, f"{prefix}.output.LayerNorm", fed, residual, scale)
    # The mean's division is left out: the length is normalised afterwards anyway.
    counted = graph.add("Unsqueeze", graph.add("Cast", "attention_mask", to=TensorProto.FLOAT), graph.axes(1))
    pooled = graph.add("Squeeze", graph.add("MatMul", counted, state), graph.axes(1))
    return graph.model(graph.add("LpNormalization", pooled, axis=-1, p=2))


def smoothing(peaks: Floats) -> Floats:
    """Per channel the power of two, at least 1, by which it is scaled down; shape as ``peaks``."""
    excess = np.maximum(peaks / np.median(peaks), 1.0) ** SMOOTHING
    return np.asarray(2.0 ** np.rint(np.log2(excess)), dtype=np.float32)


def quantise(matrix: Floats, axis: int, limit: int) -> tuple[Floats, Floats]:
    """Symmetric int8 values in ``-limit … limit`` and the float32 scale of each line along ``axis``: values times scale ≈ ``matrix``."""
    scale = np.maximum(np.abs(matrix).max(axis=axis, keepdims=True), 1e-12) / limit
    return np.rint(matrix / scale).astype(np.int8), scale.astype(np.float32)


def outlier_neurons(outgoing: Floats) -> Floats:
    """The feed-forward neurons with the largest outgoing weight, ascending; ``outgoing`` is (1536, 384)."""
    return np.sort(np.argsort(-np.abs(outgoing).max(axis=1), kind="stable")[:OUTLIER_NEURONS])


def _embeddings(graph: _Graph, weights: Weights, scale: Floats) -> str:
    values, steps = quantise(weights["embeddings.word_embeddings.weight"], axis=1, limit=127)
    words = graph.add("Cast", graph.add("Gather", graph.constant("words", values), "input_ids"), to=TensorProto.FLOAT)
    words = graph.add("Mul", words, graph.add("Gather", graph.constant("words.scale", steps), "input_ids"))
    places = weights["embeddings.position_embeddings.weight"][:MAX_TOKENS] + weights["embeddings.token_type_embeddings.weight"][0]
    tokens = graph.add("Shape", "input_ids", start=1, end=2)
    positions = graph.add("Slice", graph.constant("positions", places), graph.axes(0), tokens, graph.axes(0))
    return graph.normalised(weights, "embeddings.LayerNorm", words, positions, scale)


def _feed_forward(graph: _Graph, weights: Weights, prefix: str, state: str, residual: str, scale: Floats) -> tuple[str, str]:
    """The feed-forward part without its outlier neurons, and the residual with what they contribute."""
    inwards, inwards_bias = linear(weights, f"{prefix}.intermediate.dense")
    outwards, outwards_bias = linear(weights, f"{prefix}.output.dense")
    outliers = outlier_neurons(outwards)
    exact = graph.add("MatMul", residual, graph.constant(f"{prefix}.exact.in", inwards[:, outliers]))
    exact = graph.add("BiasGelu", exact, graph.constant(f"{prefix}.exact.bias", inwards_bias[outliers]), domain=_MICROSOFT)
    exact = graph.add("MatMul", exact, graph.constant(f"{prefix}.exact.out", outwards[outliers]))
    kept = np.ones(len(inwards_bias), np.float32)
    kept[outliers] = 0.0
    fed = graph.quantised(state, f"{prefix}.in", inwards * kept * scale[:, None], inwards_bias * kept)
    fed = graph.quantised(graph.add("Gelu", fed, domain=_MICROSOFT), f"{prefix}.out", outwards * kept[:, None], outwards_bias)
    return fed, graph.add("Add", residual, exact)


class _Graph:
    """Collects nodes and constants; each method returns the name of the value it made."""

    def __init__(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}

    def constant(self, name: str, values: Floats) -> str:
        self._constants[name] = numpy_helper.from_array(np.ascontiguousarray(values), name)
        return name

    def axes(self, axis: int) -> str:
        return self.constant(f"axes.{axis}", np.array([axis], np.int64))

    def add(self, operator: str, *inputs: str, domain: str = "", **attributes: Any) -> str:
        return self.add_many(operator, 1, *inputs, domain=domain, **attributes)[0]

    def add_many(self, operator: str, outputs: int, *inputs: str, domain: str = "", **attributes: Any) -> list[str]:
        name = f"{operator}.{len(self._nodes)}"
        made = [f"{name}:{index}" for index in range(outputs)]
        self._nodes.append(helper.make_node(operator, list(inputs), made, name=name, domain=domain, **attributes))
        return made

    def quantised(self, values: str, name: str, matrix: Floats, bias: Floats) -> str:
        """``values @ matrix + bias`` with int8 weights, one scale per output, and inputs quantised as they come."""
        integers, scale = quantise(matrix, axis=0, limit=WEIGHT_LIMIT)
        constants = (self.constant(name, integers), self.constant(f"{name}.scale", scale[0]), "", self.constant(f"{name}.bias", bias))
        return self.add("DynamicQuantizeMatMul", values, *constants, domain=_MICROSOFT)

    def normalised(self, weights: Weights, name: str, values: str, residual: str, scale: Floats) -> str:
        """Layer normalisation of the sum, divided by ``scale``."""
        gain = self.constant(name, weights[f"{name}.weight"] / scale)
        shift = self.constant(f"{name}.shift", weights[f"{name}.bias"] / scale)
        # Add and LayerNormalization: the fused SkipLayerNormalization is the slower one on a CPU.
        return self.add("LayerNormalization", self.add("Add", values, residual), gain, shift, epsilon=LAYER_NORM_EPSILON)

    def model(self, output: str) -> onnx.ModelProto:
        self._nodes.append(helper.make_node("Identity", [output], ["sentence_embedding"]))
        graph = helper.make_graph(
            self._nodes,
            "sentence-encoder",
            [helper.make_tensor_value_info(name, TensorProto.INT64, ["batch", "tokens"]) for name in ("input_ids", "attention_mask")],
            [helper.make_tensor_value_info("sentence_embedding", TensorProto.FLOAT, ["batch", WIDTH])],
            list(self._constants.values()),
        )
        return helper.make_model(graph, opset_imports=[helper.make_opsetid(*opset) for opset in _OPSETS], ir_version=_IR_VERSION)
