"""Models that layers are given as an argument, e.g. by `TimeDistributed`."""

from __future__ import annotations

from typing import Any

from studio.codegen.model_code import generate_model
from studio.graph.block import BlockKind
from studio.graph.document import Document
from studio.graph.setup import CodeSettings, CodeStyle, ModelSettings, Setup
from studio.graph.values import Value
from studio.model_values import model_blocks
from studio.runtime.engine.script import script_module
from studio.runtime.engine.symbolic import without_weights


def make_model(value: Value) -> Any:
    """Build a model from its value, without weights, by its own generated code.

    Raises:
        RecordError: the value holds no model.
        StudioError: its graph is wrong, or holds what the catalog does not know.
    """
    from studio.runtime.engine.introspect import current_catalog

    model, *inside = model_blocks(value)
    is_sequence = model.kind is BlockKind.SEQUENTIAL
    style = CodeStyle.SEQUENTIAL if is_sequence else CodeStyle.FUNCTIONAL
    setup = Setup(model=ModelSettings(model.name), code=CodeSettings(style))
    document = Document(model.graph, setup=setup, blocks=inside)
    code = generate_model(document, current_catalog()).text
    with without_weights(), script_module(code) as module:
        return module.build_model()
