"""What the inspector shows of a block."""

from __future__ import annotations

from studio.catalog.block_spec import spec_of
from studio.catalog.spec import ParameterKind
from studio.catalog.store import load_catalog
from studio.graph import commands
from studio.graph.exposing import expose
from studio.graph.grouping import group
from tests.graph.test_grouping import chain


def test_an_exposed_parameter_is_edited_as_the_one_inside():
    document, (_, first, second) = chain("Dense", "Dropout")
    layer = document.graph.nodes[first].definition
    document.apply(commands.set_parameters(document, layer, {"units": 8}))
    edit, node = group(document, [first, second])
    document.apply(edit)
    (block,) = document.blocks
    document.apply(expose(document, block, layer, "units"))
    instance = document.graph.definition_of(node)
    spec = spec_of(instance, document.blocks, load_catalog())
    (parameter,) = spec.parameters
    assert (parameter.name, parameter.kind) == ("units", ParameterKind.INT)
    assert (parameter.default, parameter.required) == (8, False)
    assert spec.summary.startswith("A block of 2 layers.")
