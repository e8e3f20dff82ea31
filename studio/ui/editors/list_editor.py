"""Editors that choose from a list: choices, dtypes, yes or no or None."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from studio.catalog.spec import Parameter, ParameterKind
from studio.graph.values import Value, is_object, same
from studio.ui.editors.editor import MIXED, Editor
from studio.ui.editors.literals import Unreadable, show_literal
from studio.ui.editors.quiet_combo import QuietCombo
from studio.ui.editors.states import set_state
from studio.ui.editors.text_forms import form_of

_KERAS_DEFAULT = "Keras' default"
"""How None of a dtype is shown."""


class ListEditor(Editor):
    """Chooses one of some values; a value that is not listed is added.

    Dtypes are suggestions: any other can be typed.
    """

    def __init__(self, parameter: Parameter, parent: QWidget | None = None) -> None:
        super().__init__(parameter.default, parent)
        self._is_dtype = parameter.kind is ParameterKind.DTYPE
        self._form = form_of(parameter)
        self._values = list(_values_of(parameter))
        self._combo = QuietCombo(self)
        self._combo.addItems([self._text_of(value) for value in self._values])
        self._empty_text = "required" if parameter.required else "default"
        if self._is_dtype:
            self._hint = self._form.hint
        if self._is_dtype or self._combo.wants_search():
            self._combo.make_searchable()
            self._combo.typed.connect(self._on_typed)
        self.add_control(self._combo)
        self._combo.activated.connect(self._on_activated)
        self._combo.escaped.connect(self._on_escaped)
        self.set_name(parameter.name)
        self.show_default()

    def _show(self) -> None:
        self._combo.setPlaceholderText(MIXED if self._mixed else self._empty_text)
        if self._mixed:
            index = -1
        elif self._set or self._is_listed(self._value):
            index = self._index_of(self._value)
        else:
            index = -1
        self._combo.setCurrentIndex(index)
        if index < 0 and self._combo.isEditable():
            self._combo.clearEditText()
        self._refresh_default()

    def _is_listed(self, value: Value) -> bool:
        return any(same(value, listed) for listed in self._values)

    def _index_of(self, value: Value) -> int:
        for index, listed in enumerate(self._values):
            if same(value, listed):
                return index
        self._values.append(value)
        self._combo.addItem(self._text_of(value))
        return len(self._values) - 1

    def _refresh_default(self) -> None:
        default = not self._set or same(self._value, self._default)
        set_state(self._combo, "default", default)

    def _on_activated(self, index: int) -> None:
        value = self._values[index]
        if self._mixed or not same(value, self._value):
            self._enter(value)
        self._set_fault("")
        self._refresh_default()

    def _on_escaped(self) -> None:
        self._set_fault("")
        self._show()

    def _on_typed(self, text: str) -> None:
        if not text:
            self._show()
            return
        if text == self._combo.itemText(self._combo.currentIndex()) and not self._fault:
            return  # of entries with one text, it is the one that is chosen
        index = find_text([self._text_of(value) for value in self._values], text)
        if index < 0 and self._is_dtype:
            self._read(text)
        elif index < 0:
            self._set_fault(f"“{text}” is not in the list. Choose one of it.")
        elif index != self._combo.currentIndex() or self._fault:
            self._combo.setCurrentIndex(index)
            self._on_activated(index)

    def _read(self, text: str) -> None:
        """Take a dtype that is not listed."""
        try:
            value = self._form.parse(text)
        except Unreadable as error:
            self._set_fault(str(error))
            return
        self._enter(value)
        self._show()

    def _text_of(self, value: Value) -> str:
        return show_dtype(value) if self._is_dtype else show_choice(value)


def show_choice(value: Value) -> str:
    """A choice as people read it: text without quotes."""
    return value if isinstance(value, str) and value else show_literal(value)


def show_dtype(value: Value) -> str:
    """A dtype or policy by its name, a policy object as Keras would name it."""
    if value is None:
        return _KERAS_DEFAULT
    if not is_object(value):
        return show_choice(value)
    config = value["config"] or {}
    if "mode" in config:
        return f"{config['mode']}_from_{config.get('source_name') or 'float32'}"
    return str(config.get("name") or value["class_name"])


def find_text(texts: Sequence[str], wanted: str) -> int:
    """Index of a text, whatever its case; -1 if it is not there."""
    if wanted in texts:
        return list(texts).index(wanted)
    folded = [text.casefold() for text in texts]
    wanted = wanted.casefold()
    return folded.index(wanted) if wanted in folded else -1


def _values_of(parameter: Parameter) -> tuple[Value, ...]:
    values: tuple[Value, ...] = parameter.choices
    if parameter.kind is ParameterKind.BOOL:
        values = (True, False)
    if not parameter.optional or None in values:
        return values
    is_dtype = parameter.kind is ParameterKind.DTYPE
    return (None, *values) if is_dtype else (*values, None)
