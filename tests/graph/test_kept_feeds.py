"""Settings of inputs and outputs go where these go."""

import pytest

from studio.graph import commands
from studio.graph.algorithms import model_outputs
from studio.graph.feeds import feeds_of, model_feeds
from studio.graph.grouping import group
from studio.graph.kept_feeds import keeping_feeds
from studio.graph.model import Point
from studio.graph.ungrouping import ungroup
from tests.repairs.models import CATALOG, mlp, tasks

ARRAYS = ("image", "ink", "digit", "odd")


def do(model, edit, arrays=ARRAYS):
    """Apply as the window does; what takes it back."""
    return model.document.apply(keeping_feeds(model.document, edit, arrays))


def arrays(model):
    feeds = feeds_of(model.document)
    return [feed.array for feed in (*feeds.inputs, *feeds.outputs)]


def losses(model):
    """Losses of the outputs in order, None where they have none of their own."""
    own = model.document.setup.compile.outputs
    return [bool(own.get(f.id)) for f in model_feeds(model.document).outputs]


@pytest.mark.parametrize(
    "names", [["odd"], ["digit"], ["shared", "odd"], ["digit", "odd"]]
)
def test_a_group_of_outputs_takes_their_arrays_and_losses(names):
    model = tasks()
    before = model.document.copy()
    edit, node = group(model.document, [model.ids[name] for name in names])
    inverse = do(model, edit)
    assert len(model_outputs(model.graph)) == 2
    assert sorted(arrays(model)) == sorted(ARRAYS)
    own = model.document.setup.compile.outputs
    loss_of = {
        f.array: bool(own.get(f.id)) for f in model_feeds(model.document).outputs
    }
    assert loss_of == {"digit": False, "odd": True}
    again = do(model, ungroup(model.document, node))
    assert sorted(arrays(model)) == sorted(ARRAYS)
    model.document.apply(again)
    model.document.apply(inverse)
    assert model.document.same_content(before)


def test_an_output_of_another_name_keeps_its_array():
    model = tasks()
    do(model, commands.rename(model.document, model.ids["odd"], "parity"))
    do(model, commands.rename(model.document, model.ids["ink"], "sums"))
    assert arrays(model) == list(ARRAYS)
    assert losses(model) == [False, True]


def test_a_name_that_the_data_has_is_wanted():
    model = tasks()
    edit = commands.rename(model.document, model.ids["odd"], "even")
    do(model, edit, (*ARRAYS, "even"))
    assert arrays(model)[-1] == "even"


def test_what_is_put_behind_an_output_takes_its_place():
    model = tasks()
    path, odd = "keras.layers.Rescaling", model.ids["odd"]
    at = Point(0, 0)
    edit, _ = commands.insert_after(model.document, CATALOG, odd, path, at)
    do(model, edit)
    assert arrays(model) == list(ARRAYS)
    assert losses(model) == [False, True]


def test_what_was_said_of_a_deleted_output_goes_with_it():
    model = tasks()
    model.source(arrays={model.ids["odd"]: "odd", model.ids["ink"]: "ink"})
    odd, ink = model.ids["odd"], model.ids["ink"]
    inverse = do(model, commands.delete_nodes(model.document, [odd]))
    assert model.document.setup.compile.outputs == {}
    assert dict(model.document.setup.data.arrays) == {ink: "ink"}
    model.document.apply(inverse)
    assert losses(model) == [False, True]


def test_models_of_one_array_are_left_alone():
    model = mlp()
    edit = commands.rename(model.document, model.ids["head"], "digits")
    assert keeping_feeds(model.document, edit, ()) is edit
