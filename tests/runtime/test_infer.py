"""What Keras says of graphs: shapes, dtypes and weights of every node."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from studio.catalog.store import load_catalog
from studio.codegen.training_code import generate_training
from studio.importing.archive import import_file
from studio.project.examples import list_examples, load_example
from studio.protocol.messages import Infer, Inferred
from tests.runtime.drawing import Drawing, Told, ask, one

pytestmark = pytest.mark.engine

KERAS_SAYS = """
import json, pathlib, sys, keras
said = {}
for path in pathlib.Path(sys.argv[1]).glob("*.py"):
    keras.utils.clear_session()
    names = {"__name__": "script"}
    exec(compile(path.read_text(encoding="utf-8"), path.name, "exec"), names)
    model = names["build_model"]()
    said[path.stem] = {
        "total": model.count_params(),
        "trainable": sum(w.size for w in map(keras.ops.convert_to_numpy,
                                             model.trainable_weights)),
        "layers": {l.name: [list(l.output.shape), l.count_params()]
                   for l in model.layers},
    }
print(json.dumps(said))
"""


def test_the_lecture_nets_are_what_keras_builds(engine, python, tmp_path):
    told = {}
    for example in list_examples():
        document = load_example(example.name).document
        script = generate_training(document, load_catalog(), "").text
        (tmp_path / f"{example.name}.py").write_text(script, "utf-8")
        request = Infer(engine.next_request(), 0, *document.graph.parts())
        told[example.name] = document, Told(engine.ask(request, Inferred))
    assert told
    for name, keras_says in json.loads(python(KERAS_SAYS, tmp_path)).items():
        document, answer = told[name]
        assert answer.problems == []
        assert answer.answer.total_params == keras_says["total"]
        assert answer.answer.trainable_params == keras_says["trainable"]
        for node in document.graph.nodes.values():
            layer = keras_says["layers"].get(document.graph.title_of(node.id))
            if layer and node.definition:
                assert list(answer.shape(node.id)) == layer[0]
                assert answer.facts[node.id].params == layer[1]


def test_frozen_and_moving_weights_are_not_trainable(said):
    told = said(one("BatchNormalization", {}, 8))
    assert (told.facts["x"].params, told.facts["x"].trainable_params) == (32, 16)
    told = said(one("Dense", {"units": 3, "trainable": False}, 8))
    assert (told.answer.total_params, told.answer.trainable_params) == (27, 0)


def test_a_shared_layer_counts_once_and_keeps_its_size(said):
    drawing = Drawing().input("a", 4).input("b", 4).input("c", 5)
    drawing.add("x", "Dense", {"units": 3}, inputs="a")
    drawing.call("y", "x", inputs="b").call("z", "x", inputs="c")
    told = said(drawing)
    assert told.shape("y") == (None, 3)
    assert told.answer.total_params == 15
    assert told.facts["y"].params == 15
    assert told.problems == [("z", "K-BUILT", None)]
    assert "size 4 and gets (5,)" in told.texts[0]


def test_several_outputs_and_what_takes_them(said):
    drawing = Drawing().input("a", 7, 4)
    drawing.add("x", "LSTM", {"units": 3, "return_state": True}, sequences="a")
    drawing.add("y", "LSTM", {"units": 3}, sequences="a", initial_state=["x:1", "x:2"])
    drawing.output("o", "y").output("p", "x:3")
    told = said(drawing)
    assert [output.key for output in told.facts["x"].outputs] == ["0", "1", "2"]
    assert told.shape("y") == told.shape("o") == (None, 3)
    assert told.facts["p"].outputs == ()


def test_call_arguments_are_used(said):
    drawing = Drawing().input("a", 7, 4)
    scores = {"return_attention_scores": True}
    parameters = {"num_heads": 2, "key_dim": 4}
    drawing.add("x", "MultiHeadAttention", parameters, scores, query="a", value="a")
    drawing.add("y", "Flatten", {}, {"hurry": True}, inputs="a")
    told = said(drawing)
    assert told.shape("x", 1) == (None, 2, 7, 7)
    assert told.problems == [("y", "K-PARAMETER", "hurry")]


def test_dtypes_are_told(said):
    drawing = one("Embedding", {"input_dim": 9, "output_dim": 2}, 5, dtype="int32")
    told = said(drawing)
    assert [f.outputs[0].dtype for f in told.answer.nodes] == ["int32", "float32"]


def test_open_sizes_stay_open(said):
    told = said(one("Conv1D", {"filters": 2, "kernel_size": 3}, None, 4))
    assert told.shape("x") == (None, None, 2)
    facts = told.facts["x"]
    assert (facts.macs, facts.flops, facts.activation_bytes) == (None, None, None)
    assert facts.weight_bytes == 4 * facts.params
    assert facts.weight_shapes == ((3, 4, 2), (2,))


def test_no_weight_is_ever_allocated(engine):
    ask(engine, one("Dense", {"units": 4}, 8))
    before = _peak_mib(engine.pid)
    told = ask(engine, one("Dense", {"units": 40_000}, 40_000))
    assert told.answer.total_params == 40_000 * 40_001
    assert _peak_mib(engine.pid) - before < 100  # its weights would take 6,100


def _peak_mib(pid):
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024


def test_equal_layers_of_other_names_do_not_mix_up(said):
    drawing = Drawing().input("a", 4).input("b", 5)
    drawing.add("x", "Dense", {"units": 3}, inputs="a")
    drawing.add("y", "Dense", {"units": 3}, inputs="b")
    told = said(drawing)
    assert [told.facts[n].params for n in "xy"] == [15, 18]


def test_a_layer_may_hold_a_whole_model(engine):
    path = Path(__file__).parents[1] / "importing" / "models" / "held_model.json"
    document = import_file(path, load_catalog()).document
    parts = (*document.graph.parts(), tuple(document.blocks.values()))
    answer = engine.ask(Infer(engine.next_request(), 0, *parts), Inferred)
    assert answer.problems == ()
    facts = {f.node: f for f in answer.nodes}
    (node,) = (
        n
        for n in document.graph.nodes
        if document.graph.title_of(n) == "time_distributed"
    )
    assert facts[node].outputs[0].shape == (None, 6, 8)
    assert facts[node].params == 3 * 3 * 3 * 8 + 8
