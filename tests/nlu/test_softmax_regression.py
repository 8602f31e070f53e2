"""The linear part's mathematics, against scikit-learn and numpy."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from bot.nlu.softmax_regression import fit_softmax, main_directions


def test_gives_the_weights_of_scikit_learn() -> None:
    rng = np.random.default_rng(0)
    rows = rng.normal(size=(90, 7)).astype(np.float32)
    classes = rng.integers(0, 3, 90)
    weights, bias = fit_softmax(rows, classes, 3, inverse_regularisation=2.0)
    original = LogisticRegression(C=2.0, max_iter=500, tol=1e-6).fit(rows, classes)
    assert pytest.approx(original.coef_, abs=0.01) == weights.T
    # A constant added to all biases changes nothing.
    assert bias - bias.mean() == pytest.approx(original.intercept_ - original.intercept_.mean(), abs=0.01)


def test_directions_are_those_of_the_largest_singular_values() -> None:
    rng = np.random.default_rng(1)
    dense = (rng.normal(size=(60, 5)) * [9, 7, 5, 0.2, 0.1]) @ rng.normal(size=(5, 80))
    found = main_directions(csr_matrix(dense.astype(np.float32)), 3)
    exact = np.linalg.svd(dense)[2][:3].T
    assert found.shape == (80, 3)
    assert found.T @ found == pytest.approx(np.eye(3), abs=1e-4)
    # The same space, whatever the signs.
    assert found @ found.T == pytest.approx(exact @ exact.T, abs=0.01)


def test_there_are_no_more_directions_than_rows_or_columns() -> None:
    assert main_directions(csr_matrix(np.eye(4, 9, dtype=np.float32)), 256).shape == (9, 4)


def test_the_order_of_the_rows_plays_no_part() -> None:
    matrix = np.random.default_rng(2).normal(size=(40, 30)).astype(np.float32)
    one, other = main_directions(csr_matrix(matrix), 5), main_directions(csr_matrix(matrix[::-1]), 5)
    assert one @ one.T == pytest.approx(other @ other.T, abs=1e-3)
