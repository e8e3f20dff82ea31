"""What the catalog would say of a block: its exposed parameters, and what it is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from studio.catalog.spec import Catalog, ClassSpec, Parameter, ParameterKind, Role
from studio.graph.block import Block, BlockParameter, parameter_name
from studio.graph.model import LayerDefinition, NodeKind


def spec_of(
    definition: LayerDefinition, blocks: Mapping[str, Block], catalog: Catalog
) -> ClassSpec | None:
    """Spec of a definition: its block's, else its class'; None for an unknown one."""
    block = blocks.get(definition.block or "")
    known = catalog.find(definition.layer_class)
    return known if known or block is None else block_spec(block, catalog)


def block_spec(block: Block, catalog: Catalog) -> ClassSpec:
    """Spec of a block; an exposed parameter is edited as the one inside."""
    layers = sum(node.kind is NodeKind.LAYER for node in block.nodes)
    counted = "1 layer" if layers == 1 else f"{layers} layers"
    return ClassSpec(
        block.name,
        Role.LAYER,
        parameters=tuple(_exposed(block, p, catalog) for p in block.parameters),
        summary=f"A block of {counted}. Double-click its card to open it.",
    )


def _exposed(block: Block, wanted: BlockParameter, catalog: Catalog) -> Parameter:
    for definition in block.definitions:
        spec = catalog.find(definition.layer_class)
        for name, value in definition.parameters.items():
            inside = spec.parameter(name) if spec else None
            if inside and parameter_name(value) == wanted.name:
                return replace(
                    inside,
                    name=wanted.name,
                    default=wanted.default,
                    required=False,
                    doc=f"{name} of {definition.class_name} inside. {inside.doc}",
                )
    return Parameter(wanted.name, ParameterKind.ANY, wanted.default)
