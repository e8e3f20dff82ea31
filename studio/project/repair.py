"""Parsed records as a document: what does not fit is left out and reported."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from studio.graph.document import Document
from studio.graph.graph import Graph
from studio.graph.model import Comment, Edge, LayerDefinition, Node, NodeKind, Point
from studio.graph.setup import CompileSettings, DataSource, FitSettings, Setup
from studio.graph.values import from_jsonable
from studio.project.format import Extras

if TYPE_CHECKING:
    from studio.project import schema


@dataclass(slots=True)
class Repairs:
    """Sentences on what was changed to open a file, each once."""

    sentences: list[str] = field(default_factory=list)

    def note(self, sentence: str) -> None:
        """Report a repair."""
        if sentence not in self.sentences:
            self.sentences.append(sentence)


def build_document(
    record: schema.ProjectRecord, repairs: Repairs
) -> tuple[Document, Extras]:
    """Build the document of a file, and what it holds beyond this version.

    Raises:
        ValueError, TypeError: a parameter value is malformed.
    """
    graph = Graph()
    _add_definitions(graph, record.definitions, repairs)
    _add_nodes(graph, record.nodes, repairs)
    _add_edges(graph, record.edges, repairs)
    comments = _comments(record.comments, repairs)
    document = Document(graph, comments, _setup(record.setup, repairs), record.last_ids)
    return document, _extras(record)


def _add_definitions(
    graph: Graph, records: Iterable[schema.DefinitionRecord], repairs: Repairs
) -> None:
    for item in records:
        values = _values(f"definition {item.id}", item.parameters)
        definition = LayerDefinition(item.id, item.layer_class, item.name, values)
        if item.id in graph.definitions:
            repairs.note(
                f"Two layers have the id {item.id}; the second, “{item.name}”, "
                "was left out."
            )
        else:
            graph._add_definition(definition)


def _add_nodes(
    graph: Graph, records: Iterable[schema.NodeRecord], repairs: Repairs
) -> None:
    for item in records:
        node = Node(
            item.id,
            NodeKind(item.kind),
            item.definition,
            Point(*item.position),
            _values(f"node {item.id}", item.call),
        )
        if node.kind is NodeKind.OUTPUT and node.definition is not None:
            repairs.note(f"Output {node.id} named a layer; that was removed.")
            node = replace(node, definition=None)
        if node.id in graph.nodes:
            repairs.note(f"Two nodes have the id {node.id}; the second was left out.")
        elif node.kind is not NodeKind.OUTPUT and (
            node.definition not in graph.definitions
        ):
            repairs.note(
                f"Node {node.id} was left out: its layer {node.definition or ''} "
                "is not in the file."
            )
        else:
            graph._add_node(node)


def _add_edges(
    graph: Graph, records: Iterable[schema.EdgeRecord], repairs: Repairs
) -> None:
    for item in records:
        edge = Edge(item.source, item.target, item.port, item.output)
        missing = [e for e in (edge.source, edge.target) if e not in graph.nodes]
        text = f"The connection from {edge.source} to {edge.port} of {edge.target}"
        if missing:
            repairs.note(f"{text} was left out: {missing[0]} is not in the file.")
        elif edge.key in graph.edges:
            repairs.note(f"{text} was left out: that port has another one already.")
        else:
            graph._add_edge(edge)


def _comments(
    records: Iterable[schema.CommentRecord], repairs: Repairs
) -> Iterable[Comment]:
    comments: dict[str, Comment] = {}
    for item in records:
        if item.id in comments:
            repairs.note(f"Two comments have the id {item.id}; one was left out.")
            continue
        point = Point(*item.position)
        comments[item.id] = Comment(item.id, item.text, point, item.width, item.height)
    return comments.values()


def _setup(record: schema.SetupRecord, repairs: Repairs) -> Setup:
    data, fit = record.data, record.fit
    path = data.path.replace("\0", "")
    if path != data.path:
        repairs.note("A character that no file name can have was left out of the path.")
    return Setup(
        DataSource(
            data.kind,
            path,
            _values("data", data.options),
            data.validation_split,
            data.test_split,
        ),
        _compile(record.compile),
        FitSettings(fit.epochs, fit.batch_size, fit.seed, fit.device),
    )


def _compile(record: schema.CompileRecord | None) -> CompileSettings:
    if record is None:
        return CompileSettings()
    given = {name: getattr(record, name) for name in ("optimizer", "loss", "metrics")}
    known = record.model_fields_set
    return CompileSettings(
        **{k: _value("compile", k, v) for k, v in given.items() if k in known}
    )


def _values(place: str, data: dict[str, Any]) -> dict[str, Any]:
    return {key: _value(place, key, value) for key, value in data.items()}


def _value(place: str, name: str, data: Any) -> Any:
    try:
        return from_jsonable(data)
    except (ValueError, TypeError) as error:
        raise ValueError(f"{place}, {name}: {error}") from error


def _extras(record: schema.ProjectRecord) -> Extras:
    places: dict[str, Any] = {
        "": record,
        "setup": record.setup,
        "setup/data": record.setup.data,
        "setup/compile": record.setup.compile,
        "setup/fit": record.setup.fit,
        **{f"definitions/{item.id}": item for item in record.definitions},
        **{f"nodes/{item.id}": item for item in record.nodes},
        **{f"edges/{item.target}.{item.port}": item for item in record.edges},
        **{f"comments/{item.id}": item for item in record.comments},
    }
    return Extras(
        {
            place: dict(item.model_extra)
            for place, item in places.items()
            if item is not None and item.model_extra
        }
    )
