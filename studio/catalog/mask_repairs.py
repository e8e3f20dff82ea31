"""Repairs of a mask that is lost on its way."""

from __future__ import annotations

from collections.abc import Iterator

from studio.catalog.spec import ALWAYS, Catalog
from studio.graph.algorithms import upstream
from studio.graph.problems import Fix
from studio.graph.repairs.case import Case
from studio.graph.repairs.draft import deleting, setting
from studio.graph.repairs.ranks import pooling
from studio.graph.repairs.sizes import replaced

_SEQUENCE = 2
"""Axes of a sample with time steps."""


def mask_candidates(case: Case, catalog: Catalog) -> Iterator[Fix]:
    """The mean over the steps in place of a Flatten, as it heeds masks; or no mask."""
    if case.problem.code != "T-MASK" or not case.node:
        return
    definition = case.definition
    for _, shape in case.shapes():
        flattens = definition is not None and definition.class_name == "Flatten"
        if flattens and len(shape) == _SEQUENCE:
            yield from replaced(case, case.node, pooling(_SEQUENCE), {})
    for node in sorted(upstream(case.graph, [case.node])):
        maker = case.graph.definition_of(node)
        spec = catalog.find(maker.layer_class) if maker else None
        if maker is None or spec is None or not spec.makes_mask:
            continue
        if spec.makes_mask == ALWAYS:
            yield from case.draft(f"Delete {maker.name}", deleting(node))
        elif spec.does(spec.makes_mask, maker.parameters):
            title = f"Turn {spec.makes_mask} of {maker.name} off"
            yield from case.draft(title, setting(node, {}, (spec.makes_mask,)))
