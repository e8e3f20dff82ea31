"""Looks into blocks: nested models, called as a whole, and groups, expanded."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from studio.graph.algorithms import model_inputs, model_outputs
from studio.graph.block import INSTANCE_NAME, Block, BlockKind
from studio.graph.block_ports import block_ports, output_keys
from studio.graph.model import NodeKind
from studio.runtime.engine.layers import Fault
from studio.runtime.engine.look import Look
from studio.runtime.engine.misfits import sample_text
from studio.runtime.engine.scene import Result, Scene, Setting, Tensor, Wires, World
from studio.runtime.engine.symbolic import TensorSpec


def enter(world: World, scene: Scene) -> Result:
    """Result of a node that stands for a block."""
    definition, outer = scene.definition, scene.outer
    block = world.blocks[definition.block or ""]
    setting = Setting(
        block.id,
        definition.name.replace(INSTANCE_NAME, outer.name),
        is_frozen=outer.is_frozen or definition.parameters.get("trainable") is False,
    )
    given = _given(block, scene.wires)
    if block.kind is BlockKind.GROUP:
        values = {p.name: p.default for p in block.parameters} | definition.parameters
        setting = replace(setting, tensors=given, values=values)
        return _result(block, Look(block.graph, world, setting, scene.earlier))
    return _model(block, world, setting, given, scene)


def _given(block: Block, wires: Wires) -> dict[str, Tensor]:
    """Tensor of each input of the block, by the input's node."""
    ports = [port.name for port in block_ports(block).inputs]
    nodes = dict(zip(ports, model_inputs(block.graph), strict=True))
    return {nodes[p]: t for p, t in wires if t is not None and p in nodes}


def _model(
    block: Block,
    world: World,
    setting: Setting,
    given: Mapping[str, Tensor],
    scene: Scene,
) -> Result:
    """A model has weights as its own inputs say; a call may bring other sizes."""
    own = _at_own_sizes(scene.before.inside if scene.before else None)
    if own is None:
        own = Look(block.graph, world, setting, _at_own_sizes(scene.earlier))
    inputs = model_inputs(block.graph)
    declared = {n: own.results[n].outputs.get("0") for n in inputs}
    if given.keys() < declared.keys() or any(t.is_partial for t in given.values()):
        return replace(_result(block, own), is_partial=True)
    actual: dict[str, Tensor] = {}
    for node_id, spec in declared.items():
        fitted = _fitted(given[node_id].spec, spec)
        if fitted is None:
            fault = _misfit(given[node_id].spec, spec)
            return replace(_result(block, own), faults=(fault,), is_partial=True)
        actual[node_id] = Tensor(fitted)
    if all(actual[node_id].spec == spec for node_id, spec in declared.items()):
        return _result(block, own)
    called = replace(setting, tensors=actual, start=own.ends)
    return _result(block, Look(block.graph, world, called, scene.earlier))


def _at_own_sizes(look: Look | None) -> Look | None:
    """The look, if the model's inputs speak for themselves in it."""
    return look if look is not None and look.setting.tensors is None else None


def _fitted(spec: TensorSpec, wanted: TensorSpec | None) -> TensorSpec | None:
    """Tensor as a model takes it: cast, and an axis of size 1 made or dropped."""
    if wanted is None:
        return spec
    shape = spec.shape
    if len(shape) == len(wanted.shape) + 1 and shape[-1] == 1:
        shape = shape[:-1]
    elif len(shape) == len(wanted.shape) - 1 and wanted.shape[-1] == 1:
        shape = (*shape, 1)
    if len(shape) != len(wanted.shape):
        return None
    pairs = zip(shape, wanted.shape, strict=True)
    if any(None not in pair and pair[0] != pair[1] for pair in pairs):
        return None
    return TensorSpec(shape, wanted.dtype, spec.sparse, spec.rows)


def _misfit(spec: TensorSpec, wanted: TensorSpec | None) -> Fault:
    own = sample_text(wanted.shape) if wanted else "other samples"
    return Fault(
        "K-SHAPE",
        f"is a model for samples of {own} and gets {sample_text(spec.shape)}. Give it "
        "what it is made for, or change its input.",
    )


def _result(block: Block, look: Look) -> Result:
    outputs, is_partial = _outputs(block, look)
    return Result(
        outputs,
        is_partial=is_partial,
        weights=look.weights(),
        work=look.work(),
        inside=look,
        is_settled=look.is_settled,
    )


def _outputs(block: Block, look: Look) -> tuple[dict[str, TensorSpec], bool]:
    """Specs of the block's outputs by key, and whether some are not fully known."""
    graph = block.graph
    keys = output_keys(block)
    ends = model_outputs(graph)
    is_partial = len(ends) < len(keys) or any(
        node.kind is NodeKind.OUTPUT and look.results[node.id].is_partial
        for node in graph.nodes.values()
    )
    outputs: dict[str, TensorSpec] = {}
    for key, (node_id, output) in zip(keys, ends, strict=False):
        result = look.results[node_id]
        is_partial = is_partial or result.is_partial
        if output in result.outputs:
            outputs[key] = result.outputs[output]
    return outputs, is_partial
