"""Typing and showing values: nothing is lost, whatever the locale."""

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.catalog.spec import Parameter, ParameterKind
from studio.graph.values import freeze, same
from studio.ui.editors.literals import Unreadable, parse_literal, show_literal
from studio.ui.editors.text_forms import form_of

K = ParameterKind
integers = st.integers(-(10**12), 10**12)
sizes = st.tuples() | integers | st.lists(integers, min_size=1, max_size=4).map(tuple)
shapes = st.lists(st.none() | integers, max_size=4).map(tuple)
values = st.recursive(
    st.none() | st.booleans() | integers | st.floats() | st.text(),
    lambda inner: (
        st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(st.text(), inner, max_size=3)
    ),
    max_leaves=8,
)
CASES = [
    (K.INT, integers),
    (K.FLOAT, st.floats()),
    (K.STRING, st.text()),
    (K.DTYPE, st.text()),
    (K.INT_TUPLE, sizes),
    (K.SHAPE, shapes),
    (K.ANY, values),
    (K.OBJECT, values),
    (K.LAYER, values),
]


@pytest.mark.parametrize(("kind", "strategy"), CASES, ids=lambda c: str(c)[:12])
@pytest.mark.parametrize("optional", [False, True])
def test_what_is_shown_reads_back(kind, strategy, optional):
    form = form_of(Parameter("p", kind, optional=optional))

    @given(strategy | st.none() if optional else strategy)
    def check(value):
        assert same(form.parse(form.show(value)), value)

    check()


@given(values)
def test_literals_read_back(value):
    assert same(parse_literal(show_literal(value)), value)


@given(st.text())
def test_any_text_is_read_or_refused_with_a_sentence(text):
    for kind in (K.INT, K.FLOAT, K.STRING, K.INT_TUPLE, K.SHAPE, K.ANY):
        with contextlib.suppress(Unreadable):
            form_of(Parameter("p", kind)).parse(text)


def parse(kind, text, optional=False):
    return form_of(Parameter("p", kind, optional=optional)).parse(text)


@pytest.mark.parametrize(
    ("kind", "text", "value"),
    [
        (K.INT, " 32 ", 32),
        (K.FLOAT, "0.5", 0.5),
        (K.FLOAT, "1e-3", 0.001),
        (K.FLOAT, "1", 1.0),
        (K.INT_TUPLE, "3", 3),
        (K.INT_TUPLE, "3, 3", (3, 3)),
        (K.INT_TUPLE, "3x3", (3, 3)),
        (K.INT_TUPLE, "3×3×3", (3, 3, 3)),
        (K.INT_TUPLE, "(3, 3)", (3, 3)),
        (K.INT_TUPLE, "((1, 1), (2, 2))", ((1, 1), (2, 2))),
        (K.INT_TUPLE, "3,", (3,)),
        (K.SHAPE, "28, 28, 1", (28, 28, 1)),
        (K.SHAPE, "(28, 28, 1)", (28, 28, 1)),
        (K.SHAPE, "784", (784,)),
        (K.SHAPE, "None, 3", (None, 3)),
        (K.SHAPE, "?, ?, 3", (None, None, 3)),
        (K.SHAPE, "?", (None,)),
        (K.SHAPE, "()", ()),
        (K.STRING, "same", "same"),
        (K.STRING, "''", ""),
        (K.ANY, "[1, 2.5]", (1, 2.5)),
        (K.ANY, "{'a': None}", {"a": None}),
        (K.ANY, "-inf", -math.inf),
    ],
)
def test_what_people_type(kind, text, value):
    assert same(parse(kind, text), freeze(value))


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        (K.INT, "1.5", "no whole number"),
        (K.INT, "1,000", "no whole number"),
        (K.INT, "None", "no whole number"),
        (K.FLOAT, "0,5", "decimal point: 0.5"),
        (K.FLOAT, "1.000,5", "no number"),
        (K.INT_TUPLE, "3, a", "no whole number"),
        (K.INT_TUPLE, "(3, 1.5)", "whole number"),
        (K.SHAPE, "28, x", "no size"),
        (K.ANY, "relu", "needs quotes"),
        (K.ANY, "__import__('os')", "plain values"),
        (K.ANY, "(1, 2", "no Python value"),
        (K.ANY, "1j", "cannot hold"),
        (K.ANY, "(" * 500 + ")" * 500, "nested"),
        (K.STRING, "'open", "no Python value"),
    ],
)
def test_what_cannot_be_says_why(kind, text, words):
    with pytest.raises(Unreadable, match=words):
        parse(kind, text)


def test_none_is_a_value_only_where_it_is_legal():
    assert parse(K.INT, "None", optional=True) is None
    assert parse(K.SHAPE, "None", optional=True) is None
    assert parse(K.SHAPE, "None") == (None,)


def test_sizes_are_shown_with_a_cross():
    form = form_of(Parameter("p", K.INT_TUPLE))
    assert form.show((3, 3)) == "3×3"
    assert form.show((1,)) == "1,"
