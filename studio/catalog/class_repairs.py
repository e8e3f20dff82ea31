"""Repairs of a class that Keras does not have: those of almost the same name."""

from __future__ import annotations

import difflib
from collections.abc import Iterator

from studio.catalog.spec import Catalog, Role
from studio.graph.problems import Fix
from studio.graph.repairs.case import Case
from studio.graph.repairs.draft import doing
from studio.graph.replacing import replace_class

_CLOSEST = 3


def class_candidates(case: Case, catalog: Catalog) -> Iterator[Fix]:
    """Layers and ops of the closest names, with the wires and settings they share."""
    definition = case.definition
    if definition is None or case.problem.code != "K-CLASS":
        return
    role = Role.OP if definition.is_op else Role.LAYER
    specs = {spec.name.lower(): spec for spec in catalog.of_role(role)}
    wanted = definition.class_name.lower()
    for name in difflib.get_close_matches(wanted, specs, _CLOSEST):
        spec = specs[name]
        known = {parameter.name for parameter in spec.parameters}
        edit = replace_class(
            case.document,
            case.ports,
            case.node,
            spec.path,
            known,
            spec.starting_parameters(),
        )
        yield from case.draft(f"Replace {case.title} by {spec.name}", doing(edit))
