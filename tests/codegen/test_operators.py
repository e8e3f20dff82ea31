"""Ops as Python's operators, in brackets only where Python needs them."""

import ast

import pytest

from studio.codegen.expressions import Atom, Level
from studio.codegen.literals import literal
from studio.codegen.model_code import generate_model
from studio.codegen.operators import BINARY, UNARY, indexed, operation
from tests.codegen.linting import lint
from tests.codegen.samples import Sketch


def slice_of(start=None, stop=None, step=None):
    config = {"start": start, "stop": stop, "step": step}
    return {"class_name": "__slice__", "config": config}


ELLIPSIS = {"class_name": "__ellipsis__", "config": None}


@pytest.mark.parametrize("outer", BINARY)
@pytest.mark.parametrize("inner", BINARY)
def test_brackets_keep_what_belongs_together(outer, inner):
    a, b, c = map(Atom, "abc")
    inside = operation(inner, [b, c])
    for operands in ([a, inside], [inside, a]):
        text = operation(outer, operands).text
        tree = ast.parse(text, mode="eval").body
        spelled = [f"({o.text})" if o is inside else o.text for o in operands]
        whole = f" {BINARY[outer].sign} ".join(spelled)
        assert ast.dump(tree) == ast.dump(ast.parse(whole, mode="eval").body)


@pytest.mark.parametrize("op", UNARY)
def test_signs_bind_looser_than_powers(op):
    sign = UNARY[op]
    assert operation(op, [operation("power", [Atom("a"), Atom("b")])]).text == (
        f"{sign}a**b"
    )
    total = operation("add", [Atom("a"), Atom("b")])
    assert operation(op, [total]).text == f"{sign}(a + b)"


def test_a_negative_number_is_in_brackets_before_a_power():
    assert operation("power", [literal(-2), Atom("a")]).text == "(-2)**a"
    assert operation("power", [Atom("a"), literal(-2)]).text == "a**-2"
    assert operation("subtract", [Atom("a"), literal(-2)]).text == "a - -2"


@pytest.mark.parametrize(
    ("key", "text"),
    [
        (0, "x[0]"),
        ((slice_of(), 0), "x[:, 0]"),
        ((ELLIPSIS, slice_of(1, -1)), "x[..., 1:-1]"),
        ((slice_of(), slice_of(step=2)), "x[:, ::2]"),
        ((slice_of(), None), "x[:, None]"),
        ((0,), "x[(0,)]"),
    ],
)
def test_keys_are_written_as_indices(key, text):
    assert indexed(Atom("x"), key).text == text


@pytest.mark.parametrize("key", ["name", (), ({"class_name": "X", "config": {}},)])
def test_other_keys_are_left_to_the_function(key):
    assert indexed(Atom("x"), key) is None


def test_an_index_is_no_part_of_an_operation_before_it():
    assert indexed(Atom("a + b", Level.SUM), 0).text == "(a + b)[0]"


def arithmetic():
    sketch = Sketch()
    x = sketch.input("image", 8)
    other = sketch.input("other" * 8, 8)
    scaled = sketch.call("keras.ops.true_divide", "true_divide", {"x2": 127.5}, x1=x)
    moved = sketch.call("keras.ops.subtract", "subtract", {"x1": 1}, x2=scaled)
    less = sketch.call("keras.ops.less", "less", {"x1": 0.0}, x2=moved)
    sum_ = sketch.call("keras.ops.add", "add" + "d" * 50, x1=moved, x2=other)
    mean = sketch.call("keras.ops.mean", "mean", {"axis": -1}, x=sum_)
    pair = sketch.call(
        "keras.ops.concatenate", "both", {"axis": 1}, xs__0=moved, xs__1=sum_
    )
    total = sketch.call(
        "keras.ops.einsum",
        "einsum",
        {"subscripts": "ab,ab->a"},
        operands__0=sum_,
        operands__1=sum_,
    )
    for node in (less, mean, pair, total):
        sketch.output(node)
    return sketch.document()


def test_ops_in_a_model(catalog, tmp_path):
    text = generate_model(arithmetic(), catalog).text
    assert "x = image / 127.5\n" in text
    assert "subtract = 1 - x\n" in text
    # Python would turn this around, and Keras make another op of it.
    assert "less = keras.ops.less(0.0, subtract)\n" in text
    assert "keras.ops.add(" in text  # too long for one line
    assert "axis=-1)" in text
    assert 'keras.ops.einsum(\n        "ab,ab->a",\n' in text
    assert lint({"arithmetic": text}, tmp_path) == ""
