import ast
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from studio.codegen.expressions import WIDTH, statement
from studio.codegen.literals import literal
from studio.codegen.texts import columns, docstring_text
from studio.graph.values import same

HOSTILE = [
    'a"b',
    "a'b",
    "\"\"\"'''",
    "\\",
    "\\\"'",
    "a\nb\r\t\x00\x1b",
    "\u202eevil\u2066",
    "\ud800 lone",
    "日本語の名前",
    "e\u0301",
    "\U0001f600" * 60,
    "{x}%s",
    "x" * 500,
    "",
]
texts = st.one_of(st.text(), st.text(st.characters()), st.sampled_from(HOSTILE))
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | texts,
    lambda inner: (
        st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(texts, inner, max_size=4)
    ),
    max_leaves=12,
)


def evaluate(code):
    return eval(code, {"__builtins__": {}, "float": float})


@given(values)
def test_a_literal_on_one_line_is_the_value(value):
    assert same(evaluate(literal(value).flat()), value)


@given(values, st.integers(0, 10))
def test_a_literal_over_many_lines_is_the_value(value, depth):
    indent = "    " * depth
    lines = statement(literal(value), "x = (", ")", indent)
    assert all(line.startswith(indent) for line in lines)
    code = "\n".join(line[len(indent) :] for line in lines)
    names = {}
    exec(code, {"float": float}, names)
    assert same(names["x"], value)


@given(st.text(st.characters()), st.integers(0, 10))
def test_text_never_leaves_the_page(text, depth):
    lines = statement(literal(text), "name=", ",", "    " * depth)
    assert all(columns(line) <= WIDTH for line in lines)


@given(texts)
def test_what_cannot_be_seen_is_escaped(text):
    code = literal(text).flat()
    assert code.isprintable()
    code.encode()


@given(st.text(st.characters()) | st.sampled_from(HOSTILE), st.integers(10, 60))
def test_a_title_stays_inside_its_docstring(title, limit):
    text = docstring_text(title, limit)
    assert columns(text) <= limit
    assert ast.literal_eval(f'"""{text}."""') == f"{text}."
    assert text.isprintable()


@pytest.mark.parametrize(
    ("value", "code"),
    [
        (1 / 255, "1 / 255"),
        (1 / 127.5, "1 / 127.5"),
        (-1 / 3, "-1 / 3"),
        (0.0039, "0.0039"),
        (0.1234567890123, "0.1234567890123"),
        (math.nextafter(1 / 255, 1), repr(math.nextafter(1 / 255, 1))),
    ],
)
def test_a_fraction_is_written_as_one_where_it_is_exactly_that_number(value, code):
    assert literal(value).flat() == code
    assert evaluate(code) == value


def test_numbers_that_python_has_no_literal_of():
    assert literal(math.inf).flat() == 'float("inf")'
    assert literal(-math.inf).flat() == 'float("-inf")'
    assert literal(math.nan).flat() == 'float("nan")'


def test_quotes_are_chosen_as_formatters_do():
    assert literal("it's").flat() == '"it\'s"'
    assert literal('say "x"').flat() == "'say \"x\"'"
    assert literal(("a",)).flat() == '("a",)'
