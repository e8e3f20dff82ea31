"""Searches on the canvas: for a layer to place, to replace by, for a node."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QPointF

from studio.graph import commands
from studio.graph.block import shown_name
from studio.graph.edits import EditRefused
from studio.graph.finding import find_nodes, similar
from studio.graph.known import KnownTensor, tensor_of
from studio.graph.model import Edge
from studio.graph.replacing import replace_class
from studio.ui.canvas.hits import PortHit
from studio.ui.canvas.labels import tensor_text
from studio.ui.canvas.mime import OUTPUT_PATH
from studio.ui.canvas.placing import Placing
from studio.ui.canvas.search_popup import Choice, Question, SearchPopup
from studio.ui.canvas.stage import Stage
from studio.ui.canvas.tool import Surface
from studio.ui.palette.entries import Entry, palette_entries
from studio.ui.palette.ranking import Offer, matching, ranked

MOST_ANSWERS = 60


class LayerSearch:
    """Opens one search at a time over the canvas."""

    def __init__(self, stage: Stage, surface: Surface, placing: Placing) -> None:
        self._stage = stage
        self._surface = surface
        self._placing = placing

    def place(self, view: QPoint, port: PortHit | None = None) -> None:
        """Ask for a layer and place it there, wired to `port` if there is one.

        Without one it goes into the selected wire, or behind the selected node.
        """
        scene = self._stage.mapToScene(view)
        edge = None if port else self._selected_edge()
        source = port or self._source_of(edge)
        backwards = source is not None and not source.is_output
        tensor = self._tensor(source) if source and source.is_output else None
        offers = self._offers(tensor, source, edge is not None)
        title = "Insert a layer into the wire" if edge else "Add a layer"
        self._open(
            Question(
                f"{title} before it" if backwards else title,
                lambda text: _choices(matching(offers, text)),
                lambda path: self._place(path, scene, port, edge),
                note=f"fits {tensor_text(tensor)}" if tensor else "",
            ),
            view,
        )

    def replace(self) -> None:
        """Ask for a class that takes the place of the selected layers'."""
        nodes = self._surface.selection.nodes
        if not nodes:
            return
        corner = self._surface.scene.content_rect(nodes).bottomLeft()
        workspace = self._surface.workspace
        into = self._surface.document.graph.edges_into(min(nodes))
        tensor = tensor_of(workspace.facts, into[0]) if into else None
        entries = [e for e in palette_entries(workspace.catalog) if _is_layer(e)]
        offers = ranked(entries, workspace.catalog, tensor)
        title = shown_name(self._surface.document.graph.title_of(min(nodes)))
        what = title if len(nodes) == 1 else f"{len(nodes)} layers"
        question = Question(
            f"Replace {what} by",
            lambda text: _choices(matching(offers, text)),
            self._replace,
            note=f"fits {tensor_text(tensor)}" if tensor else "",
        )
        self._open(question, self._stage.mapFromScene(corner))

    def share_with(self) -> None:
        """Ask for a node whose layer the selected one is to call."""
        surface = self._surface
        nodes = surface.selection.nodes
        graph = surface.document.graph
        if len(nodes) != 1:
            return
        (node_id,) = nodes
        others = sorted(
            other
            for other in similar(graph, nodes)
            if graph.nodes[other].definition != graph.nodes[node_id].definition
        )
        if not others:
            text = "No other layer is of this class, so there is none to share."
            surface.hint.say(text, QPoint(16, 16))
            return
        cards = surface.scene.nodes
        choices = [
            Choice(n, shown_name(graph.title_of(n)), cards[n].card.line) for n in others
        ]
        self._open(
            Question(
                f"Share the weights of {shown_name(graph.title_of(node_id))} with",
                lambda text: [c for c in choices if text.lower() in c.title.lower()],
                lambda other: self._share(node_id, other),
            ),
            self._stage.mapFromScene(surface.scene.content_rect(nodes).bottomLeft()),
        )

    def _share(self, node_id: str, other: str) -> None:
        surface = self._surface
        try:
            surface.apply(commands.share(surface.document, [node_id], other))
        except EditRefused as error:
            surface.hint.say(str(error), QPoint(16, 16))

    def find(self) -> None:
        """Ask for a node and go to it."""
        middle = QPoint(self._stage.viewport().width() // 2 - 160, 24)
        prompt = "Find a node by name, class, units=64, 28x28"
        self._open(Question(prompt, self._found, self._show, self._show), middle)

    def _open(self, question: Question, at: QPoint) -> None:
        for old in self._stage.findChildren(SearchPopup):
            old.leave()
        SearchPopup(self._stage, question, at, self._surface.scene.theme)

    def _selected_edge(self) -> Edge | None:
        selection = self._surface.selection
        if selection.movable or len(selection.edges) != 1:
            return None
        return self._surface.document.graph.edges[next(iter(selection.edges))]

    def _source_of(self, edge: Edge | None) -> PortHit | None:
        """Output that a new layer is wired to: the wire's, or the selected node's."""
        if edge is not None:
            return PortHit(edge.source, edge.output, True)
        nodes = self._surface.selection.nodes
        if len(nodes) != 1:
            return None
        (node_id,) = nodes
        outputs = self._surface.scene.nodes[node_id].card.outputs
        return PortHit(node_id, outputs[0].name, True) if outputs else None

    def _tensor(self, port: PortHit) -> KnownTensor | None:
        facts = self._surface.workspace.facts.get(port.node)
        outputs = facts.outputs if facts else ()
        return next((o for o in outputs if o.key == port.name), None)

    def _offers(
        self, tensor: KnownTensor | None, source: PortHit | None, into_wire: bool
    ) -> list[Offer]:
        catalog = self._surface.workspace.catalog
        entries = palette_entries(catalog, self._surface.workspace.shelf.names)
        if source is None:
            return [Offer(entry) for entry in entries]
        if not source.is_output:
            return [Offer(entry) for entry in entries if entry.path != OUTPUT_PATH]
        if into_wire:
            entries = [entry for entry in entries if _is_layer(entry)]
        return ranked(entries, catalog, tensor)

    def _place(
        self, path: str, at: QPointF, port: PortHit | None, edge: Edge | None
    ) -> None:
        if edge is not None:
            node_id = self._placing.drop(path, at, edge)
        elif port is None and self._surface.selection.nodes:
            node_id = self._placing.place(path, at)
        else:
            node_id = self._placing.place_at(path, at, port)
        if node_id is not None:
            self._stage.camera.reveal(self._surface.scene.content_rect([node_id]))

    def _replace(self, path: str) -> None:
        surface = self._surface
        spec = surface.workspace.catalog.find(path)
        if spec is None:
            return
        known = {parameter.name for parameter in spec.parameters}
        for node_id in sorted(surface.selection.nodes):
            try:
                edit = replace_class(
                    surface.document,
                    surface.workspace,
                    node_id,
                    path,
                    known,
                    spec.starting_parameters(),
                )
            except EditRefused as error:
                surface.hint.say(str(error), QPoint(16, 16))
                return
            surface.apply(edit)

    def _found(self, text: str) -> list[Choice]:
        workspace = self._surface.workspace
        graph = workspace.here.graph
        shapes = {
            node: [output.shape for output in facts.outputs]
            for node, facts in workspace.facts.items()
        }
        ids = find_nodes(graph, text, shapes)[:MOST_ANSWERS]
        cards = self._surface.scene.nodes
        nodes = [
            Choice(i, shown_name(graph.title_of(i)), cards[i].card.line) for i in ids
        ]
        notes = [
            Choice(note.id, note.text[:40], "frame" if note.frame else "comment")
            for note in workspace.here.comments.values()
            if text.strip() and text.lower() in note.text.lower()
        ]
        return [*nodes, *notes]

    def _show(self, item_id: str) -> None:
        if item_id in self._surface.scene.nodes:
            self._surface.selection.replace({item_id})
        else:
            self._surface.selection.replace((), (), {item_id})
        self._stage.reveal_readably(self._surface.scene.content_rect([item_id]))


def _is_layer(entry: Entry) -> bool:
    return entry.category not in ("input", "output")


def _choices(offers: Sequence[Offer]) -> list[Choice]:
    return [
        Choice(
            offer.entry.path,
            offer.entry.name,
            offer.misfit or offer.entry.summary[:60],
            is_faint=bool(offer.misfit),
        )
        for offer in offers[:MOST_ANSWERS]
    ]
