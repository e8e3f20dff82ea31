"""Editor of a Keras object: its class, and its own parameters in place."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from studio.catalog.overlay import load_overlay
from studio.catalog.spec import Catalog, Role
from studio.graph.values import Value, same
from studio.model_values import is_model, model_name
from studio.ui.editors.editor import MIXED, Editor
from studio.ui.editors.ink import InkButton
from studio.ui.editors.list_editor import find_text, show_choice
from studio.ui.editors.object_value import Chosen, read_object
from studio.ui.editors.quiet_combo import QuietCombo
from studio.ui.editors.states import set_state

if TYPE_CHECKING:
    from studio.ui.editors.grouped_form import GroupedForm

_NONE = "None"


class ObjectEditor(Editor):
    """Chooses a class of one role; its arguments fold out below, in `nest`.

    `edited` carries the short name (``he_normal``) where every argument has its
    default and Keras takes one, else the serialised form. Optimizers, losses,
    schedules and layers are always serialised. With `numbers`, a number may stand in
    place of the object, as a learning rate in place of its schedule.
    """

    def __init__(
        self,
        catalog: Catalog,
        role: Role,
        default: Value = None,
        optional: bool = False,
        parent: QWidget | None = None,
        *,
        numbers: bool = False,
    ) -> None:
        super().__init__(default, parent)
        self._numbers = numbers
        self._catalog = catalog
        self._role = role
        self._specs = catalog.of_role(role)
        self._form: GroupedForm | None = None
        self._combo = QuietCombo(self)
        self._combo.addItems([spec.name for spec in self._specs])
        self._none = self._combo.count() if optional else -1
        if self._none >= 0:
            self._combo.addItem(_NONE)
        self._foreign = -1
        self._make_controls()
        self.show_default()

    def _make_controls(self) -> None:
        if self._numbers or self._combo.wants_search():
            self._combo.make_searchable()
            self._combo.typed.connect(self._on_typed)
        self._fold = InkButton("chevron_right", self)
        self._fold.setCheckable(True)
        self._fold.setToolTip("Show its own parameters")
        row = QWidget(self)
        across = QHBoxLayout(row)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(2)
        across.addWidget(self._combo, 1)
        across.addWidget(self._fold)
        self.add_control(row)
        row.setFocusProxy(self._combo)
        self.nest: QWidget = QWidget(self)
        self.nest.setObjectName("nest")
        self.nest.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._inside = QVBoxLayout(self.nest)
        self._inside.setContentsMargins(12, 4, 0, 4)
        self.nest.hide()
        self.column.addWidget(self.nest)
        self._combo.activated.connect(self._on_activated)
        self._combo.escaped.connect(self._on_escaped)
        self._fold.toggled.connect(self._on_fold_toggled)
        self.set_name(self._role.value)

    def controls(self) -> list[QWidget]:
        """The combo box, not the row it stands in."""
        return [self._combo]

    def set_name(self, name: str) -> None:
        """Name combo and fold button."""
        super().set_name(name)
        self._fold.setObjectName(f"{name}.fold")
        self._fold.setAccessibleName(f"Parameters of {name}")

    def form(self) -> GroupedForm | None:
        """Form of the object's own parameters, while it is folded out."""
        return self._form

    def _chosen(self) -> Chosen | None:
        return read_object(self._catalog, self._role, self._value)

    def _show(self) -> None:
        chosen = self._chosen()
        if self._foreign >= 0:
            self._combo.removeItem(self._foreign)
            self._foreign = -1
        self._combo.setPlaceholderText(MIXED if self._mixed else "none chosen")
        if self._mixed:
            self._combo.setCurrentIndex(-1)
            chosen = None
        elif chosen and chosen.spec in self._specs:
            self._combo.setCurrentIndex(self._specs.index(chosen.spec))
        elif self._value is None:
            self._combo.setCurrentIndex(self._none)
        else:
            self._foreign = self._combo.count()
            self._combo.addItem(_title(self._value))
            self._combo.setCurrentIndex(self._foreign)
        self._refresh_nest(chosen)
        if chosen and chosen.config:
            self._fold.setChecked(True)

    def _refresh_nest(self, chosen: Chosen | None) -> None:
        """Fit fold button and form to the class and its arguments."""
        default = not self._set or same(self._value, self._default)
        set_state(self._combo, "default", default)
        has_own = (
            chosen is not None
            and bool(chosen.spec.parameters)
            and chosen.spec.role is not Role.ACTIVATION
        )
        self._fold.setVisible(has_own)
        if not has_own:
            self._fold.setChecked(False)
        if self._form and (chosen is None or self._form.spec != chosen.spec):
            self._drop_form()
        if chosen and has_own and self._fold.isChecked():
            self._unfold(chosen)

    def _unfold(self, chosen: Chosen) -> None:
        from studio.ui.editors.grouped_form import GroupedForm

        if self._form is None:
            spec = chosen.spec
            essential = load_overlay().essential_of(spec)
            self._form = GroupedForm(
                self._catalog, spec, spec.parameters, essential, self.nest
            )
            self._form.edited.connect(self._on_argument_edited)
            self._form.reset.connect(self._on_argument_reset)
            self._inside.addWidget(self._form)
        self._form.set_values(chosen.config)
        self.nest.show()

    def _drop_form(self) -> None:
        if self._form:
            self._inside.removeWidget(self._form)
            self._form.hide()
            self._form.deleteLater()
            self._form = None

    def _on_fold_toggled(self, unfolded: bool) -> None:
        self._fold.set_icon("chevron_down" if unfolded else "chevron_right")
        self.nest.setVisible(unfolded)
        chosen = self._chosen()
        if unfolded and chosen:
            self._unfold(chosen)

    def _on_activated(self, index: int) -> None:
        self._set_fault("")
        if index == self._foreign:
            return
        old = self._chosen()
        if index == self._none:
            value: Value = None
        else:
            spec = self._specs[index]
            if old and old.spec == spec:
                return
            value = Chosen(spec, spec.starting_parameters()).to_value()
        if self._mixed or not same(value, self._value):
            self._enter(value)
            self._refresh_nest(self._chosen())

    def _on_escaped(self) -> None:
        self._set_fault("")
        self._show()

    def _on_typed(self, text: str) -> None:
        number = _number(text) if self._numbers else None
        if number is not None:
            self._enter(number)
            self._show()
            return
        names = [self._combo.itemText(i) for i in range(self._combo.count())]
        index = find_text(names, text)
        if index < 0:
            known = find_text([spec.short_name for spec in self._specs], text)
            index = known if text else -1
        if index >= 0:
            self._combo.setCurrentIndex(index)
            self._on_activated(index)
        elif text:
            role = self._role.value
            self._set_fault(f"Keras has no {role} “{text}”. Choose one of the list.")
        else:
            self._show()

    def _on_argument_edited(self, name: str, value: Value) -> None:
        chosen = self._chosen()
        if chosen:
            self._enter(Chosen(chosen.spec, {**chosen.config, name: value}).to_value())
            self._refresh_nest(self._chosen())

    def _on_argument_reset(self, name: str) -> None:
        chosen = self._chosen()
        if chosen:
            config = {k: v for k, v in chosen.config.items() if k != name}
            self._enter(Chosen(chosen.spec, config).to_value())
            self._refresh_nest(self._chosen())


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def _title(value: Value) -> str:
    if is_model(value):
        return f"Model “{model_name(value)}”"
    if isinstance(value, dict) and "class_name" in value:
        return str(value["class_name"])
    return show_choice(value)
