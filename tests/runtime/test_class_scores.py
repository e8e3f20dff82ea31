"""Classes and their probabilities, from labels and outputs."""

import numpy as np
import pytest

from studio.runtime.engine.class_scores import (
    class_numbers,
    class_scores,
    confusion_matrix,
)


def test_one_unit_is_the_probability_of_class_one():
    scores = class_scores(np.array([[0.2], [0.9]]), None)
    assert np.allclose(scores, [[0.8, 0.2], [0.1, 0.9]])


@pytest.mark.parametrize(
    ("labels", "expected"),
    [
        (np.array([2, 0]), [2, 0]),
        (np.array([[2], [0]]), [2, 0]),
        (np.array([[0, 0, 1], [1, 0, 0]], "float32"), [2, 0]),
        (np.array([2.0, 0.0], "float32"), None),
        (np.array([[0.5, 0.2, 0.3], [1, 0, 0]], "float32"), None),
    ],
)
def test_labels_are_classes_when_they_number_them(labels, expected):
    found = class_numbers(labels, np.zeros((2, 3)))
    assert (None if found is None else found.tolist()) == expected


def test_a_class_without_an_output_has_its_row():
    scores = np.array([[0.9, 0.1], [0.2, 0.8]])
    table = confusion_matrix(np.array([3, 0]), scores)
    assert table == ((0, 1, 0, 0), (0, 0, 0, 0), (0, 0, 0, 0), (1, 0, 0, 0))
