"""Which array each input and output takes."""

from __future__ import annotations

from PySide6.QtWidgets import QFormLayout, QWidget

from studio.graph.commands import change_data
from studio.graph.data_kinds import data_kind
from studio.graph.feeds import Feed, Feeds, feeds_of
from studio.ui.data.file_peek import array_names
from studio.ui.data.service import DataService
from studio.ui.editors.quiet_combo import QuietCombo, fill
from studio.ui.workspace import Workspace


class ArraysForm(QWidget):
    """A row for each input and output, with the arrays to choose from."""

    def __init__(
        self, workspace: Workspace, service: DataService, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._service = service
        self._rows: dict[str, QuietCombo] = {}
        self._shown: Feeds | None = None
        self._form = QFormLayout(self)
        self._form.setContentsMargins(0, 0, 0, 0)

    def refresh(self, may_look: bool) -> None:
        """Show what the model takes; a file is looked into only if it `may` be."""
        feeds = feeds_of(self._workspace.document)
        names = self._names() if feeds and may_look else []
        self.setVisible(bool(names))
        if feeds is None:
            return
        if _titles(feeds) != _titles(self._shown):
            self._make_rows(feeds)
        self._shown = feeds
        choices = {name: name for name in names}
        for feed in (*feeds.inputs, *feeds.outputs):
            fill(self._rows[feed.id], choices, feed.array)

    def _names(self) -> list[str]:
        source, file = self._service.source, self._service.file
        kind = data_kind(source.kind)
        if kind is not None and kind.arrays:
            return list(kind.arrays)
        return array_names(file) if file else []

    def _make_rows(self, feeds: Feeds) -> None:
        while self._form.rowCount():
            self._form.removeRow(0)
        self._rows.clear()
        for what, group in (("Input", feeds.inputs), ("Output", feeds.outputs)):
            for feed in group:
                self._form.addRow(f"{what} {_name(feed)}", self._combo(what, feed))

    def _combo(self, what: str, feed: Feed) -> QuietCombo:
        combo = QuietCombo(self)
        combo.setObjectName(f"data.array.{feed.id}")
        combo.setAccessibleName(f"Array of the {what.lower()} {_name(feed)}")
        combo.activated.connect(self._on_chosen)
        self._rows[feed.id] = combo
        return combo

    def _on_chosen(self, index: int) -> None:
        assert self._shown is not None
        for feed in (*self._shown.inputs, *self._shown.outputs):
            if self._rows[feed.id] is self.sender():
                self._choose(feed, self._rows[feed.id].itemData(index))

    def _choose(self, feed: Feed, array: str) -> None:
        document = self._workspace.document
        arrays = {k: v for k, v in document.setup.data.arrays.items() if k != feed.id}
        if array != feed.name:
            arrays[feed.id] = array
        if arrays != document.setup.data.arrays:
            edit = change_data(document, arrays=arrays)
            self._workspace.edit(edit, f"Choose the array of {_name(feed)}")


def _name(feed: Feed) -> str:
    return feed.name or feed.node


def _titles(feeds: Feeds | None) -> list[list[tuple[str, str]]]:
    parts = (feeds.inputs, feeds.outputs) if feeds else ()
    return [[(feed.id, feed.name) for feed in part] for part in parts]
