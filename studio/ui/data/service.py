"""Keeps the facts of the document's data true."""

from __future__ import annotations

import os
from dataclasses import replace
from enum import StrEnum
from pathlib import Path
from typing import NamedTuple

from PySide6.QtCore import QObject, QTimer, Signal

from studio.graph.changes import Change, SetupChanged
from studio.graph.commands import change_data
from studio.graph.data_kinds import data_kind
from studio.graph.edits import Edit
from studio.graph.feeds import Feeds, feeds_of, has_arrays
from studio.graph.setup import DataFacts, DataSource
from studio.project.approvals import Approvals
from studio.protocol.messages import (
    DataDescribed,
    DescribeData,
    Failed,
    Message,
    Status,
)
from studio.ui.data.choice import choice
from studio.ui.data.preview import Preview
from studio.ui.engine_bridge import EngineBridge
from studio.ui.workspace import Workspace

SETTLE_MS = 150
"""Edits closer together than this are described once."""


class DataState(StrEnum):
    """How much is known of the data."""

    NONE = "none"
    """No kind of data is chosen."""
    NO_FILE = "no_file"
    """The kind reads a file and none is chosen."""
    ASK = "ask"
    """The file may be read only once the user allows it."""
    BUSY = "busy"
    KNOWN = "known"
    FAILED = "failed"


