"""Layers that were built with sizes left open, so that they take any."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from studio.graph.model import LayerDefinition
from studio.runtime.engine.arguments import Arguments, signature, specs_in, with_specs
from studio.runtime.engine.layers import Workshop
from studio.runtime.engine.sizes import Weights, weights_of
from studio.runtime.engine.symbolic import (
    TensorSpec,
    call,
    shape_after,
    shapes_alone,
    specs_of,
    tells_shape_alone,
)

MOST_KEPT = 2048
"""Layers kept, none with weights."""

Key = tuple[Any, ...]
Given = Callable[[Arguments], dict[str, Any]]
Fresh = Callable[[Key, LayerDefinition], Any]
"""Gives a layer that was not called yet, of a key and definition."""


@dataclass(frozen=True, slots=True)
class GeneralLayer:
    """A built layer that takes inputs of any inner sizes.

    Attributes:
        weights: of the layer.
        is_direct: whether its shapes come without what Keras does around a call
            (names, masks, casts), which made no difference where sizes are open.
        output: its one output for open sizes, if it follows from its one input's
            shape alone.
    """

    layer: Any
    weights: Weights
    is_direct: bool
    output: TensorSpec | None

    def call(self, arguments: Mapping[str, Any]) -> Any:
        """Call it on symbolic tensors."""
        ask = shapes_alone if self.is_direct else call
        return ask(self.layer, arguments)

    def sized(self, arguments: Arguments) -> dict[str, TensorSpec] | None:
        """Outputs by the layer's own sum of sizes, without any tensor.

        None if there is no such sum, or it refuses: then a call tells more.
        """
        spec = _only_spec(arguments)
        if self.output is None or spec is None:
            return None
        try:
            shape = shape_after(self.layer, spec)
        except Exception:
            return None
        return {"0": self.output._replace(shape=shape)}


class GeneralLayers:
    """Layers by class, parameters and what comes in, sizes between left open.

    What Keras builds with the axes between the batch and the last one open cannot
    depend on their sizes, so one built layer answers for all of them, as long as
    several tensors agree in them. That is so of Keras' own layers; tests prove it for
    each of the catalog. Code of others is free to do anything and gets a fresh layer
    for each question.
    """

    def __init__(self, workshop: Workshop, given: Given, fresh: Fresh) -> None:
        self._workshop = workshop
        self._given = given
        self._fresh = fresh
        self._layers: OrderedDict[Key, GeneralLayer | None] = OrderedDict()

    def find(
        self, definition: LayerDefinition, made: Key, arguments: Arguments
    ) -> GeneralLayer | None:
        """Built layer that takes the arguments; None if there is none.

        `made` is the key of the layer that is not called yet.
        """
        opened = _all_opened(arguments)
        if opened is None or not self._workshop.is_all_keras(definition):
            return None
        key = (*made, signature(opened))
        if key in self._layers:
            self._layers.move_to_end(key)
            return self._layers[key]
        layer = self._layers[key] = self._built(self._fresh(made, definition), opened)
        while len(self._layers) > MOST_KEPT:
            self._layers.popitem(last=False)
        return layer

    def sized(
        self, made: Key, arguments: Arguments
    ) -> tuple[GeneralLayer, dict[str, TensorSpec]] | None:
        """Layer found before, and its outputs if it sums them up without a call."""
        opened = _all_opened(arguments)
        layer = opened and self._layers.get((*made, signature(opened)))
        outputs = layer.sized(arguments) if layer else None
        return (layer, outputs) if layer and outputs else None

    def _built(self, layer: Any, arguments: Arguments) -> GeneralLayer | None:
        given = self._given(arguments)
        try:
            said = specs_of(call(layer, given))
        except Exception:  # it wants to know the sizes
            return None
        try:
            is_direct = specs_of(shapes_alone(layer, given)) == said
        except Exception:
            is_direct = False
        output = _output_by_shape(layer, arguments, said)
        return GeneralLayer(layer, weights_of(layer), is_direct, output)


def is_plain(arguments: Arguments) -> bool:
    """Whether all tensors are dense and hold one row for each sample."""
    specs = (spec for nest in arguments.values() for spec in specs_in(nest))
    return not any(spec.sparse or spec.rows != 1 for spec in specs)


def _output_by_shape(
    layer: Any, arguments: Arguments, said: Mapping[str, TensorSpec]
) -> TensorSpec | None:
    """The one output, if `shape_after` gives it too for the one input."""
    spec = _only_spec(arguments)
    if spec is None or list(said) != ["0"] or not tells_shape_alone(layer):
        return None
    try:
        shape = shape_after(layer, spec)
    except Exception:
        return None
    return said["0"] if shape == said["0"].shape else None


def _only_spec(arguments: Arguments) -> TensorSpec | None:
    """The tensor, where nothing else is given."""
    given = list(arguments.values())
    return given[0] if len(given) == 1 and isinstance(given[0], TensorSpec) else None


def _all_opened(arguments: Arguments) -> dict[str, Any] | None:
    """Arguments with inner sizes left open; None if none is, or they do not fit."""
    if not _fit_together(arguments):
        return None
    opened = {name: with_specs(nest, _opened) for name, nest in arguments.items()}
    return None if opened == arguments else opened


def _inner(spec: TensorSpec) -> tuple[int | None, ...]:
    """Sizes between batch and last axis."""
    return spec.shape[1:-1]


def _fit_together(arguments: Arguments) -> bool:
    """Whether inner sizes are the same in all tensors, or 1: else Keras may refuse."""
    specs = [spec for nest in arguments.values() for spec in specs_in(nest)]
    inner = [_inner(spec) for spec in specs if _inner(spec)]
    if len({len(sizes) for sizes in inner}) > 1:
        return False
    return all(len(set(axis) - {1}) <= 1 for axis in zip(*inner, strict=True))


def _opened(spec: TensorSpec) -> TensorSpec:
    """The spec with its inner sizes open; 1 stays, as it stands for any."""
    inner = (1 if size == 1 else None for size in _inner(spec))
    return spec._replace(shape=(*spec.shape[:1], *inner, *spec.shape[1:][-1:]))
