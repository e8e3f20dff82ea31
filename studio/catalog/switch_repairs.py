"""Repairs by a switch: of the layer before, or of all layers at once."""

from __future__ import annotations

from collections.abc import Iterator

from studio.catalog.spec import Catalog, ClassSpec, ParameterKind
from studio.graph.block import shown_name
from studio.graph.model import NodeKind
from studio.graph.problems import Fix
from studio.graph.repairs.case import Case
from studio.graph.repairs.draft import Draft, setting

_SAME = "same"


def _spec(case: Case, catalog: Catalog, node: str) -> ClassSpec | None:
    definition = case.graph.definition_of(node)
    is_layer = case.graph.nodes[node].kind is NodeKind.LAYER
    return catalog.find(definition.layer_class) if definition and is_layer else None


def switches_before(case: Case, catalog: Catalog) -> Iterator[Fix]:
    """Switches of the layer before, where the guilty one misses axes or an output.

    An LSTM gives all steps with `return_sequences`, and its state with `return_state`.
    """
    wires = case.graph.edges_into(case.node) if case.node else []
    for edge in wires if case.problem.code in ("K-RANK", "K-OUTPUT") else ():
        definition = case.graph.definition_of(edge.source)
        spec = _spec(case, catalog, edge.source)
        if spec is None or definition is None or definition.is_op:
            continue
        for parameter in spec.parameters:
            if parameter.kind is not ParameterKind.BOOL or parameter.base:
                continue
            value = not definition.parameters.get(parameter.name, parameter.default)
            title = (
                f"Turn {parameter.name} of {shown_name(definition.name)} "
                f"{'on' if value else 'off'}"
            )
            step = setting(edge.source, {parameter.name: value})
            yield from case.draft(title, step)


def padding_of_all(case: Case, catalog: Catalog) -> Iterator[Fix]:
    """Padding for all layers, where they left too little for a window."""
    if case.problem.code != "K-WINDOW":
        return
    nodes = []
    for node in case.graph.nodes:
        spec = _spec(case, catalog, node)
        padding = spec.parameter("padding") if spec else None
        definition = case.graph.definition_of(node)
        if padding is None or definition is None or _SAME not in padding.choices:
            continue
        if definition.parameters.get("padding", padding.default) != _SAME:
            nodes.append(node)

    def pad(draft: Draft) -> None:
        for node in nodes:
            draft.set(node, {"padding": _SAME})

    if len(nodes) > 1:
        yield from case.draft(f"Set padding of all {len(nodes)} layers to same", pad)
