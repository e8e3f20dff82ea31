"""What the inspector shows for one kind of selection."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from studio.ui.editors.states import set_state
from studio.ui.theme import ThemeManager
from studio.ui.workspace import Workspace


class Page(QWidget):
    """A column of the inspector. It is refreshed, never rebuilt, by edits."""

    def __init__(
        self, workspace: Workspace, themes: ThemeManager, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.workspace = workspace
        self.themes = themes
        self.setObjectName("inspector_page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(12, 12, 8, 12)
        self.column.setSpacing(12)

    def event(self, event: QEvent) -> bool:
        """Grow with the text that wraps; a scroll area does not ask for it."""
        result = super().event(event)
        if event.type() in (QEvent.Type.LayoutRequest, QEvent.Type.Resize):
            self.setMinimumHeight(self.column.totalHeightForWidth(self.width()))
        return result

    def refresh(self) -> None:
        """Show what the document and Keras say now, leaving focus and cursor."""
        raise NotImplementedError

    def first_field(self) -> QWidget | None:
        """Widget that gets the focus when the user asks to edit."""
        return None

    def field(self, name: str) -> QWidget | None:
        """Widget in which a parameter is edited; None where there is none."""
        return None


def make_label(name: str, role: str = "", parent: QWidget | None = None) -> QLabel:
    """Wrapping label of plain text in a role of the style sheet."""
    label = QLabel(parent)
    label.setObjectName(name)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    if role:
        set_state(label, "role", role)
    return label
