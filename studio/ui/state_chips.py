"""What the toolbar's chips and the status bar say."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu

from studio.graph import commands
from studio.graph.data_kinds import data_kind
from studio.graph.problems import Severity
from studio.protocol.messages import Device
from studio.ui.engine_room import EngineRoom
from studio.ui.main_window import MainWindow
from studio.ui.workspace import Workspace

_AUTO = Device("auto", "Automatic")
_CPU = Device("cpu", "CPU")
_ALL = Device("all", "All GPUs")
_GIB = 2**30


class StateChips(QObject):
    """Model, data and device in the toolbar; engine and totals below."""

    def __init__(
        self, window: MainWindow, workspace: Workspace, engines: EngineRoom
    ) -> None:
        super().__init__(window)
        self._window, self._engines = window, engines
        self._workspace = workspace
        self._toolbar, self._status = window.toolbar, window.status
        self._menu = QMenu(window)
        self._menu.setObjectName("device_menu")
        self._menu.aboutToShow.connect(self._fill_devices)
        self._menu.triggered.connect(self._on_device)
        self._toolbar.device_chip.setMenu(self._menu)
        self._workspace.document_replaced.connect(self.refresh)
        self._workspace.document_edited.connect(self.refresh)
        self._workspace.results_changed.connect(self.refresh)
        self._workspace.data_changed.connect(self.refresh)
        for signal in (workspace.document_replaced, workspace.results_changed):
            signal.connect(self._show_totals)
        workspace.waiting_changed.connect(self._show_engine)
        engines.started.connect(self._on_started)
        self.refresh()

    def refresh(self) -> None:
        """Say how everything stands."""
        self._show_model()
        self._show_data()
        self._show_device()

    def _on_started(self) -> None:
        self._engines.engine.state_changed.connect(self._on_engine)
        self._engines.checker.state_changed.connect(self.refresh)
        self._on_engine()

    def _on_engine(self) -> None:
        self._show_engine()
        self.refresh()

    def _show_engine(self) -> None:
        """Say what the engine does, and what the model waits for."""
        is_ready = self._engines.is_started and self._engines.engine.state == "ready"
        waiting = self._workspace.waiting
        text = "Checking the model…" if is_ready and waiting else self._engine_text()
        self._status.show_engine(text or "Engine starting…", waiting)

    def _show_totals(self) -> None:
        self._status.show_totals(self._workspace.totals)

    def _show_model(self) -> None:
        chip = self._toolbar.model_chip
        state = self._engines.checker.state if self._engines.is_started else "starting"
        errors, warnings = self._counts()
        if errors:
            chip.show_state("error", _count(errors, "error"), "error")
        elif state == "starting":
            chip.show_state("busy", "Starting engine", "", self._engine_text())
        elif state == "off":
            chip.show_state("warning", "Engine is off", "warning", self._engine_text())
        elif state == "checking":
            chip.show_state("busy", "Checking")
        elif not self._workspace.document.graph.nodes:
            chip.show_state("info", "Empty")
        elif warnings:
            chip.show_state("warning", _count(warnings, "warning"), "warning")
        else:
            chip.show_state("ok", "Valid", "success", "Keras accepts this model")

    def _counts(self) -> tuple[int, int]:
        problems = self._workspace.problems
        errors = sum(p.severity is Severity.ERROR for p in problems)
        return errors, len(problems) - errors

    def _engine_text(self) -> str:
        return self._engines.engine.text if self._engines.is_started else ""

    def _show_data(self) -> None:
        source = self._workspace.document.setup.data
        kind = data_kind(source.kind)
        title = kind.title if kind else "Choose data"
        facts = self._workspace.data
        tip = f"{facts.title}: {facts.train:,} samples to train on" if facts else ""
        self._toolbar.data_chip.show_state("data", title, "", tip)

    def _show_device(self) -> None:
        wanted = self._workspace.document.setup.fit.device
        device = next((d for d in self._devices() if d.id == wanted), None)
        text = _device_text(device) if device else wanted
        if wanted == _AUTO.id:
            text = self._automatic()
        self._toolbar.device_chip.show_state("device", text)

    def _automatic(self) -> str:
        gpus = [d for d in self._devices() if d.id.startswith("gpu")]
        return _device_text(gpus[0]) if gpus else _CPU.name

    def _devices(self) -> list[Device]:
        told = self._engines.engine.ready if self._engines.is_started else None
        gpus = [d for d in told.devices if d.id.startswith("gpu")] if told else []
        return [_AUTO, _CPU, *gpus, *([_ALL] if len(gpus) > 1 else [])]

    def _fill_devices(self) -> None:
        self._menu.clear()
        group = QActionGroup(self._menu)
        wanted = self._workspace.document.setup.fit.device
        for device in self._devices():
            action = self._menu.addAction(_device_text(device))
            action.setData(device.id)
            action.setCheckable(True)
            action.setChecked(device.id == wanted)
            group.addAction(action)

    def _on_device(self, action: QAction) -> None:
        edit = commands.change_fit(self._workspace.document, device=action.data())
        self._workspace.edit(edit, "Choose device")


def _count(number: int, word: str) -> str:
    return f"{number} {word}" if number == 1 else f"{number} {word}s"


def _device_text(device: Device) -> str:
    if not device.memory:
        return device.name
    return f"{device.name} ({device.memory / _GIB:.0f} GB)"
