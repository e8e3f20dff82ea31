"""One tab of the code panel: code made from the document, or why there is none."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from studio.codegen.source import Source
from studio.errors import StudioError
from studio.protocol.desk_messages import CodeKind
from studio.ui.code.view import CodeView
from studio.ui.desk import Desk
from studio.ui.editors.states import set_state
from studio.ui.theme import ThemeManager
from studio.ui.workspace import Workspace

LATE_MS = 250
"""Code that is older than the document for longer than this is dimmed."""


class CodePage(QWidget):
    """Shows what the desk writes; the last good code stays, dimmed, if it cannot.

    Attributes:
        is_edited: whether a person changes the code; it stays as it is then.

    Signals:
        answered(): code is shown, or the sentence on why there is none.
    """

    answered = Signal()

    def __init__(
        self,
        kind: CodeKind,
        desk: Desk,
        workspace: Workspace,
        themes: ThemeManager,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        name = f"{kind}_code"
        self.setObjectName(name)
        self._kind, self._desk = kind, desk
        self._workspace = workspace
        self._source = Source("")
        self._refusal = ""
        self._is_current = False
        self._late = QTimer(self, singleShot=True, interval=LATE_MS)
        self._late.timeout.connect(self._on_late)
        self._stale = True
        self._choosing = False
        self.is_edited = False
        self.sentence = QLabel(self)
        self.sentence.setObjectName(f"{name}.sentence")
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.sentence.setContentsMargins(12, 8, 12, 8)
        set_state(self.sentence, "role", "banner")
        self.sentence.hide()
        self.view = CodeView(themes, self)
        self.view.setObjectName(f"{name}.code")
        self.view.setAccessibleName("Python code")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.sentence)
        column.addWidget(self.view)
        self.view.line_chosen.connect(self._on_line_chosen)
        desk.written.connect(self._on_written)

    @property
    def source(self) -> Source:
        """Code as it was last generated."""
        return self._source

    @property
    def is_refused(self) -> bool:
        """Whether there is no code of the document as it is."""
        return bool(self._refusal)

    def text(self) -> str:
        """The code to take away: as it is typed, or of the document as it is now.

        Raises:
            StudioError: there is none, with the sentence that is shown.
        """
        if self.is_edited:
            return self.view.toPlainText()
        self.bring_up_to_date()
        if self._refusal:
            raise StudioError(self._refusal)
        return self._source.text

    def forget(self) -> None:
        """Another document is open: its last good code is not this one's."""
        self._source = Source("")
        self.view.set_code("")

    def invalidate(self) -> None:
        """The document changed: what is shown may be out of date."""
        self._stale, self._is_current = True, False

    def refresh(self) -> None:
        """Have it written anew, if the document changed since."""
        if not self._stale or self.is_edited:
            return
        self._stale = False
        self._late.start()
        self._desk.write(self._kind)

    def bring_up_to_date(self) -> None:
        """Write it anew here and now, for what must not have older code."""
        if self._is_current or self.is_edited:
            return
        self._stale = False
        try:
            self._show(self._desk.code(self._kind))
        except StudioError as error:
            self._show(str(error))

    def _on_written(self, kind: CodeKind, made: Source | str) -> None:
        if kind is self._kind and not self._stale and not self.is_edited:
            self._show(made)

    def _show(self, made: Source | str) -> None:
        """Show the code, or the sentence that says why there is none."""
        self._late.stop()
        self._is_current = True
        self._refusal = made if isinstance(made, str) else ""
        self.say(self._refusal)
        self.view.set_dimmed(self.is_refused)
        if isinstance(made, Source):
            self._source = made
            self.view.set_code(made.text)
            self.show_selection(follow=False)
        self.answered.emit()

    def _on_late(self) -> None:
        self.view.set_dimmed(True)

    def say(self, sentence: str) -> None:
        """Show a sentence above the code; empty takes it away."""
        self.sentence.setText(sentence)
        self.sentence.setVisible(bool(sentence))

    def set_edited(self, edited: bool) -> None:
        """Let the code be changed by hand, or show the document's own again."""
        self.is_edited = edited
        self.view.set_editable(edited)
        if edited:
            self.view.light(())
            self.answered.emit()
            return
        self.invalidate()
        self.refresh()

    def show_error(self, sentence: str, line: int) -> None:
        """Say what is wrong with edited code, and mark the line; 0 marks none."""
        self.say(sentence)
        set_state(self.sentence, "severity", "error" if sentence else "")
        self.view.mark(line)
        if line:
            self.view.reveal(line)

    def show_selection(self, follow: bool = True) -> None:
        """Highlight the selected nodes' lines, and with `follow` scroll to them."""
        if self.is_edited:
            return
        lines = {
            line
            for node_id in self._workspace.selection
            for first, last in self._source.lines_of.get(node_id, ())
            for line in range(first, last + 1)
        }
        self.view.light(lines)
        if lines and follow and not self._choosing:
            self.view.reveal(min(lines))

    def _on_line_chosen(self, line: int) -> None:
        nodes = () if self.is_edited else self._source.nodes_at(line)
        if not nodes:
            return
        self._choosing = True
        try:
            self._workspace.select(nodes)
        finally:
            self._choosing = False
