"""Repairs by another class: one of almost the same name, or for as many axes."""

from __future__ import annotations

import difflib
import re
from collections.abc import Collection, Iterator

from studio.catalog.spec import Catalog, Role
from studio.graph.problems import Fix
from studio.graph.repairs.case import Case
from studio.graph.repairs.draft import doing
from studio.graph.replacing import replace_class

_CLOSEST = 3
_SIZED = re.compile(r"(.+)(\d)d")
"""Names of classes that are made for a number of axes, in small letters."""


def class_candidates(case: Case, catalog: Catalog) -> Iterator[Fix]:
    """Classes to put in the place of a wrong one, with the wires and settings shared.

    For a class that Keras does not have those of the closest names; for one that is
    made for fewer axes than come in its sibling, as Conv2D is of Conv1D.
    """
    definition = case.definition
    if definition is None or case.problem.code not in ("K-CLASS", "K-RANK"):
        return
    role = Role.OP if definition.is_op else Role.LAYER
    specs = {spec.name.lower(): spec for spec in catalog.of_role(role)}
    wanted = definition.class_name.lower()
    if case.problem.code == "K-CLASS":
        names: Collection[str] = difflib.get_close_matches(wanted, specs, _CLOSEST)
    else:
        names = [name for name in _siblings(case, wanted) if name in specs]
    for name in names:
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


def _siblings(case: Case, name: str) -> Iterator[str]:
    """The class for all axes that come in, where the present one is for fewer."""
    match = _SIZED.fullmatch(name)
    for _, shape in case.shapes():
        if match and len(shape) - 1 > int(match[2]):
            yield f"{match[1]}{len(shape) - 1}d"
