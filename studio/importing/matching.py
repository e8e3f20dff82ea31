"""Which nodes of one graph are those of another, by the names of their layers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from studio.graph.algorithms import topological_order
from studio.graph.graph import Graph, place_order
from studio.graph.model import BLOCK_CLASS, LayerDefinition, NodeKind
from studio.graph.muting import without_muted


@dataclass(frozen=True, slots=True)
class Match:
    """What is what: ids in the new graph, and those of the old one for them."""

    definitions: dict[str, str] = field(default_factory=dict)
    nodes: dict[str, str] = field(default_factory=dict)


def match(old: Graph, new: Graph) -> Match:
    """Find old nodes for new ones: layers by name, ops by what feeds them.

    Keras numbers ops by itself, so their names say little. Muted nodes are what the
    code leaves out: the ones behind them are matched by what really feeds them, and a
    layer that is named all the same is called anew.
    """
    found = Match()
    named = {d.name: d for d in old.definitions.values() if _has_name(d)}
    for definition in new.definitions.values():
        known = named.get(definition.name)
        if known is not None and _has_name(definition):
            _pair(found, old, new, known.id, definition.id)
    _outputs(found, old, new)
    _ops(found, without_muted(old), new)
    return found


def _has_name(definition: LayerDefinition) -> bool:
    return not definition.is_op and definition.layer_class != BLOCK_CLASS


def _pair(found: Match, old: Graph, new: Graph, known: str, made: str) -> None:
    """Match a layer, and its calls one by one."""
    olds, news = old.callers_of(known), new.callers_of(made)
    olds.sort(key=lambda node: node.muted)
    if olds and news and olds[0].kind is not news[0].kind:
        return
    found.definitions[made] = known
    for before, after in zip(olds, news, strict=False):
        found.nodes[after.id] = before.id


def _outputs(found: Match, old: Graph, new: Graph) -> None:
    """Match the nodes that mark outputs, in their order."""
    for before, after in zip(marks(old), marks(new), strict=False):
        found.nodes[after] = before


def marks(graph: Graph) -> list[str]:
    """Ids of the nodes that mark outputs, in the order of the outputs."""
    nodes = [n for n in graph.nodes.values() if n.kind is NodeKind.OUTPUT]
    nodes.sort(key=lambda n: (place_order(n.place), n.position.x, n.position.y))
    return [node.id for node in nodes]


def _ops(found: Match, old: Graph, new: Graph) -> None:
    left = dict.fromkeys(_op_nodes(old))
    for node_id in topological_order(new):
        made = new.definition_of(node_id)
        if made is None or not made.is_op:
            continue
        fed = _fed(new, node_id, found.nodes)
        known = next((o for o in left if _fed(old, o, None) == fed), None)
        if known is None:
            known = next((o for o in left if _same_name(old, o, made)), None)
        if known is not None:
            del left[known]
            found.nodes[node_id] = known
            definition = old.nodes[known].definition
            found.definitions[made.id] = definition or ""


def _op_nodes(graph: Graph) -> Iterator[str]:
    for node_id in graph.nodes:
        definition = graph.definition_of(node_id)
        if definition is not None and definition.is_op:
            yield node_id


def _fed(
    graph: Graph, node_id: str, names: dict[str, str] | None
) -> tuple[str, list[tuple[str, str | None, str]]]:
    """What an op is, and what goes into it, by the names of the old graph."""
    definition = graph.definition_of(node_id)
    return (
        definition.layer_class if definition else "",
        [
            (e.port, e.source if names is None else names.get(e.source), e.output)
            for e in graph.edges_into(node_id)
        ],
    )


def _same_name(old: Graph, node_id: str, made: LayerDefinition) -> bool:
    known = old.definition_of(node_id)
    return known is not None and (known.name, known.layer_class) == (
        made.name,
        made.layer_class,
    )
