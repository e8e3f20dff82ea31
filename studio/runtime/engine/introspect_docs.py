"""Arguments Keras documents in one class and not in another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from studio.catalog.spec import ClassSpec, Parameter
from studio.graph.values import canonical

Key = tuple[str, str, str]


def with_lent_docs(specs: Sequence[ClassSpec]) -> Iterator[ClassSpec]:
    """Describe undocumented arguments as most classes of the role do.

    Only an argument of the same name and default lends its kind, choices and
    docs.
    """
    lenders = _usual(specs)
    for spec in specs:
        described = tuple(_described(spec, p, lenders) for p in spec.parameters)
        yield replace(spec, parameters=described)


def _usual(specs: Iterable[ClassSpec]) -> dict[Key, Parameter]:
    texts: dict[Key, Counter[str]] = {}
    lenders: dict[tuple[Key, str], Parameter] = {}
    for spec in specs:
        for parameter in spec.parameters:
            if parameter.doc:
                key = _key(spec, parameter)
                texts.setdefault(key, Counter())[parameter.doc] += 1
                lenders[key, parameter.doc] = parameter
    return {key: lenders[key, c.most_common(1)[0][0]] for key, c in texts.items()}


def _described(
    spec: ClassSpec, parameter: Parameter, lenders: dict[Key, Parameter]
) -> Parameter:
    lender = lenders.get(_key(spec, parameter))
    if parameter.doc or parameter.required or lender is None:
        return parameter
    return replace(
        parameter,
        kind=lender.kind,
        optional=lender.optional,
        choices=parameter.choices or lender.choices,
        doc=lender.doc,
    )


def _key(spec: ClassSpec, parameter: Parameter) -> Key:
    return spec.role.value, parameter.name, canonical(parameter.default)
