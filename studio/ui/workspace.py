"""The open document and all that belongs to it. Panels talk to it alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from itertools import takewhile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QUndoStack

from studio import paths
from studio.catalog.spec import Catalog
from studio.graph.changes import Change
from studio.graph.data_kinds import data_kind
from studio.graph.document import Document
from studio.graph.edits import Compound, Edit
from studio.graph.kept_feeds import keeping_feeds
from studio.graph.memory import TrainingDevice
from studio.graph.model import Node
from studio.graph.naming import UNTITLED
from studio.graph.ports import Ports
from studio.graph.problem_nodes import by_node
from studio.graph.problems import Problem
from studio.graph.scoping import changes_inside, scoped
from studio.graph.setup import DataFacts
from studio.project.library import Library
from studio.protocol.messages import NodeFacts
from studio.protocol.told_ports import ToldPorts
from studio.ui.block_shelf import BlockShelf
from studio.ui.heat import HeatMap
from studio.ui.undo import EditCommand

if TYPE_CHECKING:
    from studio.runtime.totals import Measure, Total


class Workspace(QObject):
    """The open document, its undo stack, selection, facts and problems.

    Attributes:
        problems: what is wrong and wanted to be heard of.
        silenced: warnings that the document silences.
        waiting: what is waited for before all problems are known; blank for nothing.
        highlight: nodes that are pointed at for a moment.
        device: where training would run, once the engine has told.
        heat: a column of the analyzer to show on the canvas.
        here: what is in view: the document, or the inside of one of its blocks.
        path_inside: ids of the blocks that lead to it.
        shelf: blocks kept for other models.

    Signals:
        document_replaced: `document` is another object; rebuild everything.
        document_edited(Edit, tuple of Change): after every edit, undo and redo.
        here_edited(tuple of Change): what of it happened in the graph in view.
        scope_changed: `here` is another graph, or wholly another one.
        selection_changed: `selection` holds other node ids.
        results_changed: `facts` or `problems` are new.
        waiting_changed: `waiting` is another sentence.
        catalog_changed: Keras was read anew; `catalog` is another one.
        path_changed: the document has another file name, or title.
        data_changed: `data` holds other facts, or none.
        highlight_changed: `highlight` holds other node ids.
        heat_changed: `heat` is another one, or none.
    """

    document_replaced = Signal()
    document_edited = Signal(object, object)
    here_edited = Signal(object)
    scope_changed = Signal()
    selection_changed = Signal()
    results_changed = Signal()
    waiting_changed = Signal()
    catalog_changed = Signal()
    path_changed = Signal()
    data_changed = Signal()
    highlight_changed = Signal()
    heat_changed = Signal()

    def __init__(self, catalog: Catalog, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.catalog = catalog
        self.shelf = BlockShelf(Library(paths.library()), self)
        self.undo_stack = QUndoStack(self)
        self.path: Path | None = None
        self.title = UNTITLED
        self.document = self.here = Document()
        self.path_inside: tuple[str, ...] = ()
        self.selection: frozenset[str] = frozenset()
        self.facts: Mapping[str, NodeFacts] = {}
        self.problems: tuple[Problem, ...] = ()
        self.silenced: tuple[Problem, ...] = ()
        self.waiting = ""
        self._by_node: Mapping[str, list[Problem]] = {}
        self._totals: tuple[int, Mapping[Measure, Total]] | None = None
        self.data: DataFacts | None = None
        self.highlight: frozenset[str] = frozenset()
        self.heat: HeatMap | None = None
        self.device: TrainingDevice | None = None
        self._unsubscribe = self.document.subscribe(self._on_document_edited)

    def edit(self, edit: Edit, text: str = "", gesture: str | None = None) -> None:
        """Apply `edit` as one undo step named `text`.

        Settings of inputs and outputs stay with them (`keeping_feeds`). Edits in a
        row with the same `gesture` id become one step.

        Raises:
            EditRefused: the edit does not fit; nothing was changed.
        """
        if not text and isinstance(edit, Compound):
            text = edit.name
        whole = keeping_feeds(self.document, edit, self._arrays())
        self.undo_stack.push(EditCommand(self.document, whole, text, gesture))

    def edit_here(self, edit: Edit, text: str = "", gesture: str | None = None) -> None:
        """Apply an edit that was made for `here`, like `edit`.

        Raises:
            EditRefused: the edit does not fit; nothing was changed.
        """
        self.edit(scoped(edit, self.block_here), text, gesture)

    @property
    def block_here(self) -> str | None:
        """Id of the block whose inside is in view; None for the model itself."""
        return self.path_inside[-1] if self.path_inside else None

    def enter(self, block_id: str) -> None:
        """Look at the inside of a block that is in view."""
        self._look((*self.path_inside, block_id))

    def leave(self, depth: int | None = None) -> None:
        """Look at what is around: one step out, or out to `depth` blocks."""
        self._look(self.path_inside[: -1 if depth is None else depth])

    def show_block(self, block_id: str | None) -> None:
        """Look at the inside of a block wherever it is; None is the model itself."""
        path: tuple[str, ...] = ()
        own = {d.block for d in self.document.graph.definitions.values()}
        blocks = self.document.blocks
        while block_id in blocks and block_id is not None:
            path = (block_id, *path)
            if block_id in own:
                break
            around = (b.id for b in blocks.values() if path[0] in b.uses())
            block_id = next(around, None)
        if path != self.path_inside:
            self._look(path)

    @property
    def folder(self) -> Path:
        """Folder that the document's own paths start from."""
        return self.path.parent if self.path else Path.home()

    def replace_document(
        self, document: Document, path: Path | None, title: str = UNTITLED
    ) -> None:
        """Show another document; the undo stack starts empty."""
        self._unsubscribe()
        self.undo_stack.clear()
        self.document = self.here = document
        self.path_inside = ()
        self._unsubscribe = document.subscribe(self._on_document_edited)
        self.path, self.title = path, title
        self.selection = frozenset()
        self.facts, self.problems, self.silenced = {}, (), ()
        self._by_node = {}
        self._totals = None
        self.data = None
        self.document_replaced.emit()
        self.selection_changed.emit()
        self.results_changed.emit()
        self.path_changed.emit()

    def set_file(self, path: Path, title: str) -> None:
        """Tell where the document was saved, and under which title."""
        if (path, title) != (self.path, self.title):
            self.path, self.title = path, title
            self.path_changed.emit()

    def select(self, node_ids: Collection[str]) -> None:
        """Select these nodes and no others."""
        wanted = frozenset(node_ids) & self.here.graph.nodes.keys()
        if wanted != self.selection:
            self.selection = wanted
            self.selection_changed.emit()

    def set_results(
        self, facts: Mapping[str, NodeFacts], problems: Iterable[Problem]
    ) -> None:
        """Show what Keras and the rules say of the document now."""
        found = tuple(problems)
        self.facts = facts
        self.problems = tuple(p for p in found if not p.silenced)
        self.silenced = tuple(p for p in found if p.silenced)
        self._by_node = by_node(self.document, self.problems)
        self._totals = None
        self.results_changed.emit()

    @property
    def totals(self) -> Mapping[Measure, Total]:
        """Sums over the document; several panels show them, they are counted once."""
        from studio.runtime.totals import model_totals

        revision = self.document.revision
        if self._totals is None or self._totals[0] != revision:
            self._totals = revision, model_totals(self.document, self.facts)
        return self._totals[1]

    def set_waiting(self, text: str) -> None:
        """Tell what is waited for before all problems are known."""
        if text != self.waiting:
            self.waiting = text
            self.waiting_changed.emit()

    def set_highlight(self, node_ids: Collection[str]) -> None:
        """Point at nodes for a moment, for example those a repair would change."""
        wanted = frozenset(node_ids) & self.here.graph.nodes.keys()
        if wanted != self.highlight:
            self.highlight = wanted
            self.highlight_changed.emit()

    def set_heat(self, heat: HeatMap | None) -> None:
        """Show a column of the analyzer on the canvas, or none."""
        if heat != self.heat:
            self.heat = heat
            self.heat_changed.emit()

    def set_data(self, facts: DataFacts | None) -> None:
        """Know what the data source holds; None while it is not known."""
        if facts != self.data:
            self.data = facts
            self.data_changed.emit()

    def ports_of(self, node: Node, layer_class: str | None) -> Ports:
        """Ports as the catalog knows them, and the outputs that Keras found."""
        ports = ToldPorts(self.document, self.catalog, self.facts)
        return ports.ports_of(node, layer_class)

    def set_catalog(self, catalog: Catalog) -> None:
        """Use another catalog."""
        self.catalog = catalog
        self.catalog_changed.emit()

    def problems_of(self, node_id: str) -> list[Problem]:
        """Problems of a node, and of what is in the block it stands for."""
        return list(self._by_node.get(node_id, ()))

    def silenced_of(self, node_id: str) -> list[Problem]:
        """Problems of a node that the document silences."""
        return [p for p in self.silenced if p.node == node_id]

    def _arrays(self) -> tuple[str, ...]:
        """Names of the arrays that the data has, as far as they are known."""
        kind = data_kind(self.document.setup.data.kind)
        return self.data.arrays if self.data else kind.arrays if kind else ()

    def _on_document_edited(self, edit: Edit, changes: tuple[Change, ...]) -> None:
        inside = changes_inside(changes, self.block_here)
        path = tuple(takewhile(self.document.blocks.__contains__, self.path_inside))
        elsewhere = path != self.path_inside or inside is None
        self._set_path(path)
        self.document_edited.emit(edit, changes)
        if elsewhere:
            self.scope_changed.emit()
        else:
            self.here_edited.emit(inside)
        if self.selection - self.here.graph.nodes.keys():
            self.select(self.selection)

    def _look(self, path: tuple[str, ...]) -> None:
        self._set_path(path)
        self.selection = frozenset()
        self.scope_changed.emit()
        self.selection_changed.emit()

    def _set_path(self, path: tuple[str, ...]) -> None:
        self.path_inside = path
        self.here = self.document.inside(self.block_here)
