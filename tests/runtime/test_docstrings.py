"""Docstrings and kinds, on texts as Keras writes them; no TensorFlow needed."""

from __future__ import annotations

import pytest

from studio.catalog.spec import ParameterKind
from studio.runtime.engine.docstrings import parse
from studio.runtime.engine.kinds import Argument, candidates, kind_of

LAYER = """Joins `things`. More of it.

    Second paragraph.

    Args:
        axis: Integer, along which
            to join. Defaults to `-1`.
        first, second: Both alike.
        **kwargs: Base layer arguments.

    Call arguments:
        inputs: A tensor.

    Example:

{pasted without indentation}
"""


def test_parts_of_a_docstring():
    parts = parse(LAYER)
    assert parts.summary == "Joins things."
    assert parts.arguments == {
        "axis": "Integer, along which to join. Defaults to `-1`.",
        "first": "Both alike.",
        "second": "Both alike.",
        "kwargs": "Base layer arguments.",
    }
    assert parts.call_arguments == {"inputs": "A tensor."}
    assert "Second paragraph." in parts.text
    assert "Args" not in parts.text


def test_no_docstring():
    assert parse(None).summary == ""


@pytest.mark.parametrize(
    ("name", "default", "doc", "kind"),
    [
        ("units", None, "Positive integer, size of the output.", "int"),
        ("rate", None, "Float between 0 and 1.", "float"),
        (
            "kernel_size",
            None,
            "int or tuple/list of 2 integers, the size.",
            "int_tuple",
        ),
        ("strides", (1, 1), "int or tuple/list of 2 integers.", "int_tuple"),
        ("value_range", (0, 255), "the range of values of the images.", "any"),
        ("use_bias", True, "Boolean.", "bool"),
        ("use_cudnn", "auto", 'Whether to use cuDNN. `"auto"` tries.', "any"),
        ("padding", "valid", 'string, `"valid"` or `"same"`.', "string"),
        ("kernel_initializer", "zeros", "", "initializer"),
        ("bias_regularizer", None, "", "regularizer"),
        ("recurrent_activation", "sigmoid", "", "activation"),
        ("target_shape", None, "Tuple of integers.", "shape"),
        ("dtype", None, "", "dtype"),
        ("layer", None, "a `keras.layers.Layer` instance.", "layer"),
        ("axis", -1, "Integer, or list of integers.", "int_tuple"),
        ("max_value", 2, "The maximum norm value for the weights.", "float"),
        ("batch_size", None, "", "int"),
        ("thing", None, "", "any"),
    ],
)
def test_kinds(name, default, doc, kind):
    assert kind_of(Argument(name, default, False, doc)) is ParameterKind(kind)


def test_words_in_quotes_are_candidates():
    doc = 'One of `"valid"`, `"same"` or "causal". Defaults to `"valid"`.'
    argument = Argument("padding", "reflect", False, doc)
    assert candidates(argument) == ("valid", "same", "causal", "reflect")
