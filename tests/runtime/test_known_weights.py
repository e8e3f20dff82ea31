"""Weights for a model that changed since: each layer has its own, or new ones."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from studio.catalog.store import load_catalog
from studio.codegen.training_code import generate_training
from studio.graph import commands, edits
from studio.graph.block import BlockKind
from studio.graph.document import Document
from studio.graph.grouping import group
from studio.graph.model import Edge, Point
from studio.graph.scoping import scoped
from studio.graph.setup import CodeSettings, CodeStyle, DataSource, WeightsFile
from studio.graph.trained_weights import change_weights
from tests.codegen.samples import Sketch

DENSE = "keras.layers.Dense"

CHILD = """
import json, sys
import numpy as np
first, *others = json.load(open(sys.argv[1], encoding="utf-8"))

def built(text):
    scope = {"__name__": "script"}
    exec(compile(text, "script.py", "exec"), scope)
    return scope, scope["build_model"]()

def leaves(model, above=""):
    for layer in model.layers:
        if hasattr(layer, "layers"):
            yield from leaves(layer, above + layer.name + "/")
        elif layer.weights:
            yield above + layer.name, layer

scope, model = built(first)
mark = 0
for name, layer in leaves(model):
    mark += 1
    layer.set_weights([np.full(w.shape, mark, "float32") for w in layer.weights])
names = {i: name for i, (name, _) in enumerate(leaves(model), 1)}
model.save_weights(scope["WEIGHTS"])
for text in others:
    scope, model = built(text)
    told = scope["load_known_weights"](model)
    found = {}
    for name, layer in leaves(model):
        marks = {float(v) for w in layer.get_weights() for v in np.unique(w)}
        found[name] = names.get(*marks) if len(marks) == 1 and marks != {0.0} else None
    print("FOUND", json.dumps([found, told]))
