"""The shipped examples: what the tool builds, sound, and in reach of a laptop."""

import itertools

import numpy as np
import pytest

from studio.codegen.training_code import generate_data
from studio.graph import rules
from studio.graph.algorithms import model_inputs, model_outputs
from studio.graph.data_kinds import Task, data_kind
from studio.graph.expanded import Expanded
from studio.graph.feeds import feeds_of
from studio.graph.picture_options import PictureOptions
from studio.graph.setup import DataFacts
from studio.graph.training_rules import Tensor, check_data, check_settings
from studio.project.store import load
from studio.runtime.engine.named_data import describe_named
from studio.runtime.engine.picture_folder import find_pictures
from tools.make_examples import FOLDER, build_examples

NAMES = [
    "diabetes-regression",
    "diabetes-wide-and-deep",
    "digits-convnet",
    "digits-convnet-dropout",
    "digits-linear",
    "digits-lstm",
    "digits-mlp",
    "digits-residual",
    "digits-two-tasks",
    "perceptron-and",
    "shapes-convnet",
]


@pytest.fixture(scope="module")
def examples(catalog):
    return {example.name: example for example in build_examples(catalog)}


def test_the_shipped_files_are_these(examples):
    assert sorted(examples) == NAMES
    assert sorted(path.stem for path in FOLDER.glob("*.studio")) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_shipped_file_holds_what_the_tool_builds(examples, name):
    """After a wanted change: python -m tools.make_examples."""
    example, project = examples[name], load(FOLDER / f"{name}.studio")
    assert project.document.same_content(example.document)
    assert project.title == example.title
    assert project.description == example.description
    assert len(example.title) <= 50


@pytest.mark.parametrize("name", NAMES)
def test_an_example_has_no_problems(examples, catalog, name):
    document = examples[name].document
    graph = document.graph
    assert rules.check(document, catalog) == []
    inputs = [
        Tensor(node, (None, *graph.definition_of(node).parameters["shape"]))
        for node in model_inputs(graph)
    ]
    outputs = [
        Tensor(node, (None, graph.definition_of(node).parameters["units"]))
        for node, _ in model_outputs(graph)
    ]
    facts = facts_of(document)
    assert check_settings(document) == []
    assert check_data(facts, inputs, outputs, Expanded.of(document, {})) == []


def facts_of(document):
    setup, feeds = document.setup, feeds_of(document)
    if setup.data.reads_file:
        return picture_facts(setup.data)
    names = {"__name__": "data"}
    exec(generate_data(setup.data, setup.fit.seed, None, feeds), names)
    splits = names["load_data"]()
    if feeds is not None:
        arrays = data_kind(setup.data.kind).arrays
        return describe_named(setup.data.kind, splits, feeds, arrays)[0]
    x, y = (np.concatenate(arrays) for arrays in zip(*splits, strict=True))
    classes = data_kind(setup.data.kind).task is Task.CLASSIFICATION
    return DataFacts(
        setup.data.kind,
        x.shape[1:],
        str(x.dtype),
        (float(x.min()), float(x.max())),
        y.shape[1:],
        str(y.dtype),
        (float(y.min()), float(y.max())),
        tuple(str(c) for c in np.unique(y)) if classes else (),
        *(len(labels) for _, labels in splits),
    )


def picture_facts(source):
    options = PictureOptions.of(source.options)
    folder = find_pictures(source.file_from(FOLDER))
    last = len(folder.classes) - 1.0
    return DataFacts(
        *(source.path, options.shape, "float32", options.range),
        *((), "int32", (0.0, last), folder.classes),
        *(len(folder.pictures), 0, 0),
    )


@pytest.mark.parametrize("name", NAMES)
def test_cards_stand_below_what_feeds_them(examples, name):
    nodes = examples[name].document.graph.nodes
    edges = examples[name].document.graph.edges.values()
    for edge in edges:
        above, below = nodes[edge.source].position, nodes[edge.target].position
        assert below.y - above.y >= 100
    cards = [node.position for node in nodes.values()]
    for one, other in itertools.combinations(cards, 2):
        assert abs(one.x - other.x) >= 200 or abs(one.y - other.y) >= 100
