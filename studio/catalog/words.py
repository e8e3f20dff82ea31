"""The words a parameter takes, e.g. the short names of all activations."""

from __future__ import annotations

from studio.catalog.spec import Catalog, Parameter, ParameterKind, Role

_ROLES = {
    ParameterKind.ACTIVATION: Role.ACTIVATION,
    ParameterKind.INITIALIZER: Role.INITIALIZER,
    ParameterKind.REGULARIZER: Role.REGULARIZER,
    ParameterKind.CONSTRAINT: Role.CONSTRAINT,
}


def words_for(catalog: Catalog, parameter: Parameter | None) -> list[str]:
    """Short names of the objects a parameter takes; none for numbers and others."""
    role = _ROLES.get(parameter.kind) if parameter else None
    specs = catalog.of_role(role) if role else ()
    return [spec.short_name for spec in specs if spec.short_name]