"""


def sample():
    """Layers of one class and size all over: in a row, shared, in a nested model."""
    inner = Sketch(50)
    x = inner.input("x", 4)
    for name in ("e", "f"):
        x = inner.call(DENSE, name, {"units": 4}, inputs=x)
    inner.output(x)
    sketch = Sketch()
    x = sketch.input("input", 4)
    for name in ("a", "b", "c"):
        x = sketch.call(DENSE, name, {"units": 4}, inputs=x)
    x = shared = sketch.call(DENSE, "shared", {"units": 4}, inputs=x)
    x = sketch.again(shared, inputs=x)
    x = sketch.call("keras.layers.Dropout", "dropout", {"rate": 0.5}, inputs=x)
    x = sketch.call("keras.Model", "inner", None, "b1", inputs=x)
    sketch.output(x)
    document = sketch.document(inner.block("b1", "inner", BlockKind.MODEL))
    document._setup = replace(document.setup, data=DataSource("digits"))
    return document


def node(document, name):
    graph = document.graph
    return next(n.id for n in graph.nodes.values() if graph.title_of(n.id) == name)


def insert_before(document, name, new):
    """A new layer in the first wire of a node."""
    target = node(document, name)
    edge = next(iter(document.graph.edges_into(target)))
    place, added = commands.place_layer(document, DENSE, Point(0, 0), {"units": 4})
    document.apply(place)
    document.apply(commands.rename(document, added, new))
    document.apply(
        commands.connect(document, replace(edge, target=added, port="inputs"))
    )
    document.apply(commands.connect(document, replace(edge, source=added, output="0")))


def insert(document):
    insert_before(document, "a", "z")


def insert_two(document):
    insert_before(document, "b", "first")
    insert_before(document, "a", "a_0")


def remove(document):
    document.apply(commands.delete_nodes(document, {node(document, "b")}))


def reorder(document):
    a, b, c = (node(document, name) for name in "abc")
    source = next(iter(document.graph.edges_into(a))).source
    for start, end in ((source, b), (b, a), (a, c)):
        document.apply(commands.connect(document, Edge(start, end, "inputs")))


def rename(document):
    document.apply(commands.rename(document, node(document, "a"), "first"))
    insert_before(document, "first", "z")


def exchange_names(document):
    for old, new in (("a", "x"), ("b", "a"), ("x", "b")):
        document.apply(commands.rename(document, node(document, old), new))


def take_a_name(document):
    document.apply(commands.delete_nodes(document, {node(document, "a")}))
    insert_before(document, "b", "a")


def unshare(document):
    calls = document.graph.callers_of(
        document.graph.nodes[node(document, "shared")].definition
    )
    document.apply(commands.make_unique(document, [n.id for n in calls][1]))


def resize(document):
    definition = document.graph.definition_of(node(document, "b"))
    document.apply(commands.set_parameters(document, definition.id, {"units": 6}))


def inside(document):
    view = document.inside("b1")
    place, added = commands.place_layer(view, DENSE, Point(0, 0), {"units": 4})
    document.apply(scoped(place, "b1"))
    view = document.inside("b1")
    edge = next(iter(view.graph.edges_into(node(view, "e"))))
    for wire in (
        replace(edge, target=added),
        replace(edge, source=added, output="0"),
    ):
        document.apply(scoped(commands.connect(document.inside("b1"), wire), "b1"))
    document.apply(scoped(commands.rename(document.inside("b1"), added, "d"), "b1"))


def into_a_group(document):
    edit, _ = group(document, {node(document, "a"), node(document, "b")})
    document.apply(edit)


@dataclass(frozen=True)
class Case:
    change: object
    others: dict[str, str | None]
    gone: tuple[str, ...] = ()


NAMES = ("a", "b", "c", "shared", "inner/e", "inner/f")
CASES = {
    "inserted": Case(insert, {"z": None}),
    "two inserted": Case(insert_two, {"first": None, "a_0": None}),
    "removed": Case(remove, {}, ("b",)),
    "reordered": Case(reorder, {}),
    "renamed": Case(rename, {"first": "a", "z": None}, ("a",)),
    "names exchanged": Case(exchange_names, {"a": "b", "b": "a"}),
    "a name taken": Case(take_a_name, {"a": None}),
    "of another size": Case(resize, {"b": None, "c": None}),
    "not shared any more": Case(unshare, {"dense": None}),
    "in a nested model": Case(inside, {"inner/d": None}),
    "in a group": Case(into_a_group, {"block_a": "a", "block_b": "b"}, ("a", "b")),
}


def changed(case: Case) -> Document:
    """The sample with weights of its own, then changed."""
    document = sample()
    document.apply(change_weights(document, WeightsFile("w.weights.h5", "0" * 64)))
    case.change(document)
    partial = replace(document.setup.model.weights, is_partial=True)
    document.apply(change_weights(document, partial))
    return document


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory, python):
    folder: Path = tmp_path_factory.mktemp("weights")
    catalog = load_catalog()
    first = sample()
    first.apply(change_weights(first, WeightsFile("w.weights.h5", "0" * 64)))
    documents = [first, *map(changed, CASES.values())]
    subclass = changed(CASES["renamed"])
    code = CodeSettings(style=CodeStyle.SUBCLASS)
    subclass.apply(edits.ChangeSetup(replace(subclass.setup, code=code)))
    documents.append(subclass)
    scripts = [generate_training(d, catalog, folder).text for d in documents]
    given = folder / "scripts.json"
    given.write_text(json.dumps(scripts), "utf-8")
    lines = re.findall(r"^FOUND (.*)$", python(CHILD, given), re.MULTILINE)
    return dict(zip([*CASES, "subclass"], map(json.loads, lines), strict=True))


@pytest.mark.engine
@pytest.mark.parametrize("name", CASES)
def test_each_layer_has_its_own_weights_or_new_ones(outcomes, name):
    case = CASES[name]
    found, told = outcomes[name]
    expected = {n: n for n in NAMES if n not in case.gone} | case.others
    assert found == expected
    new = [layer for layer, old in expected.items() if old is None]
    counts = (
        f"with trained weights: {len(expected) - len(new)}, with new ones: {len(new)}"
    )
    assert counts in told
    assert set(told.rstrip(")").partition(" (")[2].split(", ")) - {""} == set(new)


@pytest.mark.engine
def test_a_model_written_as_a_class_takes_them_by_name_too(outcomes):
    found, told = outcomes["subclass"]
    assert told == "Layers with trained weights: 6, with new ones: 1 (z)"
    assert found["first"] == "a"
