"""What the actions do."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from studio import paths
from studio.graph.model import Flow
from studio.ui import motion
from studio.ui.dialogs.questions import Questions
from studio.ui.documents import Documents
from studio.ui.engine_room import EngineRoom
from studio.ui.folding import fold_edit
from studio.ui.main_window import MainWindow
from studio.ui.panel_actions import PANELS
from studio.ui.theme import Mode
from studio.ui.workbench import Workbench

_PICTURES = "SVG picture (*.svg);;PNG picture (*.png);;PDF document (*.pdf)"


class WindowCommands(QObject):
    """Binds every action of the table to what it does."""

    def __init__(
        self,
        window: MainWindow,
        documents: Documents,
        engines: EngineRoom,
        workbench: Workbench,
        questions: Questions,
    ) -> None:
        super().__init__(window)
        self._window, self._documents = window, documents
        self._engines, self._workbench = engines, workbench
        self._questions = questions
        self._workspace = workbench.workspace
        stack = self._workspace.undo_stack
        window.verbs.bind(
            {
                "file.new": documents.new,
                "file.examples": documents.close,
                "file.open": documents.choose_and_open,
                "file.import": documents.choose_and_import,
                "file.save": documents.save,
                "file.save_as": documents.save_as,
                "file.close": documents.close,
                "file.export": self._on_export,
                "file.picture": self._on_picture,
                "file.quit": window.close,
                "edit.undo": stack.undo,
                "edit.redo": stack.redo,
                "edit.fold": self._on_fold,
                "view.search": self._on_search,
                "view.code": self._on_code,
                "view.theme_system": self._on_system,
                "view.theme_light": self._on_light,
                "view.theme_dark": self._on_dark,
                "view.reduce_motion": self._on_reduce_motion,
                "view.reset_panels": window.reset_panels,
                "help.shortcuts": self._on_shortcuts,
                "help.log": self.open_log_folder,
                "help.about": self._on_about,
            }
        )
        self._bind_model()
        window.verbs.bind({f"go.{name}": partial(self._go, name) for name in PANELS})
        workbench.canvas_made.connect(self._on_canvas_made)
        code = window.verbs["view.code"]
        code.setChecked(window.center.is_code_shown)
        window.center.code_shown.connect(code.setChecked)
        window.verbs[f"view.theme_{window.themes.mode}"].setChecked(True)
        motion.set_reduced(window.settings.reduces_motion)
        window.verbs["view.reduce_motion"].setChecked(window.settings.reduces_motion)

    def _bind_model(self) -> None:
        self._window.verbs.bind(
            {
                "model.train": self._on_train,
                "model.stop": self._on_stop,
                "model.check": self._on_check,
                "model.next_problem": self._on_next_problem,
                "model.previous_problem": self._on_previous_problem,
                "model.fix_problem": self._on_fix_problem,
                "model.fix_safe": self._workbench.fix_safe,
            }
        )

    def open_log_folder(self) -> None:
        """Show the log files in the system's file manager."""
        folder = paths.logs()
        folder.mkdir(parents=True, exist_ok=True)
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))

    def _on_canvas_made(self) -> None:
        canvas = self._workbench.canvas
        if canvas is None:
            return
        from studio.ui.canvas.slots import canvas_slots

        self._window.verbs.bind(canvas_slots(canvas))
        self._documents.flow = self._window.settings.flow
        chosen = {f"view.{flow.value}": partial(self._on_flow, flow) for flow in Flow}
        self._window.verbs.bind(chosen)
        canvas.tidying.given_up.connect(self._show_flow)
        shown = self._window.settings.shows_map
        canvas.minimap.set_wanted(shown)
        self._window.verbs["view.minimap"].setChecked(shown)
        self._window.verbs.bind({"view.minimap": self._on_map})

    def _go(self, name: str) -> None:
        if name != "canvas":
            self._window.docks.focus(name)
        elif self._workbench.canvas:
            self._workbench.canvas.setFocus()

    def _show_flow(self) -> None:
        """Mark the direction that the document has, not the one it would have got."""
        flow = self._workspace.document.setup.canvas.flow
        self._window.verbs[f"view.{flow.value}"].setChecked(True)

    def _on_flow(self, flow: Flow) -> None:
        self._documents.flow = self._window.settings.flow = flow

    def _on_map(self, shown: bool) -> None:
        self._window.settings.shows_map = shown
        if self._workbench.canvas:
            self._workbench.canvas.minimap.set_wanted(shown)

    def _on_search(self) -> None:
        self._window.docks.reveal("layers")
        if self._workbench.palette:
            self._workbench.palette.focus_search()

    def _on_fold(self) -> None:
        workspace = self._workspace
        edit = fold_edit(workspace.document, workspace.catalog)
        if edit is None:
            self._window.notifications.info(
                "Nothing in this graph repeats, so there is nothing to fold."
            )
            return
        workspace.edit(edit)
        if self._workbench.canvas is not None:
            self._workbench.canvas.begin()

    def _on_code(self, shown: bool) -> None:
        self._window.center.show_code(shown)

    def _on_system(self) -> None:
        self._set_mode("system")

    def _on_light(self) -> None:
        self._set_mode("light")

    def _on_dark(self) -> None:
        self._set_mode("dark")

    def _set_mode(self, mode: Mode) -> None:
        self._window.themes.set_mode(mode)
        self._window.settings.mode = mode

    def _on_reduce_motion(self, reduced: bool) -> None:
        motion.set_reduced(reduced)
        self._window.settings.reduces_motion = reduced

    def _on_train(self) -> None:
        if self._engines.is_started:
            self._window.docks.reveal("training")
            self._engines.trainer.start()

    def _on_stop(self) -> None:
        if self._engines.is_started:
            self._engines.trainer.stop()

    def _on_check(self) -> None:
        self._window.docks.reveal("problems")
        if self._engines.is_started:
            self._engines.engine.restart()

    def _on_next_problem(self) -> None:
        self._window.docks.reveal("problems")
        if self._workbench.problems:
            self._workbench.problems.next_problem()

    def _on_previous_problem(self) -> None:
        self._window.docks.reveal("problems")
        if self._workbench.problems:
            self._workbench.problems.previous_problem()

    def _on_fix_problem(self) -> None:
        self._window.docks.reveal("problems")
        if self._workbench.problems:
            self._workbench.problems.offer_fixes()

    def _on_export(self) -> None:
        from studio.ui.export_dialog import ExportDialog

        if self._engines.is_started:
            dialog = ExportDialog(self._workspace, self._engines.trainer)
            dialog.setParent(self._window, dialog.windowFlags())
            dialog.open()

    def _on_picture(self) -> None:
        from studio.errors import StudioError
        from studio.ui.canvas.picture import save_picture

        workspace, notifications = self._workspace, self._window.notifications
        name = (
            workspace.path.stem if workspace.path else self._documents.title
        ) or "model"
        path = self._questions.save_path(
            workspace.folder / f"{name}.svg", _PICTURES, "Save a picture"
        )
        if path is None:
            return
        try:
            save_picture(
                workspace.document,
                workspace.catalog,
                workspace.facts,
                path,
                self._window.themes.theme,
                workspace.problems,
                workspace.here,
            )
        except StudioError as error:
            notifications.error(str(error))
            return
        notifications.info(f"Saved the picture as “{path}”.")

    def _on_shortcuts(self) -> None:
        from studio.ui.dialogs.shortcuts import ShortcutsDialog

        ShortcutsDialog(self._window).open()

    def _on_about(self) -> None:
        from studio.ui.dialogs.about import AboutDialog

        ready = self._engines.engine.ready if self._engines.is_started else None
        AboutDialog(self._window, ready).open()
