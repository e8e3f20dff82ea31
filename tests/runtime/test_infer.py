"""What Keras says of graphs: shapes, weights, and mistakes in plain words."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from studio.catalog.store import load_catalog
from studio.codegen.training_code import generate_training
from studio.graph.edits import ChangeDefinition, RemoveNode
from studio.graph.values import keras_object
from studio.importing.archive import import_file
from studio.project.examples import list_examples, load_example
from studio.protocol.infer_messages import Asking, InferEdits, OutOfStep
from studio.protocol.messages import Infer, Inferred
from studio.runtime.session import EngineSession
from tests.runtime.drawing import Drawing, Told, ask, question

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


def one(layer, parameters, *shape, port="inputs", **more):
    """An input of a shape and one layer called ``x`` on it."""
    drawing = Drawing().input("a", *shape, **more)
    return drawing.add("x", layer, parameters, **{port: "a"})


def two(layer, parameters, first, second):
    drawing = Drawing().input("a", *first).input("b", *second)
    return drawing.add("x", layer, parameters, inputs=["a", "b"])


def test_the_lecture_nets_are_what_keras_builds(engine, tmp_path):
    told = {}
    for example in list_examples():
        document = load_example(example.name).document
        script = generate_training(document, load_catalog(), "").text
        (tmp_path / f"{example.name}.py").write_text(script, "utf-8")
        request = Infer(engine.next_request(), 0, *document.graph.parts())
        told[example.name] = document, Told(engine.ask(request, Inferred))
    assert told
    command = [sys.executable, "-c", KERAS_SAYS, str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    for name, keras_says in json.loads(done.stdout).items():
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


WORK = [
    # A sum over a 3 x 3 x 3 window for each of 6 x 6 x 4 values, and 144 biases.
    ("Conv2D", {"filters": 4, "kernel_size": 3}, (8, 8, 3), 3888, 2 * 3888 + 144),
    ("DepthwiseConv2D", {"kernel_size": 3, "use_bias": False}, (8, 8, 3), 972, 1944),
    ("Dense", {"units": 5}, (7,), 35, 75),
    ("Dense", {"units": 5, "use_bias": False}, (2, 7), 70, 140),
    ("Flatten", {}, (2, 7), 0, 0),
    ("ReLU", {}, (2, 7), 0, 14),
    ("MaxPooling2D", {}, (8, 8, 3), 0, 4 * 48),
]


@pytest.mark.parametrize(("layer", "parameters", "shape", "macs", "flops"), WORK)
def test_work_is_counted_for_one_sample(said, layer, parameters, shape, macs, flops):
    facts = said(one(layer, parameters, *shape)).facts["x"]
    assert (facts.macs, facts.flops) == (macs, flops)


def test_a_loop_counts_each_of_its_steps(said):
    facts = said(one("LSTM", {"units": 4}, 7, 3, port="sequences")).facts["x"]
    assert facts.macs == 7 * (3 * 16 + 4 * 16)


def test_memory_follows_the_dtype_policy(said):
    parameters = {"units": 5, "dtype": "mixed_float16"}
    facts = said(one("Dense", parameters, 7)).facts["x"]
    assert facts.policy == "mixed_float16"
    assert (facts.weight_bytes, facts.activation_bytes) == (4 * 40, 2 * 5)


def test_a_fixed_batch_is_no_part_of_a_sample(said):
    drawing = Drawing().add("a", "InputLayer", {"batch_shape": (6, 7)})
    told = said(drawing.add("x", "Dense", {"units": 5}, inputs="a"))
    assert (told.facts["x"].macs, told.facts["x"].activation_bytes) == (35, 20)


def test_all_problems_at_once_and_none_behind_another(said):
    drawing = Drawing().input("a", 28, 28)
    drawing.add("c", "Conv2D", {"filters": 4, "kernel_size": 3}, inputs="a")
    drawing.add("f", "Flatten", {}, inputs="c")
    drawing.add("d", "Dense", {"units": -3, "activation": "rellu"}, inputs="f")
    drawing.add("e", "Dropout", {"rate": 1.5}, inputs="a")
    told = said(drawing)
    assert set(told.problems) == {
        ("c", "K-RANK", None),
        ("d", "K-PARAMETER", "units"),
        ("d", "K-PARAMETER", "activation"),
        ("e", "K-PARAMETER", "rate"),
    }
    assert told.shape("f") == (None, None)
    assert told.facts["f"].is_partial


def test_unfinished_graphs_are_looked_at_as_far_as_they_go(said):
    drawing = Drawing().input("a", 4)
    drawing.add("x", "Dense", {"units": 3}, inputs="y")
    drawing.add("y", "Dense", {"units": 0}, inputs="x")
    drawing.add("lone", "Add", {}, inputs=[])
    drawing.add("z", "Dense", {"units": 2}, inputs="a")
    drawing.add("twice", "Dense", {"units": 2}, inputs=["a", "a"])
    told = said(drawing)
    assert told.problems == [("y", "K-PARAMETER", "units")]
    assert told.shape("z") == (None, 2)


def test_an_output_that_went_away_is_named(said):
    drawing = Drawing().input("a", 7, 4)
    drawing.add("x", "LSTM", {"units": 3}, sequences="a")
    drawing.add("y", "Dense", {"units": 2}, inputs="x:1")
    told = said(drawing)
    assert told.problems == [("y", "K-OUTPUT", "inputs")]


def test_no_weight_is_ever_allocated(engine):
    ask(engine, one("Dense", {"units": 4}, 8))
    before = _peak_mib(engine.pid)
    told = ask(engine, one("Dense", {"units": 40_000}, 40_000))
    assert told.answer.total_params == 40_000 * 40_001
    assert _peak_mib(engine.pid) - before < 100  # its weights would take 6,100


def _peak_mib(pid):
    status = Path(f"/proc/{pid}/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024


def test_an_edit_costs_what_is_behind_it(engine):
    def chain(width):
        drawing = Drawing().input("a", 16)
        for i in range(300):
            units = width if i == 299 else 16 + i % 5
            drawing.add(
                f"d{i}", "Dense", {"units": units}, inputs=f"d{i - 1}" if i else "a"
            )
        return drawing

    ask(engine, chain(3))
    start = time.perf_counter()
    assert ask(engine, chain(4)).shape("d299") == (None, 4)
    assert time.perf_counter() - start < 1.0


def test_equal_layers_of_other_names_do_not_mix_up(said):
    drawing = Drawing().input("a", 4).input("b", 5)
    drawing.add("x", "Dense", {"units": 3}, inputs="a")
    drawing.add("y", "Dense", {"units": 3}, inputs="b")
    told = said(drawing)
    assert [told.facts[n].params for n in "xy"] == [15, 18]


def test_revision_and_request_come_back(engine):
    answer = ask(engine, Drawing().input("a", 4), revision=12).answer
    assert answer.revision == 12


CONV = {"filters": 8, "kernel_size": (3, 3)}

MISTAKES = [
    (one("Conv2D", CONV, 28, 28), None, "Put a Reshape to (28, 28, 1) before it"),
    (one("Dense", {"units": 3}), None, "at least 1 axis"),
    (
        one("LSTM", {"units": 3}, 8, 8, 3, port="sequences"),
        None,
        "needs samples with 2",
    ),
    (two("Concatenate", {}, (4, 8), (5, 9)), None, "differ along axis -1 only"),
    (two("Add", {}, (4,), (5,)), None, "gets (4,) and (5,)"),
    (two("Dot", {"axes": 1}, (4,), (5,)), None, "finds 4 and 5"),
    (
        one("Conv2D", {**CONV, "kernel_size": (9, 9)}, 8, 8, 1),
        None,
        "window (kernel_size (9, 9)) that is larger than its input (8, 8, 1)",
    ),
    (one("MaxPooling2D", {"pool_size": 9}, 8, 8, 1), None, "larger than its input"),
    (one("Dense", {"units": -1}, 8), "units", "a whole number above 0"),
    (one("Dense", {"units": "a"}, 8), "units", "not “a”"),
    (one("Dense", {"units": 1.5}, 8), "units", "not 1.5"),
    (one("Dropout", {"rate": 1.5}, 8), "rate", "from 0 to 1"),
    (one("Dense", {}, 8), "units", "needs a value for “units”"),
    (Drawing().add("x", "InputLayer"), "shape", "needs a value for “shape”"),
    (one("Dense", {"units": 3, "activation": "rellu"}, 8), "activation", "“relu”?"),
    (
        one("Dense", {"units": 3, "kernel_regularizer": "l3"}, 8),
        "kernel_regularizer",
        "does not know “l3”",
    ),
    (one("Reshape", {"target_shape": (5, 5)}, 8, 8), None, "whose product is 64"),
    (
        one("Conv2D", {**CONV, "padding": "sam"}, 8, 8, 1),
        "padding",
        "“valid” or “same”",
    ),
    (
        one("Conv2D", {**CONV, "kernel_size": (3, 3, 3)}, 8, 8, 1),
        "kernel_size",
        "or 2 of them in brackets",
    ),
    (one("Conv2D", {**CONV, "groups": 3}, 8, 8, 1), "groups", "evenly divisible"),
    (one("Dense", {"units": 3, "unit": 4}, 8), "unit", "Remove it."),
    (one("Dense", {"units": 3}, None), None, "needs to know the sizes"),
    (
        one("Conv2D", {**CONV, "kernel_initializer": "identity"}, 8, 8, 1),
        None,
        "can only be used",
    ),
    (one("Cropping2D", {"cropping": 5}, 8, 8, 1), None, "Cut off less"),
    (
        one("Resizing", {"height": 9, "width": 9}, 8, port="data"),
        None,
        "cannot work on",
    ),
    (one("Dense", {"units": 3}, 8, dtype="string"), None, "gets text"),
    (
        one(
            "Bidirectional",
            {"layer": keras_object("keras.layers.Dense", {"units": 3})},
            8,
            8,
            port="sequences",
        ),
        "layer",
        "cannot use Dense as “layer”",
    ),
    (
        Drawing().add("x", "InputLayer", {"shape": (-3,)}),
        "shape",
        "such as (28, 28, 1)",
    ),
]


@pytest.mark.parametrize(("drawing", "parameter", "part"), MISTAKES)
def test_mistakes_are_told_in_plain_words(said, drawing, parameter, part):
    told = said(drawing)
    assert [p[0] for p in told.problems] == ["x"]
    assert told.problems[0][2] == parameter
    (text,) = told.texts
    assert part in text
    assert text.startswith("x ")
    assert text.endswith(".") or text.endswith("?")
    assert not re.search(
        r"this_layer|\x1b|KerasTensor|Traceback|Arguments received", text
    )


@pytest.mark.parametrize(
    ("drawing", "code"),
    [
        (one("Lambda", {"function": "print"}, 8), "K-CLASS"),
        (one("Layer", {}, 8), "K-CLASS"),
        (one("NoSuchLayer", {}, 8), "K-CLASS"),
        (one("os.system", {"command": "true"}, 8), "K-CLASS"),
        (one("StringLookup", {"vocabulary": __file__}, 8, dtype="string"), "K-REFUSED"),
    ],
)
def test_what_would_run_code_or_read_files_is_refused(said, drawing, code):
    assert said(drawing).problems[0][:2] == ("x", code)


@pytest.mark.parametrize(
    "value",
    [
        keras_object("os.system", {"command": "touch {mark}"}),
        keras_object("keras.layers.Lambda", {"function": "x"}),
        keras_object("builtins.eval", {"source": "open('{mark}', 'w')"}),
        {"class_name": "function", "config": "eval", "module": "builtins"},
        {"class_name": "__lambda__", "config": {"value": "4wEA"}, "module": "builtins"},
    ],
)
def test_nested_objects_are_made_from_the_catalog_only(said, value, tmp_path):
    mark = tmp_path / "mark"
    planted = json.loads(json.dumps(value).replace("{mark}", str(mark)))
    for parameters in (
        {"units": 3, "kernel_initializer": planted},
        {"units": 3, "activation": planted},
    ):
        told = said(one("Dense", parameters, 8))
        assert told.problems[0][1] in ("K-REFUSED", "K-PARAMETER")
    told = said(one("TimeDistributed", {"layer": planted}, 8, 8))
    assert told.problems[0][1] in ("K-REFUSED", "K-PARAMETER")
    assert not mark.exists()


@pytest.mark.parametrize(
    ("drawing", "code", "words"),
    [
        (one("LSTM", {"units": 3}, 8, 8, 3, port="sequences"), "K-RANK", "3 axes"),
        (two("Add", {}, (4,), (8,)), "K-MERGE", "(4,) and (8,)"),
        (one("MaxPooling2D", {"pool_size": 9}, 8, 8, 1), "K-WINDOW", "pool_size 9"),
        (one("Reshape", {"target_shape": (7, 7)}, 48), "K-RESHAPE", "48 values"),
        (
            one("Activation", {"activation": "softmax"}, 8, dtype="int32"),
            "K-DTYPE",
            "gets int32",
        ),
        (
            Drawing().input("a", 4).add("x", "Subtract", {}, inputs=["a", "a", "a"]),
            "K-ARITY",
            "takes 2 tensors and gets 3",
        ),
    ],
)
def test_each_kind_of_misfit_has_a_code_of_its_own(said, drawing, code, words):
    told = said(drawing)
    assert told.problems == [("x", code, None)]
    assert words in told.texts[0]


def test_edits_are_answered_by_what_they_change(engine):
    drawing = Drawing().input("a", 4)
    drawing.add("x", "Dense", {"units": 3}, inputs="a")
    drawing.add("y", "Dense", {"units": 2}, inputs="x")
    drawing.add("z", "Dense", {"units": 2}, inputs="a")
    ask(engine, drawing, revision=5)
    wider = replace(drawing.definitions[1], parameters={"units": 7})
    edits = (ChangeDefinition(wider),)
    request = InferEdits(engine.next_request(), 5, 6, edits)
    answer = engine.ask(request, Inferred)
    assert (answer.base, answer.revision) == (5, 6)
    assert {f.node: f.params for f in answer.nodes} == {"x": 35, "y": 16}
    assert answer.total_params == 35 + 16 + 10


@pytest.mark.parametrize("base", [7, 8])
def test_edits_of_another_document_are_not_guessed_at(engine, base):
    ask(engine, Drawing().input("a", 4), revision=7)
    edit = RemoveNode("nobody") if base == 7 else RemoveNode("a")
    request = InferEdits(engine.next_request(), base, 9, (edit,))
    assert engine.ask(request, OutOfStep)


def test_what_never_answered_is_not_asked_again(tmp_path, monkeypatch):
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path))
    drawing = one("Dense", {"units": 5}, 7)
    with EngineSession("infer") as first:
        events = list(until_inferred(first, drawing))
    asked = [event for event in events if isinstance(event, Asking)]
    assert [event.node for event in asked] == ["a", "x", "x"]
    with EngineSession("infer") as second:
        told = ask(second, drawing, avoid=(asked[-1].key,))
    assert told.problems == [("x", "K-HANG", None)]
    assert told.shape("a") == (None, 7)


def until_inferred(session, drawing):
    for event in session.request(question(session, drawing)):
        yield event
        if isinstance(event, Inferred):
            return


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
