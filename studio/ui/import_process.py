"""A process that reads a foreign file: whatever is in it, the window goes on."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, Signal

from studio.graph.model import Flow
from studio.runtime.launch import command_launch

_DIED = (
    "The file could not be read: the process that reads it ended by itself. The file "
    "is damaged; save the model again."
)


@dataclass(frozen=True, slots=True)
class ReadModel:
    """A model that was read: a project in a temporary folder."""

    label: str
    file: Path
    warnings: tuple[str, ...]


class ImportProcess(QObject):
    """Runs ``studio import`` for one file.

    Signals:
        read(list[ReadModel]): the models in it; the files are there until `close`.
        failed(str): a sentence on why there are none.
    """

    read = Signal(object)
    failed = Signal(str)

    def __init__(self, source: Path, flow: Flow, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._launch = command_launch(
            "import", str(source), "--flow", flow.value, "--all", "--json", "-o"
        )
        self._target = self._launch.folder / "models"
        self._process = QProcess(self)
        self._process.finished.connect(self._on_finished)
        self._process.errorOccurred.connect(self._on_error)

    def start(self) -> None:
        """Start the process."""
        environment = QProcessEnvironment()
        for name, value in self._launch.environment.items():
            environment.insert(name, value)
        self._process.setProcessEnvironment(environment)
        self._process.setWorkingDirectory(str(self._launch.folder))
        self._process.start(
            self._launch.program, [*self._launch.arguments, str(self._target)]
        )

    def close(self) -> None:
        """End the process and remove what it wrote."""
        self._process.blockSignals(True)
        if self._process.state() is not QProcess.ProcessState.NotRunning:
            self._process.kill()
            self._process.waitForFinished(2000)
        self._launch.discard()

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error is QProcess.ProcessError.FailedToStart:
            self.failed.emit(f"The file could not be read: {self._errors()}")

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        text = self._process.readAllStandardOutput().toStdString().strip()
        try:
            answer = json.loads(text) if text else {}
        except ValueError:
            answer = {}
        if (
            status is QProcess.ExitStatus.NormalExit
            and code == 0
            and "models" in answer
        ):
            self.read.emit([_model(row) for row in answer["models"]])
        else:
            self.failed.emit(str(answer.get("error") or _DIED))

    def _errors(self) -> str:
        return self._process.errorString().rstrip(".") + "."


def _model(row: dict[str, object]) -> ReadModel:
    warnings = row["warnings"]
    texts = warnings if isinstance(warnings, list) else []
    return ReadModel(str(row["label"]), Path(str(row["file"])), tuple(map(str, texts)))
