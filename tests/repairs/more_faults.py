"""More seeded faults: of settings, names and wires, and what no edit repairs."""

from __future__ import annotations

from dataclasses import dataclass, replace

from studio.graph import commands
from studio.graph.edits import AddNode
from tests.repairs.faults import Fault, between
from tests.repairs.models import convnet, mlp, regression, tasks, words


def _shared(model):
    """The head called on another size as well, joined with the first call."""
    model.add("narrow", "Dense", "flat", units=7)
    head = model.graph.nodes[model.ids["head"]]
    model.document.apply(AddNode(replace(head, id="n99")))
    model.ids["again"] = "n99"
    model.wire("narrow", "again", "inputs")
    model.add("both", "Add", ("head", "again"))


def _open_size(model):
    model.set("words", shape=(None,))
    model.add("wide", "Flatten", "embed")
    model.add("dense", "Dense", "wide", units=4)
    model.wire("dense", "yes", "inputs").delete("lstm")


def _lost_output(model):
    edge = model.graph.edges_into(model.ids["yes"])[0]
    model.document.apply(commands.disconnect([edge.key]))
    wire = replace(edge, output="1")
    model.document.apply(commands.connect(model.document, wire))


def _two_outputs(model):
    model.add("side", "Dense", "one", units=10)
    model.document.apply(commands.rename(model.document, model.ids["head"], "dense"))
    model.data = None


def _loop_alone(model):
    model.add("lone", "Dense", units=4)
    model.add("behind", "Dense", "lone", units=4)
    model.add("sum", "Add", ("head", "behind"))


SETTINGS = [
    Fault(mlp, lambda m: m.delete("one", "head"), None, "T-NO-WEIGHTS"),
    Fault(mlp, lambda m: m.compiled(loss=None), None, "D-NO-LOSS"),
    Fault(mlp, lambda m: m.fit(device="cuda"), None, "D-DEVICE"),
    Fault(mlp, lambda m: m.fit(seed=-1), None, "D-SEED"),
    Fault(mlp, lambda m: m.split(0.6, 0.5), None, "D-SPLIT"),
    Fault(mlp, lambda m: m.compiled(optimizer=None), None, "D-OPTIMIZER"),
    Fault(regression, lambda m: m.compiled(metrics=("accuracy",)), None, "D-METRIC"),
    Fault(mlp, lambda m: m.rename("one", "head"), "head", "G-NAME"),
    Fault(mlp, _loop_alone, "behind", "G-UNREACHABLE"),
    Fault(convnet, _shared, "again", "K-BUILT"),
    Fault(words, _open_size, "dense", "K-OPEN"),
    Fault(words, _lost_output, "yes", "K-OUTPUT"),
    Fault(mlp, _two_outputs, "head", "S-OUTPUT-NAME"),
    Fault(mlp, between("flat", "one", "odd", "Odd"), "odd", "K-CLASS"),
    Fault(
        mlp,
        between("flat", "one", "look", "StringLookup", vocabulary="/etc/passwd"),
        "look",
        "K-REFUSED",
    ),
    Fault(
        convnet,
        between("conv", "pool", "norm", "GroupNormalization", groups=32),
        "norm",
        "K-SHAPE",
    ),
]


def _no_loss_of_its_own(model):
    model.compiled(outputs={})


def _another_array(model):
    model.source(arrays={model.ids["image"]: "photo"})


SEVERAL = [
    Fault(tasks, _another_array, "image", "D-ARRAY"),
    Fault(tasks, _no_loss_of_its_own, None, "D-LOSS"),
    Fault(tasks, lambda m: m.compiled(loss=None), None, "D-NO-LOSS"),
    Fault(tasks, lambda m: m.set("ink", shape=(12,)), "ink", "D-SHAPE"),
    Fault(tasks, lambda m: m.set("digit", units=9), "digit", "D-CLASSES"),
    Fault(tasks, lambda m: m.set("digit", "activation"), "digit", "D-ACTIVATION"),
    Fault(tasks, lambda m: m.set("odd", activation="softmax"), "odd", "D-SOFTMAX"),
]


@dataclass(frozen=True)
class Told(Fault):
    """A fault that no edit of the document repairs, and why."""

    why: str


TOLD = [
    Told(mlp, lambda m: m.of(train=0), None, "D-EMPTY", "the data has to change"),
    Told(
        mlp,
        lambda m: m.source(kind="csv"),
        None,
        "D-FILE",
        "only a person knows which file",
    ),
    Told(
        mlp,
        lambda m: m.of(input_range=(0.0, float("nan"))),
        None,
        "D-FINITE",
        "the data has to change",
    ),
    Told(
        mlp,
        lambda m: (
            m.input("more", 64).add("both", "Concatenate", ("flat", "more"))
            and m.wire("both", "one", "inputs")
        ),
        None,
        "D-INPUTS",
        "either input may be the one that is meant",
    ),
    Told(
        mlp,
        lambda m: m.source(kind="films"),
        None,
        "D-KIND",
        "only a person knows which data",
    ),
    Told(
        mlp,
        lambda m: m.of(target_range=(-1.0, 9.0)),
        None,
        "D-LABELS",
        "the data has to change",
    ),
    Told(
        mlp,
        lambda m: m.source(kind="none"),
        None,
        "D-NONE",
        "only a person knows which data",
    ),
    Told(
        mlp,
        lambda m: m.source(kind="csv", path="a.csv"),
        None,
        "D-TARGET",
        "only a person knows which column",
    ),
    Told(
        mlp,
        lambda m: m.delete("flat", "one", "drop", "head"),
        None,
        "G-NO-LAYER",
        "there is no model yet",
    ),
]
"""Faults that are told and have no repair."""
