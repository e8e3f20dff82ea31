"""What belongs to the window besides its frame, and how it is joined."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from studio.catalog.spec import Catalog
from studio.errors import StudioError
from studio.graph.document import Document
from studio.ui.closed_folders import ClosedFolders
from studio.ui.code_paste import CodePaste
from studio.ui.dialogs.questions import Questions
from studio.ui.documents import Documents
from studio.ui.enabling import Enabling
from studio.ui.engine_room import EngineRoom
from studio.ui.importer import Importer
from studio.ui.log_panel import LogPanel
from studio.ui.main_window import MainWindow
from studio.ui.notifications import Notifications
from studio.ui.own_layers import OwnLayers
from studio.ui.recovery_offer import RecoveryOffer
from studio.ui.rest_collector import RestCollector
from studio.ui.state_chips import StateChips
from studio.ui.training_view import TrainingView
from studio.ui.unpacker import Unpacker
from studio.ui.weights import WeightsLoader
from studio.ui.window_commands import WindowCommands
from studio.ui.workbench import Workbench
from studio.ui.workspace import Workspace


class Assembly(QObject):
    """Document, engines and panels of one window.

    Attributes:
        workspace, documents, engines, workbench: the parts.
    """

    def __init__(self, window: MainWindow, notifications: Notifications) -> None:
        super().__init__(window)
        self._window, self._notifications = window, notifications
        self._path: Path | None = None
        self._shown: Document | None = None
        self.workspace = Workspace(Catalog("", ()), self)
        self._questions = Questions(window)
        self.documents = Documents(self.workspace, notifications, self._questions)
        self.engines = EngineRoom(self.workspace, notifications)
        self.workbench = Workbench(window, self.workspace, self.engines)
        self._collector = RestCollector(self.workspace)
        self._join()

    def start(self, path: Path | None) -> None:
        """Make the panels, and open `path` as soon as it can be shown."""
        self._path = path
        self._collector.watch(self._window.windowHandle())
        self.workbench.start()

    def stop(self) -> None:
        """End engines and panels; the safety copy stays if work is unsaved."""
        self._importer.stop()
        self._closed.stop()
        self.workbench.stop()
        self.engines.stop()
        # The stack's destructor still tells of changes; its listeners are gone then.
        self.workspace.undo_stack.blockSignals(True)

    def _join(self) -> None:
        window, documents = self._window, self.documents
        log = LogPanel(self._notifications, window.themes)
        window.docks.fill("log", log)
        enabling = Enabling(window.verbs, self.workspace, documents)
        StateChips(window, self.workspace, self.engines)
        TrainingView(window, enabling, self.engines)
        WindowCommands(window, documents, self.engines, self.workbench, self._questions)
        self._closed = ClosedFolders(
            self.workspace, self._notifications, self._questions
        )
        self._importer = Importer(documents, self._notifications, self._questions)
        unpacker = Unpacker(self.workspace, self.engines, self._notifications)
        own = OwnLayers(
            self.workspace,
            self.engines,
            self._notifications,
            self._questions,
            window.themes,
        )
        window.verbs.bind(
            {"block.unpack": unpacker.unpack, "edit.own_layers": own.write}
        )
        weights = WeightsLoader(
            self.workspace, self._notifications, self._questions, window.verbs
        )
        self.workbench.weights_chosen.connect(weights.load)
        self._recoveries = RecoveryOffer(window, documents, self._notifications)
        window.guard_close(self._may_close)
        window.leaving.connect(documents.discard_copy)
        window.file_dropped.connect(self._on_path)
        window.folder_dropped.connect(self._on_folder)
        window.menus.recent_requested.connect(self._on_path)
        window.start_page.path_requested.connect(self._on_path)
        window.start_page.example_requested.connect(documents.open_example)
        documents.changed.connect(self._on_document)
        documents.recent_changed.connect(self._on_recent)
        self.workspace.catalog_changed.connect(self._on_catalog)
        self.workbench.canvas_made.connect(self._on_canvas_made)
        self.workbench.finished.connect(self._recoveries.look)

    def _on_canvas_made(self) -> None:
        if self.workbench.canvas is not None:
            CodePaste(self.workbench.canvas, self._importer, self._notifications)
        if self._path is not None and not self.documents.open(self._path):
            self._on_document()
        self._fill_start_page()

    def _fill_start_page(self) -> None:
        from studio.project.examples import list_examples
        from studio.ui.start.page import make_cards

        self._on_recent()
        try:
            cards = make_cards(
                list_examples(), self.workspace.catalog, self._window.themes
            )
        except StudioError as error:
            self._notifications.error(str(error))
            return
        self._window.start_page.show_examples(cards)

    def _on_document(self) -> None:
        documents = self.documents
        self._window.show_document(
            documents.is_open, documents.title, documents.is_modified
        )
        if documents.is_open and self.workspace.document is not self._shown:
            self._shown = self.workspace.document
            if self.workbench.canvas:
                self.workbench.canvas.setFocus()

    def _on_recent(self) -> None:
        recent = [entry.path for entry in self.documents.recent()]
        self._window.menus.show_recent(recent)
        self._window.start_page.show_recent(recent)

    def _on_path(self, path: str) -> None:
        self.documents.open(Path(path))

    def _on_folder(self, path: str) -> None:
        """Learn from the pictures of a folder; in a new model, if none is open."""
        if not self.engines.is_started:
            text = "Studio is still starting. Drop the folder again in a moment."
            self._notifications.info(text)
        elif self.documents.is_open or self.documents.new():
            self.engines.data.choose_pictures(Path(path))
            self._window.docks.reveal("data")

    def _on_catalog(self) -> None:
        self._window.start_page.show_catalog(self.workspace.catalog)

    def _may_close(self) -> bool:
        if not self.documents.may_leave():
            return False
        return not self.engines.is_training or self._questions.stop_training()
