"""Code edited by hand: from typing to an edit of the document."""

from __future__ import annotations

import ast
from collections.abc import Callable

from PySide6.QtCore import QObject

from studio.catalog.foreign import fingerprint
from studio.errors import StudioError
from studio.graph.document import Document
from studio.graph.edits import EditRefused
from studio.graph.setup import CodeStyle
from studio.importing.own_classes import own_text, with_own_classes
from studio.project.approvals import TrustedCode
from studio.ui.code.edit_bar import EditBar
from studio.ui.code.page import CodePage
from studio.ui.code.script_reader import ScriptReader
from studio.ui.workspace import Workspace

_SUBCLASS = (
    "A model of its own class cannot be drawn from its code. Choose the functional or "
    "the sequential style to edit the code here."
)

Consent = Callable[[str], bool]
"""Asks whether this text may be executed and applied."""


class CodeEditing(QObject):
    """Lets the code of a page be changed, and the document follow."""

    def __init__(
        self,
        page: CodePage,
        bar: EditBar,
        reader: ScriptReader,
        workspace: Workspace,
        may_execute: Consent,
    ) -> None:
        super().__init__(page)
        self._page, self._bar, self._reader = page, bar, reader
        self._workspace = workspace
        self._may_execute = may_execute
        self._allowed = self._foreign = False
        page.view.edit_wanted.connect(self.begin)
        page.view.foreign_pasted.connect(self._on_foreign_pasted)
        page.view.apply_wanted.connect(self.apply)
        bar.applied.connect(self.apply)
        bar.discarded.connect(self.discard)
        reader.read.connect(self._on_read)
        reader.failed.connect(self._on_failed)
        workspace.document_replaced.connect(self._on_document_replaced)

    @property
    def is_on(self) -> bool:
        """Whether the code is being edited."""
        return self._page.is_edited

    def begin(self) -> None:
        """Let the code be edited, if its style can be read back."""
        if self.is_on:
            return
        if self._workspace.document.setup.code.style is CodeStyle.SUBCLASS:
            self._page.say(_SUBCLASS)
            return
        self._page.bring_up_to_date()
        self._page.set_edited(True)
        self._bar.show_edited()
        self._bar.show()

    def discard(self) -> None:
        """Show the document's own code again."""
        self._reader.stop()
        self._end()

    def apply(self) -> None:
        """Execute the code, after trust, and let the document follow."""
        if not self.is_on or self._reader.is_busy:
            return
        text = self._page.view.toPlainText()
        self._page.show_error("", 0)
        if text == self._page.source.text:
            self._end()
            return
        try:
            ast.parse(text)
        except (SyntaxError, ValueError) as error:
            reason = getattr(error, "msg", None) or str(error)
            line = getattr(error, "lineno", None) or 1
            self._page.show_error(f"Line {line}: {reason}.", line)
            return
        try:
            if not self._is_trusted(text):
                return
        except StudioError as error:
            self._page.show_error(str(error), 0)
            return
        self._bar.show_busy()
        self._reader.start(text, self._workspace.catalog)

    def _is_trusted(self, text: str) -> bool:
        """Ask once for a document, and again for text that was pasted.

        What is typed into code that was allowed is by the same person.
        """
        trusted = TrustedCode()
        if self._allowed or trusted.trusts(text):
            return True
        if not self._foreign and trusted.trusts(self._page.source.text):
            return True
        if not self._may_execute(text):
            return False
        trusted.trust(text)
        self._allowed, self._foreign = True, False
        return True

    def _on_read(self, imported: Document) -> None:
        from studio.importing.merge import merged

        workspace = self._workspace
        code = workspace.document.setup.code
        text, generated = self._page.view.toPlainText(), self._page.source.text
        custom = own_text(text, generated, code.custom)
        try:
            if custom:
                imported = with_own_classes(imported, custom)
                TrustedCode().trust(fingerprint(custom, code.modules))
            edit = merged(workspace.document, imported, workspace.catalog)
            if edit.edits:
                workspace.edit(edit)
            self._end()
            # Another day this code is where typing starts, and need not be read again.
            TrustedCode().trust(self._page.source.text)
        except (EditRefused, StudioError) as error:
            self._on_failed(str(error), 0)

    def _on_failed(self, text: str, line: int) -> None:
        self._bar.show_edited()
        where = f"Line {line}: " if line else ""
        self._page.show_error(f"{where}{text}", line)

    def _end(self) -> None:
        self._bar.hide()
        self._page.show_error("", 0)
        self._page.set_edited(False)

    def _on_foreign_pasted(self) -> None:
        self._allowed, self._foreign = False, True

    def _on_document_replaced(self) -> None:
        self._allowed = self._foreign = False
        if self.is_on:
            self.discard()
