"""Rules told of layers inside blocks, at the layer and its block."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.graph import commands
from studio.graph.edits import Disconnect
from studio.graph.fragment import duplicate
from studio.graph.grouping import group
from studio.graph.model import Edge, Point
from studio.graph.review import Said, review
from studio.graph.rules import check
from studio.graph.scoping import scoped
from studio.protocol.messages import NodeFacts, OutputFacts
from tests.repairs.models import CATALOG, chain, mlp


def facts(node, *shape, params=0, dtype="float32", trainable=None):
    """What Keras might say of a node."""
    outputs = (OutputFacts("0", (None, *shape), dtype),)
    trained = params if trainable is None else trainable
    return NodeFacts(node, outputs, params, trained)


def known(model, **others):
    """What Keras says of the small net, with other words for some nodes."""
    said = {
        "image": {"shape": (8, 8, 1)},
        "flat": {"shape": (64,)},
        "one": {"shape": (32,), "params": 2080},
        "drop": {"shape": (32,)},
        "head": {"shape": (10,), "params": 330},
        **others,
    }
    ids = model.ids
    return {
        ids[n]: facts(ids[n], *s["shape"], **{k: s[k] for k in s if k != "shape"})
        for n, s in said.items()
        if n in ids
    }


def grouped(model, *names):
    edit, node = group(model.document, [model.ids[name] for name in names])
    model.document.apply(edit)
    model.ids["block"] = node
    (model.block,) = model.document.blocks
    return model


def told(model, facts_of=None):
    said = Said(known(model) if facts_of is None else facts_of, (), model.data)
    return {
        p.code: (p.node, p.block, p.parameter)
        for p in review(model.document, CATALOG, said)
    }


def fix(model, code, facts_of=None, then=None):
    """Apply the first fix of a problem; it is gone, once Keras says `then`."""
    said = Said(known(model) if facts_of is None else facts_of, (), model.data)
    problems = review(model.document, CATALOG, said)
    problem = next(p for p in problems if p.code == code)
    model.document.apply(problem.fixes[0].edit)
    after = replace(said, known=then or said.known)
    again = review(model.document, CATALOG, after)
    assert code not in [p.code for p in again]
    return problem


def test_a_good_block_is_told_nothing():
    assert told(grouped(mlp(), "one", "drop")) == {}
    assert told(grouped(mlp(), "drop", "head")) == {}


def test_dropout_of_everything_in_a_block():
    model = grouped(mlp().set("drop", rate=1.0), "one", "drop")
    assert told(model) == {"T-DROPOUT": (model.ids["drop"], model.block, "rate")}
    assert "block_drop drops" in fix(model, "T-DROPOUT").text


def test_what_two_instances_share_is_told_once():
    model = grouped(mlp().set("drop", rate=1.0), "drop")
    edit, (twin,) = duplicate(model.document, [model.ids["block"]])
    model.document.apply(edit)
    model.ids["twin"] = twin
    model.wire("block", "twin", "x").wire("twin", "head", "inputs")
    said = Said(known(model), (), model.data)
    found = review(model.document, CATALOG, said)
    assert [p.code for p in found] == ["T-DROPOUT"]


def test_a_head_in_a_block_is_held_against_the_labels():
    model = grouped(mlp().set("head", units=5), "drop", "head")
    said = known(model, head={"shape": (5,)})
    head = model.ids["head"]
    assert told(model, said) == {"D-CLASSES": (head, model.block, "units")}
    (block,) = model.document.blocks.values()
    problem = fix(model, "D-CLASSES", said, known(model))
    (block,) = model.document.blocks.values()
    assert block.graph.definition_of(head).parameters["units"] == 10
    assert "block_head gives 5 numbers" in problem.text


def test_an_activation_in_a_block():
    model = grouped(mlp().set("head", activation="sigmoid"), "head")
    assert told(model) == {"D-SIGMOID": (model.ids["head"], model.block, "activation")}
    fix(model, "D-SIGMOID")


def test_a_chain_goes_on_through_blocks():
    model, source = mlp(), "one"
    for index in range(4):
        name = f"s{index}"
        model.add(name, "Dense", source, units=32, activation="sigmoid")
        source = name
    model.wire(source, "drop", "inputs")
    grouped(model, "s1", "s2")
    more = {f"s{i}": {"shape": (32,), "params": 1056} for i in range(4)}
    said = known(model, **more)
    assert told(model, said) == {"T-SIGMOIDS": (model.ids["s3"], None, "activation")}
    fix(model, "T-SIGMOIDS", said)


@pytest.mark.parametrize(("length", "codes"), [(19, []), (20, ["T-DEPTH"])])
def test_a_deep_chain_with_a_block_in_it(length, codes):
    model = mlp().delete("drop", "head")
    layers = [(f"d{i}", "Dense", {"units": 32}) for i in range(length - 2)]
    chain(model, *layers, ("head", "Dense", {"units": 10, "activation": "softmax"}))
    grouped(model, "d3", "d4", "d5")
    more = {name: {"shape": (32,), "params": 1056} for name, _, _ in layers}
    assert list(told(model, known(model, **more))) == codes


def test_parameters_explode_inside_a_block():
    model = grouped(mlp(), "flat", "one")
    said = known(model, one={"shape": (32,), "params": 6_000_000})
    assert told(model, said) == {"T-EXPLOSION": (model.ids["one"], model.block, None)}


def test_frozen_layers_in_a_block_are_thawed_where_they_are():
    model = mlp().set("one", trainable=False).set("head", trainable=False)
    grouped(model, "one", "head", "drop")
    frozen = known(
        model,
        one={"shape": (32,), "params": 2080, "trainable": 0},
        head={"shape": (10,), "params": 330, "trainable": 0},
    )
    head = model.ids["head"]
    assert told(model, frozen) == {"T-FROZEN": (head, model.block, "trainable")}
    problems = review(model.document, CATALOG, Said(frozen, (), model.data))
    model.document.apply(problems[0].fixes[0].edit)
    (block,) = model.document.blocks.values()
    assert "trainable" not in block.graph.definition_of(head).parameters


def test_whole_numbers_reach_a_layer_in_a_block():
    model = grouped(mlp(), "one", "drop")
    said = known(model, flat={"shape": (64,), "dtype": "int32"})
    assert told(model, said) == {
        "K-INTEGERS": (model.ids["one"], model.block, "inputs")
    }


def test_normalisation_in_a_block_needs_batches():
    model = mlp().add("norm", "BatchNormalization", "one").batch(2)
    model.wire("norm", "drop", "inputs")
    grouped(model, "norm", "drop")
    said = known(model, norm={"shape": (32,), "params": 128})
    assert told(model, said) == {"T-TINY-BATCH": (model.ids["norm"], model.block, None)}
    assert told(model.batch(32), said) == {}


def test_a_rescaling_in_a_block_counts():
    model = mlp().of(input_range=(0.0, 255.0))
    assert "D-SCALE" in told(model)
    model = mlp().of(input_range=(0.0, 255.0))
    model.add("scale", "Rescaling", "image", scale=1 / 255)
    model.wire("scale", "flat", "inputs")
    grouped(model, "scale", "flat")
    assert told(model, known(model, scale={"shape": (8, 8, 1)})) == {}


def test_layers_without_weights_hand_raw_values_on():
    model = mlp().of(input_range=(0.0, 255.0))
    model.add("turn", "RandomFlip", "image").add("scale", "Rescaling", "turn")
    model.wire("scale", "flat", "inputs")
    said = known(model, turn={"shape": (8, 8, 1)}, scale={"shape": (8, 8, 1)})
    assert "D-SCALE" not in told(model, said)
    said = known(model, turn={"shape": (8, 8, 1), "params": 2})
    assert "D-SCALE" in told(model, said)


def test_all_is_told_at_once():
    """An error at one place does not hush what is known of others."""
    model = mlp().set("drop", rate=1.0).optimizer("Adam", learning_rate=5.0)
    model.loss("MeanSquaredError").set("image", shape=(9, 9, 1)).cut("one")
    model.output("out", "head")
    ids = model.ids
    said = {ids["image"]: facts(ids["image"], 9, 9, 1)}
    found = set(told(model, said))
    assert {"G-INPUT", "T-DROPOUT", "T-RATE", "D-SHAPE", "D-LOSS"} <= found


def test_what_an_unfinished_model_gives_back_is_not_guessed():
    model = mlp().cut("one")  # without a mark, the Flatten in the middle is an end
    said = {k: v for k, v in known(model).items() if k != model.ids["one"]}
    assert set(told(model, said)) == {"G-INPUT", "G-UNREACHABLE"}
    model.output("out", "head").set("head", units=5)
    del said[model.ids["head"]]  # the layer's own units are known all the same
    assert "D-CLASSES" in told(model, said)


def structural(model):
    return {p.code: (p.node, p.block) for p in check(model.document, CATALOG)}


def inside(model, edit):
    model.document.apply(scoped(edit, model.block))


def test_names_in_a_block_are_unique():
    model = grouped(mlp(), "one", "drop")
    assert structural(model) == {}
    inner = model.document.inside(model.block)
    inside(model, commands.rename(inner, model.ids["drop"], "{name}_one"))
    assert structural(model) == {"G-NAME": (model.ids["drop"], model.block)}
    (problem,) = check(model.document, CATALOG)
    assert "“block_one”" in problem.text
    model.document.apply(problem.fixes[0].edit)
    assert structural(model) == {}


def test_a_dead_end_in_a_block():
    model = grouped(mlp(), "one", "drop")
    inner = model.document.inside(model.block)
    edit, side = commands.place_layer(inner, "keras.layers.Dense", Point(0, 0))
    inside(model, edit)
    wire = Edge(model.ids["one"], side, "inputs")
    inside(model, commands.connect(model.document.inside(model.block), wire))
    assert structural(model) == {"G-DEAD-END": (side, model.block)}
    (problem,) = check(model.document, CATALOG)
    model.document.apply(problem.fixes[0].edit)
    assert structural(model) == {}


def test_what_no_input_of_a_block_reaches():
    model = grouped(mlp(), "one", "drop", "head")
    wire = model.document.blocks[model.block].graph.edges_into(model.ids["one"])[0]
    inside(model, Disconnect(*wire.key))
    found = structural(model)
    assert found["G-INPUT"] == (model.ids["one"], model.block)
    assert found["G-UNREACHABLE"] == (model.ids["drop"], model.block)
    assert found["G-UNUSED"][1] == model.block


def test_causes_are_told_before_what_they_cause():
    """Along the wires, in blocks too, and settings last."""
    model = grouped(mlp().set("drop", rate=1.0), "one", "drop")
    model.set("head", units=7).fit(epochs=0)
    model.set("image", shape=(9, 8, 1))
    facts_of = known(model, image={"shape": (9, 8, 1)}, head={"shape": (7,)})
    said = Said(facts_of, (), model.data)
    codes = [p.code for p in review(model.document, CATALOG, said)]
    assert codes == ["D-SHAPE", "D-CLASSES", "D-FIT", "T-DROPOUT"]


def test_outputs_that_blocks_give_go_by_the_names_of_their_instances():
    """Keras calls an output as its layer, in a block after the instance."""
    model = mlp().add("side", "Dense", "one", units=10)
    model.rename("side", "aside")
    grouped(model, "drop", "head")
    model.data = None
    (problem,) = [
        p for p in review(model.document, CATALOG, Said()) if p.code == "S-OUTPUT-NAME"
    ]
    assert (problem.node, problem.block) == (model.ids["block"], None)
    model.document.apply(problem.fixes[0].edit)
    assert model.graph.title_of(model.ids["block"]) == "output_2"
    again = review(model.document, CATALOG, Said())
    assert "S-OUTPUT-NAME" not in [p.code for p in again]
