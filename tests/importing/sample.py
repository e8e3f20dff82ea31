"""Models that Keras wrote, and what tests ask of their documents."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from studio.catalog.spec import Catalog
from studio.catalog.store import load_catalog
from studio.graph.graph import Graph
from studio.graph.model import LayerDefinition, Node
from studio.importing.config import import_config
from studio.importing.imported import ImportedModel

FOLDER = Path(__file__).parent / "models"
ALL = sorted(path.stem for path in FOLDER.glob("*.json"))


@cache
def catalog() -> Catalog:
    return load_catalog()


def config(name: str) -> dict[str, Any]:
    return json.loads((FOLDER / f"{name}.json").read_text("utf-8"))


def imported(name: str) -> ImportedModel:
    return import_config(config(name), catalog())


def definition(graph: Graph, name: str) -> LayerDefinition:
    return next(d for d in graph.definitions.values() if d.name == name)


def calls(graph: Graph, name: str) -> list[Node]:
    return graph.callers_of(definition(graph, name).id)


def wires(graph: Graph, name: str) -> list[dict[str, str]]:
    """Sources of each call of a layer by port, as ``layer:output``."""
    return [
        {
            edge.port: f"{graph.title_of(edge.source)}:{edge.output}"
            for edge in graph.edges_into(node.id)
        }
        for node in calls(graph, name)
    ]


def outputs(graph: Graph) -> dict[tuple[str | int, ...], str]:
    return {
        graph.nodes[edge.target].place: f"{graph.title_of(edge.source)}:{edge.output}"
        for edge in graph.edges.values()
        if graph.nodes[edge.target].definition is None
    }
