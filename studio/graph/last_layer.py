"""The layer that makes a model's output: its size and its activation."""

from __future__ import annotations

from dataclasses import dataclass

from studio.graph.edits import Edit
from studio.graph.expanded import Expanded
from studio.graph.graph import Graph
from studio.graph.loss_kinds import plain_name
from studio.graph.model import LayerDefinition
from studio.graph.problems import Fix
from studio.graph.values import Value, is_object, object_path


@dataclass(frozen=True, slots=True)
class LastLayer:
    """What comes out of a model.

    Attributes:
        node: the call that is the output.
        title: its layer's name.
        sized: layer with `units` that decides the output's size, if known.
        units_node: that layer's call, or `node`.
        activation: name of the last activation; None where it is not known.
        activated: layer whose `activation` that is, if it can be changed.
    """

    node: str
    title: str
    sized: LayerDefinition | None
    units_node: str
    activation: str | None
    activated: LayerDefinition | None

    def units_fix(
        self, calls: Expanded, units: int
    ) -> tuple[str | None, tuple[Fix, ...]]:
        """Guilty parameter, and the fix that sets it."""
        if self.sized is None:
            return None, ()
        edit = calls.set(self.units_node, {"units": units})
        return "units", (
            Fix(f"Set units of {self.sized.name} to {units}", edit, safe=True),
        )

    def activation_edit(self, calls: Expanded, name: str) -> Edit | None:
        """Edit that sets the last activation; None where it cannot be."""
        if self.activated is None:
            return None
        if name == "linear" and "units" in self.activated.parameters:
            return calls.set(self.node, {}, ("activation",))
        return calls.set(self.node, {"activation": name})


def last_layer(graph: Graph, node: str) -> LastLayer:
    """Look at the layer of `node`, and through activations at what sizes it."""
    definition = graph.definition_of(node)
    title = graph.title_of(node)
    activation, activated = _activation_of(definition)
    units_node, sized = node, definition
    while sized is not None and sized.class_name in ("Activation", "Softmax"):
        before = graph.edges_into(units_node)
        if len(before) != 1:
            break
        units_node = before[0].source
        sized = graph.definition_of(units_node)
    if sized is None or "units" not in sized.parameters:
        units_node, sized = node, None
    return LastLayer(node, title, sized, units_node, activation, activated)


def _activation_of(
    definition: LayerDefinition | None,
) -> tuple[str | None, LayerDefinition | None]:
    if definition is None:
        return None, None
    if definition.class_name == "Softmax":
        return "softmax", None
    if definition.class_name == "Activation" or "units" in definition.parameters:
        return _name(definition.parameters.get("activation")), definition
    return None, None


def _name(activation: Value) -> str | None:
    """Plain name of an activation; None for one that is not Keras' own."""
    if activation is None:
        return "linear"
    if is_object(activation) and not object_path(activation).startswith("keras."):
        return None
    return plain_name(activation)
