"""Syntax colours for Python."""

from __future__ import annotations

import keyword
import re

from PySide6.QtGui import QColor, QSyntaxHighlighter, QTextCharFormat, QTextDocument

from studio.ui.theme import Theme

_QUOTES = r'"""|' + "'''"
_TOKEN = re.compile(
    rf"""(?P<open>[rbf]*(?:{_QUOTES}))
    |(?P<string>[rbf]*(?:"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?))
    |(?P<comment>\#.*)
    |(?P<number>\b\d[\w.]*(?:(?<=[eE])[+-]\d+)?)
    |(?P<keyword>\b(?:{"|".join(keyword.kwlist)})\b)
    |(?P<function>\b[a-zA-Z_]\w*(?=\())""",
    re.VERBOSE,
)
_OUTSIDE = -1


class PythonHighlighter(QSyntaxHighlighter):
    """Colours keywords, strings, numbers, comments and called names.

    A block's state is 0 or 1 inside a text of triple quotes, by the quote.
    """

    def __init__(self, document: QTextDocument, theme: Theme) -> None:
        super().__init__(document)
        self._formats: dict[str, QTextCharFormat] = {}
        self._read_theme(theme)

    def set_theme(self, theme: Theme) -> None:
        """Use the colours of another theme."""
        self._read_theme(theme)
        self.rehighlight()

    def _read_theme(self, theme: Theme) -> None:
        for name, color in theme.syntax.items():
            self._formats[name] = QTextCharFormat()
            self._formats[name].setForeground(QColor(color))

    def highlightBlock(self, text: str) -> None:
        """Colour one line."""
        position = 0
        if self.previousBlockState() != _OUTSIDE:
            quote = '"""' if self.previousBlockState() == 0 else "'''"
            position = self._close(text, 0, 0, quote)
        while match := _TOKEN.search(text, position):
            kind = match.lastgroup or ""
            position = match.end()
            if kind == "open":
                quote = match.group()[-3:]
                position = self._close(text, match.start(), position, quote)
            else:
                start = match.start()
                self.setFormat(start, position - start, self._formats[kind])

    def _close(self, text: str, start: int, inside: int, quote: str) -> int:
        """Colour a triple-quoted text up to its end, or the line's."""
        found = text.find(quote, inside)
        end = len(text) if found < 0 else found + len(quote)
        self.setFormat(start, end - start, self._formats["string"])
        if found < 0:
            self.setCurrentBlockState(0 if quote == '"""' else 1)
        return end
