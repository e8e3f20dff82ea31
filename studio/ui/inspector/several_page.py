"""Inspector page of several nodes: what they have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence

from PySide6.QtWidgets import QWidget

from studio.catalog.spec import ClassSpec, Parameter
from studio.graph import commands
from studio.graph.edits import Compound
from studio.graph.model import LayerDefinition
from studio.graph.values import Value, same
from studio.ui.editors.grouped_form import GroupedForm
from studio.ui.inspector.gestures import Gestures
from studio.ui.inspector.page import Page, make_label
from studio.ui.theme import ThemeManager
from studio.ui.workspace import Workspace


class SeveralPage(Page):
    """Edits the parameters that all selected layers have, in all at once."""

    def __init__(
        self,
        workspace: Workspace,
        themes: ThemeManager,
        node_ids: Collection[str],
        essential: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(workspace, themes, parent)
        self.node_ids = sorted(node_ids)
        self._gestures = Gestures(self)
        self._heading = make_label("heading", "heading", self)
        self._classes = make_label("classes", "muted", self)
        self.column.addWidget(self._heading)
        self.column.addWidget(self._classes)
        self.forms: GroupedForm | None = None
        specs = self._specs()
        shared = common_parameters(specs)
        if specs and shared:
            self.forms = GroupedForm(
                workspace.catalog, specs[0], shared, essential, self
            )
            self.forms.edited.connect(self._on_edited)
            self.forms.reset.connect(self._on_reset)
            self.column.addWidget(self.forms)
        self.column.addStretch(1)
        self.refresh()

    def refresh(self) -> None:
        """Show the values all have, and where they differ."""
        self._heading.setText(f"{len(self.node_ids)} nodes")
        layers = self._layers()
        counts = Counter(layer.class_name for layer in layers)
        self._classes.setText(
            ", ".join(f"{n} {c}" if n > 1 else c for c, n in counts.items())
        )
        if self.forms:
            values, mixed = common_values(layers, self.forms.names)
            self.forms.set_values(values, mixed)

    def first_field(self) -> QWidget | None:
        """First common parameter."""
        names = self.forms.essential.names if self.forms else ()
        return self.forms.essential.editor(names[0]) if self.forms and names else None

    def _layers(self) -> list[LayerDefinition]:
        """Layers of the selected nodes, a shared one once."""
        graph = self.workspace.here.graph
        here = (node_id for node_id in self.node_ids if node_id in graph.nodes)
        found = (graph.definition_of(node_id) for node_id in here)
        return list({layer.id: layer for layer in found if layer}.values())

    def _specs(self) -> list[ClassSpec]:
        found = (self.workspace.catalog.find(x.layer_class) for x in self._layers())
        return [spec for spec in found if spec]

    def _on_edited(self, name: str, value: Value) -> None:
        self._set({name: value}, name, ())

    def _on_reset(self, name: str) -> None:
        if any(name in layer.parameters for layer in self._layers()):
            self._set({}, name, (name,))

    def _set(self, values: dict[str, Value], name: str, reset: tuple[str, ...]) -> None:
        layers = self._layers()
        if not layers:
            return
        document = self.workspace.here
        steps = tuple(
            commands.set_parameters(document, layer.id, values, reset)
            for layer in layers
        )
        title = f"Set {name} of {len(layers)} layers"
        gesture = self._gestures.current(f"{'+'.join(self.node_ids)}.{name}")
        self.workspace.edit_here(Compound(title, steps), gesture=gesture)


def common_parameters(specs: Sequence[ClassSpec]) -> list[Parameter]:
    """Parameters every class has, of the same kind and with the same default."""
    if not specs:
        return []
    return [
        parameter
        for parameter in specs[0].parameters
        if all(_has(spec, parameter) for spec in specs[1:])
    ]


def common_values(
    layers: Sequence[LayerDefinition], names: Collection[str]
) -> tuple[dict[str, Value], set[str]]:
    """Values that all layers have set alike, and names where they differ."""
    values: dict[str, Value] = {}
    mixed: set[str] = set()
    for name in names:
        having = [x.parameters[name] for x in layers if name in x.parameters]
        if len(having) == len(layers) and all(same(having[0], v) for v in having):
            values[name] = having[0]
        elif having:
            mixed.add(name)
    return values, mixed


def _has(spec: ClassSpec, wanted: Parameter) -> bool:
    found = spec.parameter(wanted.name)
    return (
        found is not None
        and found.kind is wanted.kind
        and same(found.default, wanted.default)
        and found.optional == wanted.optional
        and found.choices == wanted.choices
        and found.required == wanted.required
    )