class DataService(QObject):
    """Has the engine describe the data source after every change of it.

    Attributes:
        state: how much is known.
        facts: what the data holds; None while that is not known.
        error: why it could not be read; empty otherwise.
        preview: some samples; None while there are none.
        doing: what is being waited for, while `state` is ``busy``.
        fraction: how much of it is done, 0 to 1; None while that is not known.

    Signals:
        changed: any attribute is new.
    """

    changed = Signal()

    def __init__(
        self,
        workspace: Workspace,
        engine: EngineBridge,
        parent: QObject | None = None,
        approvals: Approvals | None = None,
    ) -> None:
        super().__init__(parent or workspace)
        self.state = DataState.NONE
        self.facts: DataFacts | None = None
        self.error = ""
        self.preview: Preview | None = None
        self.doing = ""
        self.fraction: float | None = None
        self._workspace = workspace
        self._engine = engine
        self._approvals = approvals or Approvals()
        self._asked: int | None = None
        self._described: _Wanted | None = None
        self._timer = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._timer.timeout.connect(self._ask)
        workspace.document_edited.connect(self._on_edited)
        workspace.document_replaced.connect(self._on_replaced)
        workspace.path_changed.connect(self.refresh)
        engine.message_received.connect(self._on_message)
        engine.state_changed.connect(self._on_engine_state)
        self._on_replaced()

    @property
    def engine(self) -> EngineBridge:
        """The engine that reads the data."""
        return self._engine

    @property
    def source(self) -> DataSource:
        """The data source of the document."""
        return self._workspace.document.setup.data

    @property
    def base(self) -> str:
        """Folder of the document; empty for one that was never saved."""
        path = self._workspace.path
        return str(path.parent) if path else ""

    @property
    def file(self) -> Path | None:
        """Absolute path of the data file; None where there is none."""
        file = self.source.file_from(Path(self.base or Path.home()))
        return file and Path(os.path.realpath(file))

    def choose_kind(self, kind: str) -> None:
        """Use another kind of data, as an undoable edit."""
        if kind == self.source.kind:
            return
        document = self._workspace.document
        edit = change_data(document, kind=kind, path="", options={})
        self._workspace.edit(edit, "Change data")

    def choose_file(self, path: Path) -> None:
        """Use this file or folder: the user picked it now, so it may be read."""
        self._choose(self.source.kind, path)

    def choose_pictures(self, folder: Path) -> None:
        """Use the pictures of a folder that the user picked now."""
        self._choose("images", folder)

    def _choose(self, kind: str, path: Path) -> None:
        self._approvals.allow(path)
        document, source = self._workspace.document, self.source
        chosen = choice(document, kind, path, Path(self.base) if self.base else None)
        is_same = path.resolve() == self.file and source.kind == kind
        if is_same:
            chosen["options"] = source.options
        elif self.takes_arrays and source.kind == kind:
            chosen["options"] = {}
        if is_same and source.path == chosen["path"]:
            self._start_over()
            return
        self._described = None
        self._workspace.edit(change_data(document, **chosen), "Choose data")

    @property
    def reads_folder(self) -> bool:
        """Whether the data is a folder, not a file."""
        kind = data_kind(self.source.kind)
        return kind is not None and kind.reads_folder

    @property
    def takes_arrays(self) -> bool:
        """Whether each input and output finds its array by name."""
        return feeds_of(self._workspace.document) is not None

    def allow_file(self) -> None:
        """The user saw the path and allows the file to be read."""
        if self.file:
            self._approvals.allow(self.file)
            self._start_over()

    def retry(self) -> None:
        """Read the data again, e.g. after the file was mended."""
        self._start_over()

    def refresh(self) -> None:
        """Look whether the data in use is another one now."""
        document = self._workspace.document
        seed, feeds = document.setup.fit.seed, feeds_of(document)
        wanted = _Wanted(self.source, seed, self.base, feeds)
        if wanted == self._described:
            return
        old, self._described = self._described, wanted
        if old is None or not old.has_samples_of(wanted):
            self.facts, self.preview = None, None
        self._asked = None
        self._timer.stop()
        self._look()

    def _look(self) -> None:
        file = self.file
        if self.source.kind == "none":
            self._set(DataState.NONE)
        elif self.source.reads_file and file is None:
            self._set(DataState.NO_FILE)
        elif file is not None and not self._approvals.allows(file):
            self._set(DataState.ASK)
        else:
            self._set(DataState.BUSY, doing=self._waiting_for())
            self._timer.start()

    def _start_over(self) -> None:
        self._described = None
        self.refresh()

    def _on_replaced(self) -> None:
        self._described = None
        self.facts, self.preview = None, None
        self.refresh()

    def _on_edited(self, edit: Edit, changes: tuple[Change, ...]) -> None:
        is_setup = any(isinstance(change, SetupChanged) for change in changes)
        # Each input and output may have an array of its own.
        if is_setup or has_arrays(self.source):
            self.refresh()

    def _ask(self) -> None:
        if self._engine.state != "ready":
            return  # Asked as soon as it is ready: see `_on_engine_state`.
        wanted = self._described
        if wanted is None:
            return
        self._asked = self._engine.next_request()
        self._engine.send(DescribeData(self._asked, *wanted))
        self._set(DataState.BUSY, doing=self._waiting_for())

    def _waiting_for(self) -> str:
        if self._engine.state != "ready":
            return self._engine.text
        file = self.file
        return f"Reading {file.name}…" if file else "Loading the data…"

    def _on_engine_state(self, state: str) -> None:
        if self.state is not DataState.BUSY:
            return
        self._asked = None
        if state == "ready":
            self._ask()
        else:
            self._set(DataState.BUSY, doing=self._waiting_for())

    def _on_message(self, message: Message) -> None:
        if isinstance(message, Status):
            if self._asked is not None and self.state is DataState.BUSY:
                self._set(
                    DataState.BUSY, doing=f"{message.text}…", fraction=message.fraction
                )
            return
        if not isinstance(message, DataDescribed | Failed):
            return
        if self._asked is None or message.request != self._asked:
            return
        self._asked = None
        if isinstance(message, DataDescribed):
            self.preview = Preview(message.shape, message.labels, message.payload)
            self.facts = message.facts
            self._set(DataState.KNOWN)
        else:
            self.facts, self.preview = None, None
            self._set(DataState.FAILED, error=message.text)

    def _set(
        self,
        state: DataState,
        *,
        doing: str = "",
        fraction: float | None = None,
        error: str = "",
    ) -> None:
        self.state, self.doing, self.error = state, doing, error
        self.fraction = fraction
        self._workspace.set_data(self.facts)
        self.changed.emit()


class _Wanted(NamedTuple):
    """What the engine is asked to describe."""

    source: DataSource
    seed: int
    base: str
    feeds: Feeds | None

    def has_samples_of(self, other: _Wanted) -> bool:
        """Whether the sources differ in nothing but the split and what takes what."""
        return self._unsplit() == other._unsplit()

    def _unsplit(self) -> tuple[DataSource, bool]:
        source = replace(self.source, validation_split=0, test_split=0, arrays={})
        return source, self.feeds is None
