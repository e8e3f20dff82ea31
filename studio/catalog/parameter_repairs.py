"""Repairs of parameters that Keras misses or refuses."""

from __future__ import annotations

from collections.abc import Iterator

from studio.catalog.likely_values import likely_values
from studio.catalog.spec import Catalog, ClassSpec, ParameterKind
from studio.graph.commands import set_call_argument
from studio.graph.model import INPUT_CLASS
from studio.graph.problems import Fix
from studio.graph.repairs.case import Case
from studio.graph.repairs.draft import doing, setting
from studio.graph.values import is_object

_CODES = ("K-MISSING", "K-PARAMETER", "K-REFUSED")


def parameter_candidates(case: Case, catalog: Catalog) -> list[Fix]:
    """Values to try for the guilty parameter; none is proved."""
    definition = case.definition
    name = case.problem.parameter
    spec = catalog.find(definition.layer_class) if definition else None
    if spec is None or name is None or case.problem.code not in _CODES:
        return []
    made = (*_values(case, spec, name, catalog), *_removals(case, spec, name))
    return list({fix.title: fix for fix in made}.values())


def _values(case: Case, spec: ClassSpec, name: str, catalog: Catalog) -> Iterator[Fix]:
    parameter = spec.parameter(name)
    definition = case.definition
    if parameter is None or definition is None:
        return
    value = definition.parameters.get(name)
    tried = [*likely_values(parameter, value, catalog)]
    if name == "shape" and definition.layer_class == INPUT_CLASS and case.data:
        tried.insert(0, case.data.input_shape)
    if parameter.required and parameter.suggestion is not None:
        tried.append(parameter.suggestion)
    is_dtype = parameter.kind is ParameterKind.DTYPE
    if is_dtype and definition.layer_class != INPUT_CLASS:
        # Close in spelling, but a layer does not compute with whole numbers.
        tried = [word for word in tried if "float" in str(word)]
    for index, better in enumerate(tried):
        words = f"“{better}”" if isinstance(better, str) else str(better)
        title = f"Set {name} of {case.title} to {words}"
        is_word = index == 0 and isinstance(better, str) and not is_dtype
        step = setting(case.node, {name: better})
        yield from case.draft(title, step, safe=is_word)


def _removals(case: Case, spec: ClassSpec, name: str) -> Iterator[Fix]:
    """The parameter set back to Keras' default, or what it goes with."""
    definition = case.definition
    if definition is None:
        return
    node = case.graph.nodes[case.node]
    if name in node.call and spec.parameter(name) is None:
        edit = set_call_argument(case.document, case.node, name, None, reset=True)
        text = f"Remove {name} from the call of {case.title}"
        yield from case.draft(text, doing(edit), safe=True)
    parameter = spec.parameter(name)
    if name in definition.parameters:
        unknown = parameter is None
        text = f"Remove {name} of {case.title}"
        if not unknown:
            text = f"Set {name} of {case.title} back to Keras' default"
        yield from case.draft(text, setting(case.node, {}, (name,)), safe=unknown)
    for other, value in definition.parameters.items():
        if other != name and not is_object(value):
            title = f"Set {other} of {case.title} back to Keras' default"
            yield from case.draft(title, setting(case.node, {}, (other,)))
