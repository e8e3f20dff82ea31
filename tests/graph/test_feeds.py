"""Which array each input and output takes, and by what name."""

from __future__ import annotations

from dataclasses import replace

import pytest

from studio.graph import commands
from studio.graph.edits import ChangeNode
from studio.graph.feeds import check_names, feeds_of, model_feeds
from studio.graph.grouping import group
from studio.graph.setup import CodeStyle
from studio.graph.ungrouping import ungroup
from tests.repairs.models import Model, mlp, tasks


def place(model, name, *where):

    node = model.graph.nodes[model.ids[name]]
    model.document.apply(ChangeNode(replace(node, place=where)))


def names(feeds):
    return [f.name for f in feeds.inputs], [f.name for f in feeds.outputs]


def test_inputs_and_outputs_take_the_arrays_of_their_names():
    model = tasks()
    feeds = feeds_of(model.document)
    assert names(feeds) == (["image", "ink"], ["digit", "odd"])
    assert [f.array for f in (*feeds.inputs, *feeds.outputs)] == [
        *("image", "ink", "digit", "odd"),
    ]
    assert [f.node for f in feeds.outputs] == [model.ids["digit"], model.ids["odd"]]


def test_another_array_can_be_chosen_and_a_new_name_keeps_the_choice():
    model = tasks()
    model.source(arrays={model.ids["image"]: "scan"}).rename("image", "photo")
    first, second = feeds_of(model.document).inputs
    assert (first.name, first.array) == ("photo", "scan")
    assert (second.name, second.array) == ("ink", "ink")


@pytest.mark.parametrize("kind", ["digits", "iris", "csv", "none"])
def test_most_data_has_no_arrays_of_names(kind):
    assert feeds_of(tasks().source(kind=kind, path="a.csv").document) is None


def test_a_file_has_named_arrays_for_models_of_several_only():
    assert feeds_of(mlp().source(kind="npz", path="a.npz").document) is None
    assert feeds_of(tasks().source(kind="npz", path="a.npz").document) is not None


def test_places_in_a_dict_are_the_names():
    model = tasks()
    model.output("first", "digit").output("second", "odd")
    place(model, "first", "b")
    place(model, "second", "a")
    place(model, "image", "x")
    place(model, "ink", "y")
    feeds = model_feeds(model.document)
    assert names(feeds) == (["x", "y"], ["a", "b"])
    assert feeds.outputs[0].node == model.ids["odd"]


def test_an_output_inside_a_group_has_the_name_of_its_layer():
    model = tasks()
    model.output("first", "digit").output("second", "odd")
    edit, _ = group(model.document, {model.ids["digit"], model.ids["odd"]})
    model.document.apply(edit)
    one, other = model_feeds(model.document).outputs
    assert (one.name, other.name) == ("block_digit", "block_odd")
    assert one.node == other.node
    assert one.id != other.id
    model.source(arrays={one.id: "digit", other.id: "odd"})
    feeds = model_feeds(model.document)
    assert [feed.array for feed in feeds.outputs] == ["digit", "odd"]


@pytest.mark.parametrize("marked", [False, True])
def test_what_an_output_has_of_its_own_stays_in_a_group_and_out_of_it(marked):
    model = tasks()
    odd = model.ids["odd"]
    model.source(arrays={odd: "digit"})
    if marked:
        model.output("first", "digit").output("second", "odd")
    own = model.document.setup.compile.outputs[odd]
    members = {odd, model.ids["digit"]} if marked else {odd}
    edit, node = group(model.document, members)
    undo = model.document.apply(edit)
    feed = model_feeds(model.document).outputs[1]
    assert (feed.node, feed.array) == (node, "digit")
    assert model.document.setup.compile.outputs == {feed.id: own}
    edit, inner = ungroup(model.document, node)
    back = model.document.apply(edit)
    feed = model_feeds(model.document).outputs[1]
    assert feed.node in inner
    assert feed.array == "digit"
    assert model.document.setup.compile.outputs == {feed.id: own}
    model.document.apply(back)
    model.document.apply(undo)
    assert model.document.setup.compile.outputs == {odd: own}


def codes(model):
    return [
        (p.code, p.node, len(p.fixes))
        for p in check_names(model.document, model_feeds(model.document))
    ]


def test_names_that_tell_apart_are_fine():
    assert codes(tasks()) == []
    assert codes(mlp()) == []


def test_what_names_cannot_tell_apart_is_told():
    model = tasks()
    model.add("twice", "keras.ops.multiply", ("digit", "digit"))
    assert codes(model) == [("D-NAMES", model.ids["twice"], 0)]
    shared = tasks()
    shared.output("out", "digit").output("again", "digit")
    assert codes(shared) == [("D-NAMES", shared.ids["digit"], 0)]


def test_places_inside_one_another_are_told():
    model = tasks()
    place(model, "image", "a", 0)
    place(model, "ink", "a", 1)
    assert codes(model) == [("D-NAMES", None, 0)]


def test_a_class_has_no_names():
    model = tasks()
    model.document.apply(commands.change_code(model.document, style=CodeStyle.SUBCLASS))
    assert codes(model) == [("D-NAMES", None, 1)]
    [problem] = check_names(model.document, model_feeds(model.document))
    model.document.apply(problem.fixes[0].edit)
    assert codes(model) == []


def test_a_model_of_one_input_and_one_output_needs_no_names():
    model = Model().input("a", 3).add("op", "keras.ops.multiply", ("a", "a"))
    assert codes(model) == []
