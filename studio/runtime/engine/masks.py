"""Masks followed along the wires: where a layer or an operation loses one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from weakref import WeakKeyDictionary

import keras

from studio.graph.algorithms import model_inputs, model_outputs
from studio.graph.block import Block
from studio.graph.block_ports import block_ports, output_keys
from studio.graph.graph import split_port
from studio.graph.model import Edge, Node, NodeKind
from studio.graph.problems import Problem, Severity
from studio.runtime.engine.look import Look
from studio.runtime.engine.scene import Result
from studio.runtime.engine.symbolic import TensorSpec, call_parameters

Masks = dict[str, str]
"""By output of a node, what made its mask; outputs without one are left out."""
_PROBE = TensorSpec((None, 8, 8))

_makers: WeakKeyDictionary[Any, bool] = WeakKeyDictionary()
"""Whether a layer makes masks, as it said once."""


def lost_masks(look: Look, blocks: Mapping[str, Block]) -> list[Problem]:
    """Where masks are lost on the way; of instances of a block the first tells."""
    found: dict[tuple[str | None, str], Problem] = {}
    if _has_makers(look):
        _Way(look, {}, blocks, found).follow()
    return list(found.values())


def _has_makers(look: Look) -> bool:
    return any(
        _has_makers(result.inside) if result.inside else _makes_mask(_layer(result))
        for result in look.results.values()
    )


def _layer(result: Result) -> Any:
    """The layer that was called; None for an operation."""
    layer = result.answer.layer if result.answer else None
    return layer if isinstance(layer, keras.layers.Layer) else None


def _makes_mask(layer: Any) -> bool:
    if layer is None or not layer.supports_masking:
        return False
    if layer not in _makers:
        _makers[layer] = _mask_of(layer, _PROBE.tensor(), None) is not None
    return _makers[layer]


def _mask_of(layer: Any, inputs: Any, mask: Any) -> Any:
    """The mask of a layer's result; None where it has none, or cannot say."""
    try:
        return layer.compute_mask(inputs, mask)
    except Exception:  # a layer of one's own may fail on what is no data
        return None


class _Way:
    """Follows masks through one graph; `given` are those of a block's inputs."""

    def __init__(
        self,
        look: Look,
        given: Mapping[str, str],
        blocks: Mapping[str, Block],
        found: dict[tuple[str | None, str], Problem],
    ) -> None:
        self._look, self._given = look, given
        self._blocks, self._found = blocks, found
        self._masks: dict[str, Masks] = {}

    def follow(self) -> Mapping[str, Masks]:
        """Collect the problems; masks of all outputs, by node."""
        for node_id in self._look.results:
            self._masks[node_id] = self._of(self._look.graph.nodes[node_id])
        return self._masks

    def _of(self, node: Node) -> Masks:
        look = self._look
        result, edges = look.results[node.id], look.graph.edges_into(node.id)
        masks = {e.port: self._masks.get(e.source, {}).get(e.output) for e in edges}
        masked = {port: mask for port, mask in masks.items() if mask is not None}
        if node.kind is NodeKind.INPUT:
            return {"0": self._given[node.id]} if node.id in self._given else {}
        if result.inside is not None:
            return self._inside(result.inside, masked)
        if node.kind is NodeKind.OUTPUT or not result.outputs or result.faults:
            return {}
        if not masked:
            own = _makes_mask(_layer(result))
            return dict.fromkeys(result.outputs, look.title_of(node.id)) if own else {}
        return self._kept(node, result, edges, masks)

    def _inside(self, inside: Look, masked: Mapping[str, str]) -> Masks:
        """Masks of a block's outputs; it is followed with those that it is given."""
        block = self._blocks[inside.setting.block or ""]
        ports = [port.name for port in block_ports(block).inputs]
        inputs = dict(zip(ports, model_inputs(block.graph), strict=True))
        given = {inputs[port]: mask for port, mask in masked.items() if port in inputs}
        masks = _Way(inside, given, self._blocks, self._found).follow()
        ends = zip(output_keys(block), model_outputs(block.graph), strict=False)
        found = {key: masks.get(node, {}).get(output) for key, (node, output) in ends}
        return {key: mask for key, mask in found.items() if mask is not None}

    def _kept(
        self,
        node: Node,
        result: Result,
        edges: Sequence[Edge],
        masks: Mapping[str, str | None],
    ) -> Masks:
        """Masks of the outputs of a call that is given some; what it loses is told.

        Keras looks at those of the first argument.
        """
        layer = _layer(result)
        if layer is None:
            maker = next(mask for mask in masks.values() if mask)
            self._tell(node, maker, "is an operation, which keeps none")
            return {}
        first = next(iter(call_parameters(layer)))
        own = [edge for edge in edges if split_port(edge.port)[0] == first]
        told = [masks[edge.port] for edge in own]
        maker = next((mask for mask in told if mask), "")
        if maker and not layer.supports_masking:
            self._tell(node, maker, "does not keep it")
        if not maker or not layer.supports_masking:
            return {}
        after = self._after(layer, own, told)
        if after is None and None in told:
            self._tell(node, maker, "joins it with what has none, which loses it")
        flat = keras.tree.flatten(after) if after is not None else []
        pairs = zip(result.outputs, flat, strict=False)
        return {key: maker for key, mask in pairs if mask is not None}

    def _after(
        self, layer: Any, own: Sequence[Edge], told: Sequence[str | None]
    ) -> Any:
        """What Keras makes of the masks of these wires."""
        specs = [self._look.results[e.source].outputs[e.output] for e in own]
        tensors = [spec.tensor() for spec in specs]
        masks = [
            keras.KerasTensor(spec.shape[:2], "bool") if mask else None
            for spec, mask in zip(specs, told, strict=True)
        ]
        if split_port(own[0].port)[1]:
            return _mask_of(layer, tensors, masks)
        return _mask_of(layer, tensors[0], masks[0])

    def _tell(self, node: Node, maker: str, why: str) -> None:
        text = (
            f"{self._look.title_of(node.id)} gets the mask of {maker}, which marks "
            f"what is padding, and {why}: from here on padding counts like data. Take "
            f"a layer that heeds masks, or let {maker} make none."
        )
        block = self._look.setting.block
        problem = Problem(Severity.WARNING, "T-MASK", text, node.id, block=block)
        self._found.setdefault((block, node.id), problem)
