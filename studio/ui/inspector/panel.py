"""The inspector: a page for what is selected."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from studio.catalog.overlay import load_overlay
from studio.graph.changes import Change, is_drawing
from studio.graph.edits import Edit
from studio.graph.model import NodeKind
from studio.ui.editors.section import Section
from studio.ui.inspector.node_page import NodePage
from studio.ui.inspector.output_page import OutputPage
from studio.ui.inspector.page import Page
from studio.ui.inspector.several_page import SeveralPage
from studio.ui.inspector.summary_page import SummaryPage
from studio.ui.theme import ThemeManager
from studio.ui.workspace import Workspace

PageKey = tuple[object, ...]


class InspectorPanel(QWidget):
    """Shows and edits the selection: the model, one node or several.

    A page is built when the selection or a selected layer's class changes;
    every other change only refreshes it, so typing is never disturbed.
    """

    def __init__(
        self,
        workspace: Workspace,
        themes: ThemeManager,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("inspector")
        self.setAccessibleName("Inspector")
        self._workspace = workspace
        self._themes = themes
        self._overlay = load_overlay()
        self._key: PageKey = ()
        self._generation = 0
        self._unfolded: set[str] = set()
        self._page: Page = SummaryPage(workspace, themes)
        self._scroll = QScrollArea(self)
        self._scroll.setObjectName("inspector_scroll")
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._scroll)
        self._scroll.setWidget(self._page)
        self._key = self._wanted_key()
        workspace.selection_changed.connect(self._refresh)
        workspace.results_changed.connect(self._refresh)
        workspace.document_replaced.connect(self._on_replaced)
        workspace.catalog_changed.connect(self._on_replaced)
        workspace.document_edited.connect(self._on_document_edited)

    @property
    def page(self) -> Page:
        """What is shown now."""
        return self._page

    def focus_first(self) -> None:
        """Put the focus into the first field, ready to type over."""
        field = self._page.first_field()
        if field:
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def focus_field(self, name: str) -> None:
        """Put the focus into the field of a parameter, where the page has one."""
        field = self._page.field(name)
        if field:
            self._scroll.ensureWidgetVisible(field)
            field.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def _on_document_edited(self, edit: Edit, changes: tuple[Change, ...]) -> None:
        if not all(map(is_drawing, changes)):
            self._refresh()

    def _on_replaced(self) -> None:
        self._generation += 1
        self._refresh()

    def _refresh(self) -> None:
        key = self._wanted_key()
        if key == self._key:
            self._page.refresh()
            return
        self._key = key
        old = self._scroll.takeWidget()
        self._page = self._make_page()
        self._unfold()
        self._scroll.setWidget(self._page)
        if old:  # later: one of its buttons may have asked for this
            old.deleteLater()

    def _unfold(self) -> None:
        """Open the sections that a person opened on the page before."""
        for section in self._page.findChildren(Section):
            if section.title in self._unfolded:
                section.open()
            section.head.clicked.connect(self._on_folded)

    def _on_folded(self) -> None:
        section = self.sender().parent()
        if isinstance(section, Section):
            change = self._unfolded.add if section.is_open else self._unfolded.discard
            change(section.title)

    def _wanted_key(self) -> PageKey:
        """Equal as long as the page can stay."""
        graph = self._workspace.here.graph
        selection = sorted(self._workspace.selection & graph.nodes.keys())
        layers = [graph.definition_of(node_id) for node_id in selection]
        classes = tuple((x.id, x.layer_class) if x else None for x in layers)
        blocks = self._workspace.document.blocks
        inside = [blocks[x.block] for x in layers if x is not None and x.block]
        shown = tuple((b.name, b.parameters, len(b.nodes)) for b in inside)
        return (self._generation, *selection, *classes, repr(shown))

    def _make_page(self) -> Page:
        workspace, themes = self._workspace, self._themes
        graph = workspace.here.graph
        selection = sorted(workspace.selection & graph.nodes.keys())
        if not selection:
            return SummaryPage(workspace, themes)
        if len(selection) > 1:
            essential = self._essential(selection)
            return SeveralPage(workspace, themes, selection, essential)
        if graph.nodes[selection[0]].kind is NodeKind.OUTPUT:
            return OutputPage(workspace, themes, selection[0])
        essential = self._essential(selection)
        return NodePage(workspace, themes, selection[0], essential)

    def _essential(self, node_ids: Sequence[str]) -> tuple[str, ...]:
        """Telling parameters of the nodes' classes, each once."""
        graph, catalog = self._workspace.here.graph, self._workspace.catalog
        names: dict[str, None] = {}
        layers = [graph.definition_of(node_id) for node_id in node_ids]
        for layer_class in dict.fromkeys(x.layer_class for x in layers if x):
            spec = catalog.find(layer_class)
            names.update(
                dict.fromkeys(self._overlay.essential_of(spec)) if spec else {}
            )
        return tuple(names)
