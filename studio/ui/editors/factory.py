"""Which editor a parameter gets."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from studio.catalog.spec import Catalog, Parameter, ParameterKind, Role
from studio.graph.values import is_object, object_path
from studio.ui.editors.bool_editor import BoolEditor
from studio.ui.editors.editor import Editor
from studio.ui.editors.layers_editor import LayersEditor
from studio.ui.editors.line_editor import LineEditor
from studio.ui.editors.list_editor import ListEditor
from studio.ui.editors.object_editor import ObjectEditor

_ROLES = {
    ParameterKind.ACTIVATION: Role.ACTIVATION,
    ParameterKind.INITIALIZER: Role.INITIALIZER,
    ParameterKind.REGULARIZER: Role.REGULARIZER,
    ParameterKind.CONSTRAINT: Role.CONSTRAINT,
    ParameterKind.LAYER: Role.LAYER,
}
_SCHEDULE = "LearningRateSchedule"
"""Docs of a parameter that takes a number or a schedule name the latter so."""


def make_editor(
    parameter: Parameter, catalog: Catalog, parent: QWidget | None = None
) -> Editor:
    """Editor that fits the parameter's kind, showing its default."""
    if _SCHEDULE in parameter.doc and catalog.of_role(Role.SCHEDULE):
        editor: Editor = ObjectEditor(
            catalog, Role.SCHEDULE, parameter.default, parent=parent, numbers=True
        )
        editor.set_name(parameter.name)
        return editor
    if parameter.kind is ParameterKind.LAYERS:
        return LayersEditor(parameter, catalog, parent)
    role = _ROLES.get(parameter.kind) or _role_of_suggestion(parameter, catalog)
    if role and catalog.of_role(role):
        editor = ObjectEditor(
            catalog, role, parameter.default, _may_be_none(parameter), parent
        )
        editor.set_name(parameter.name)
    elif parameter.kind is ParameterKind.BOOL and not parameter.optional:
        editor = BoolEditor(parameter, parent)
    elif parameter.kind is ParameterKind.BOOL or _has_list(parameter):
        editor = ListEditor(parameter, parent)
    else:
        editor = LineEditor(parameter, parent)
    return editor


def _role_of_suggestion(parameter: Parameter, catalog: Catalog) -> Role | None:
    """Role of the object that a newly placed class gets; None if it is no object."""
    if not is_object(parameter.suggestion):
        return None
    spec = catalog.find(object_path(parameter.suggestion))
    return spec.role if spec else None


def _may_be_none(parameter: Parameter) -> bool:
    return parameter.optional or (parameter.default is None and not parameter.required)


def _has_list(parameter: Parameter) -> bool:
    listed = parameter.kind in (ParameterKind.CHOICE, ParameterKind.DTYPE)
    return listed and bool(parameter.choices)
