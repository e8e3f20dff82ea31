"""Syntax colours of Python."""

import pytest

from studio.ui.code.highlighter import PythonHighlighter
from studio.ui.theme import ThemeManager
from tests.ui.code.spans import spans_of

CODE = '''"""Doc # not a comment."""
import x  # why
def f(a):
    return g("it's", 'a \\' b', 1.5e-3, None)
"""more
if text
end""" + 3
'''


@pytest.fixture
def spans(qtbot, themes: ThemeManager):
    from PySide6.QtGui import QTextDocument

    document = QTextDocument(CODE)
    highlighter = PythonHighlighter(document, themes.theme)
    highlighter.rehighlight()
    return spans_of(document, themes.theme)


def test_every_line(spans):
    assert spans == [
        [('"""Doc # not a comment."""', "string")],
        [("import", "keyword"), ("# why", "comment")],
        [("def", "keyword"), ("f", "function")],
        [
            ("return", "keyword"),
            ("g", "function"),
            ('"it\'s"', "string"),
            ("'a \\' b'", "string"),
            ("1.5e-3", "number"),
            ("None", "keyword"),
        ],
        [('"""more', "string")],
        [("if text", "string")],
        [('end"""', "string"), ("3", "number")],
        [],
    ]
