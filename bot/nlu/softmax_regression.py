"""Multinomial logistic regression on dense rows, and the few directions that stand for many sparse columns. For training only."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float32]

_STEPS = 100
_OVERSAMPLES = 16
_PASSES = 2
_LEAST = 1e-6
"""A direction with a smaller share of the largest one's squares is lost in float32."""


def fit_softmax(
    rows: Floats, classes: npt.NDArray[np.intp], count: int, *, inverse_regularisation: float, steps: int = _STEPS
) -> tuple[Floats, Floats]:
    """Weights (dimension, count) and biases (count,) that minimise C times the log loss plus half the squared weights, by L-BFGS.

    The same objective as scikit-learn's ``LogisticRegression``, faster on dense float32 rows (examples, dimension).
    """
    from scipy.optimize import minimize

    number, dimension = rows.shape
    rows = np.ascontiguousarray(rows, np.float32)
    across = np.ascontiguousarray(rows.T)
    wanted = np.zeros((number, count), np.float32)
    wanted[np.arange(number), classes] = 1.0

    def loss(flat: npt.NDArray[np.float64]) -> tuple[float, npt.NDArray[np.float64]]:
        both = flat.reshape(dimension + 1, count).astype(np.float32)
        weights, bias = both[:-1], both[-1]
        scores = rows @ weights + bias
        scores -= scores.max(axis=1, keepdims=True)
        likely = np.exp(scores)
        sums = likely.sum(axis=1, keepdims=True)
        value = float(np.log(sums).sum()) - float((scores * wanted).sum()) + float((weights**2).sum()) / (2 * inverse_regularisation)
        likely /= sums
        likely -= wanted
        slope = np.empty_like(both)
        slope[:-1] = across @ likely + weights / inverse_regularisation
        slope[-1] = likely.sum(axis=0)
        # Per example, so that when to stop does not depend on how many there are.
        return value / number, (slope.ravel() / number).astype(np.float64)

    start = np.zeros((dimension + 1) * count)
    found = minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": steps, "ftol": 1e-7, "gtol": 1e-6})
    both = found.x.reshape(dimension + 1, count).astype(np.float32)
    return both[:-1], both[-1]


def main_directions(matrix: Any, most: int) -> Floats:
    """The right singular vectors (columns, at most ``most``) of a sparse matrix (rows, columns) with its largest singular values.

    Found by a randomised method with a fixed start: deterministic, and the order of the rows plays no part beyond rounding.
    """
    kept = min(most, *matrix.shape)
    sampled = min(kept + _OVERSAMPLES, *matrix.shape)
    sketch = np.random.default_rng(0).standard_normal((matrix.shape[1], sampled), dtype=np.float32)
    across = matrix.T.tocsr()
    basis = _orthonormal(matrix @ sketch)
    for _ in range(_PASSES):
        basis = _orthonormal(matrix @ _orthonormal(across @ basis))
    # The singular vectors of a wide matrix through the small square one: the costly part is one product.
    wide = across @ basis
    squares, turns = np.linalg.eigh((wide.T @ wide).astype(np.float64))
    largest = [index for index in np.argsort(-squares)[:kept] if squares[index] > _LEAST * squares.max()]
    return np.ascontiguousarray(wide @ (turns[:, largest] / np.sqrt(squares[largest])), np.float32)


def _orthonormal(columns: Floats) -> Floats:
    """Columns of length 1, at right angles, that span the same space; those that add nothing are left out."""
    squares, turns = np.linalg.eigh((columns.T @ columns).astype(np.float64))
    adding = squares > _LEAST * squares.max()
    return np.asarray(columns @ (turns[:, adding] / np.sqrt(squares[adding])), np.float32)
