"""Weights of rows, as every method takes them."""

import numpy as np
import pytest

from analysis.errors import DataError
from analysis.weights import checked_weights


def test_weights_are_put_beside_the_largest():
    assert checked_weights([2, 0, 4], 3).tolist() == [0.5, 0.0, 1.0]
    assert checked_weights(None, 2).tolist() == [1.0, 1.0]


@pytest.mark.parametrize(
    ("weights", "said"),
    [
        ([1, -1, 1], "not so in row 2, 1 of 3 rows"),
        ([1, np.nan, np.inf], "not so in row 2, 3, 2 of 3 rows"),
        (["a", 1, 1], "weights must be numbers"),
        ([1, 1], "there are 2 weights for 3 rows"),
        ([0, 0, 0], "all weights are zero"),
        ([1, 1e308, 1], r"the weight of row 2 is 1e\+308: beside it the others count for nothing"),
    ],
)
def test_weights_that_cannot_be_used_are_named(weights, said):
    with pytest.raises(DataError, match=said):
        checked_weights(weights, 3)


def test_one_row_that_alone_has_weight_may_count():
    assert checked_weights([0, 5, 0], 3).tolist() == [0.0, 1.0, 0.0]
