"""Groups and blocks of a document that takes over what its code says."""

from __future__ import annotations

from dataclasses import replace

from studio.graph import edits
from studio.graph.muting import without_muted_nodes
from studio.importing.merge import merged
from tests.codegen import samples
from tests.importing.retold import changed, muted, opened


def test_a_group_opens_only_where_something_in_it_changed(catalog):
    document = samples.grouped()
    other = changed(
        opened(samples.grouped(), catalog), "block2_1_conv", activation="relu"
    )
    document.apply(merged(document, other, catalog))
    names = {d.name for d in document.graph.definitions.values()}
    assert "block1" in names
    assert "block2" not in names
    assert {"block2_1_conv", "block2_add"} <= names
    assert document.graph.definitions


def test_a_group_takes_over_what_its_parameter_can_say(catalog):
    document = samples.grouped()
    other = opened(samples.grouped(), catalog)
    for name in ("block2_1_conv", "block2_0_conv"):
        changed(other, name, filters=24, strides=(3, 3))
    (edit,) = merged(document, other, catalog).edits
    assert edit.definition.name == "block2"
    assert edit.definition.parameters == {"filters": 24, "strides": 3}


def test_a_parameter_has_one_value_for_all_layers_of_a_group(catalog):
    document = samples.grouped()
    other = changed(opened(samples.grouped(), catalog), "block2_1_conv", filters=24)
    document.apply(merged(document, other, catalog))
    assert "block2" not in {d.name for d in document.graph.definitions.values()}


def test_a_document_without_its_last_group_has_no_block(catalog):
    document = samples.grouped()
    other = opened(samples.grouped(), catalog)
    for name, activation in {"block1_1_conv": "relu", "block2_1_conv": "tanh"}.items():
        changed(other, name, activation=activation)
    document.apply(merged(document, other, catalog))
    assert document.blocks == {}


def test_what_changed_in_all_instances_changes_in_their_block(catalog):
    document = samples.grouped()
    other = opened(samples.grouped(), catalog)
    for name in ("block1", "block2"):
        changed(other, f"{name}_1_conv", activation="relu", strides=(3, 3))
        changed(other, f"{name}_0_conv", strides=(3, 3))
        graph = other.graph
        old = next(d for d in graph.definitions.values() if d.name == f"{name}_1_bn")
        new = replace(old, layer_class="keras.layers.LayerNormalization")
        other.apply(edits.ChangeDefinition(new))
    before = dict(document.graph.nodes)
    undo = document.apply(merged(document, other, catalog))
    assert dict(document.graph.nodes) == before
    (block,) = document.blocks.values()
    inside = {d.name: d for d in block.definitions}
    assert inside["{name}_1_conv"].parameters["activation"] == "relu"
    assert inside["{name}_1_bn"].layer_class == "keras.layers.LayerNormalization"
    values = {
        d.name: d.parameters
        for d in document.graph.definitions.values()
        if d.block == block.id
    }
    assert values == {
        "block1": {"filters": 8, "strides": 3},
        "block2": {"filters": 16, "strides": 3},
    }
    again = opened(document, catalog)
    assert merged(document, again, catalog).edits == ()
    document.apply(undo)
    assert document.same_content(samples.grouped())


def test_what_keras_takes_by_itself_is_not_missed_in_a_group(catalog):
    document = samples.grouped()
    other = opened(samples.grouped(), catalog)
    for definition in list(other.graph.definitions.values()):
        values = dict(definition.parameters)
        if values.get("strides") == 1:
            del values["strides"]  # as a config is read: without defaults
        if definition.name.endswith("_1_conv"):
            values["activation"] = "relu"
        other.apply(edits.ChangeDefinition(replace(definition, parameters=values)))
    (edit,) = merged(document, other, catalog).edits
    assert isinstance(edit, edits.ChangeBlock)
    assert [p.name for p in edit.block.parameters] == ["filters", "strides"]


def test_a_number_that_is_written_out_is_no_parameter_any_more(catalog):
    document = samples.grouped()
    other = opened(samples.grouped(), catalog)
    for name in ("block1", "block2"):
        changed(other, f"{name}_1_conv", filters=32, strides=1)
        changed(other, f"{name}_0_conv", filters=48, strides=1)
    document.apply(merged(document, other, catalog))
    (block,) = document.blocks.values()
    assert block.parameters == ()
    filters = {d.parameters.get("filters") for d in block.definitions}
    assert filters == {32, 48, None}


def test_a_block_that_is_used_muted_too_does_not_change(catalog):
    document = muted(samples.grouped(), "block2")
    other = opened(without_muted_nodes(document), catalog)
    changed(other, "block1_1_conv", activation="relu")
    before = dict(document.blocks)
    document.apply(merged(document, other, catalog))
    assert dict(document.blocks) == before
    assert "block2" in {d.name for d in document.graph.definitions.values()}


def test_a_nested_model_changes_inside_its_own_block(catalog):
    document, other = samples.nested(), samples.nested()
    block = other.blocks["b3"]
    definitions = tuple(
        replace(d, parameters={"units": 12}) if d.name == "dense" else d
        for d in block.definitions
    )
    other.apply(edits.ChangeBlock(replace(block, definitions=definitions)))
    (edit,) = merged(document, other, catalog).edits
    assert isinstance(edit, edits.ChangeBlock)
    assert edit.block.id == "b3"
    assert edit.block.graph.nodes == document.blocks["b3"].graph.nodes
