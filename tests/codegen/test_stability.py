"""A small edit of the document is a small edit of its code."""

from dataclasses import replace
from difflib import SequenceMatcher
from random import Random

import pytest

from studio.codegen.model_code import generate_model
from studio.graph import commands, edits
from tests.codegen.random_models import RandomModel


def differing(before, after):
    """Numbers of the old lines that are not in the new text, and of new lines."""
    old, new = before.text.splitlines(), after.text.splitlines()
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    gone, made = [], []
    for tag, i1, i2, j1, j2 in matcher.get_opcodes():
        if tag != "equal":
            gone += range(i1 + 1, i2 + 1)
            made += range(j1 + 1, j2 + 1)
    return gone, made


@pytest.mark.parametrize("number", range(40))
def test_a_parameter_changes_lines_of_its_own_nodes_alone(catalog, number):
    document = RandomModel(catalog, Random(number)).document
    for definition in list(document.graph.definitions.values()):
        if definition.class_name != "Dense":
            continue
        before = generate_model(document, catalog)
        values = {**definition.parameters, "units": 1234}
        undo = document.apply(
            edits.ChangeDefinition(replace(definition, parameters=values))
        )
        after = generate_model(document, catalog)
        gone, made = differing(before, after)
        own = {node.id for node in document.graph.callers_of(definition.id)}
        assert gone
        assert all(own & set(before.nodes_at(line)) for line in gone)
        assert all(own & set(after.nodes_at(line)) for line in made)
        document.apply(undo)
        assert generate_model(document, catalog) == before


def test_a_layer_more_in_a_chain_is_a_line_more(draw, catalog):
    node = draw.input(8)
    nodes = [node := draw.layer("Dense", node, units=8) for _ in range(6)]
    document = draw.document
    before = generate_model(document, catalog)
    for place in range(len(nodes) - 1):
        edit, new = commands.place_layer(
            document, "keras.layers.Dropout", (0, 0), {"rate": 0.5}
        )
        wire = next(iter(document.graph.edges_out_of(nodes[place])))
        undo = document.apply(edit)
        joined = commands.insert_on_edge(document, catalog, new, wire)
        undo_join = document.apply(joined)
        gone, made = differing(before, generate_model(document, catalog))
        assert (len(gone), len(made)) == (0, 1)
        document.apply(undo_join)
        document.apply(undo)
    assert generate_model(document, catalog) == before
