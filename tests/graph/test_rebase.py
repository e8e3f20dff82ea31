"""A repair goes where the cards stand now, not where they stood when it was made."""

from dataclasses import replace

from studio.graph import commands
from studio.graph.edits import ChangeSetup, Reroute
from studio.graph.model import Flow, Point
from studio.graph.problems import Problem, Severity
from studio.graph.rebase import rebased, standing
from studio.graph.repairs.case import Case
from studio.graph.repairs.sizes import replaced
from studio.graph.repairs.wires import repair_no_input
from studio.graph.setup import CanvasSettings
from tests.repairs.models import CATALOG, Model, convnet, mlp


def case_at(model, name):
    problem = Problem(Severity.ERROR, "K-RANK", "No.", model.ids[name])
    return Case(model.document, CATALOG, {}, None, problem)


def made(model, fixes):
    """The first repair, as the engine answers with it."""
    fix = next(iter(fixes))
    return replace(fix, stood=standing(model.document, fix.edit))


def inserting(model, name, *layers):
    """The repair that puts layers before one."""
    (edge,) = model.graph.edges_into(model.ids[name])
    return made(model, case_at(model, name).inserted(edge, *layers))


def move(model, **places):
    at = {model.ids[name]: Point(*place) for name, place in places.items()}
    model.document.apply(commands.move(model.document, at))


def apply(model, fix):
    """Apply a repair; positions of all nodes, new ones by their class."""
    model.document.apply(rebased(model.document, fix))
    graph = model.graph
    names = {node: name for name, node in model.ids.items()}
    return {
        names.get(n.id, graph.definition_of(n.id).class_name): tuple(n.position)
        for n in graph.nodes.values()
    }


def test_what_is_put_into_a_wire_comes_where_its_card_was_moved_to():
    model = mlp()
    fix = inserting(model, "one", ("keras.layers.Dropout", {}))
    move(model, one=(700, 40), head=(900, 500), image=(-50, -60))
    places = apply(model, fix)
    assert places["Dropout"] == (700, 40)
    assert places["one"] == (700, 160)
    assert places["head"] == (900, 620)
    assert places["image"] == (-50, -60)


def test_two_layers_in_a_row_go_along():
    model = mlp()
    layers = (("keras.layers.Dropout", {}), ("keras.layers.Permute", {"dims": (1,)}))
    fix = inserting(model, "one", *layers)
    move(model, one=(700, 40))
    places = apply(model, fix)
    assert (places["Dropout"], places["Permute"]) == ((700, 40), (700, 160))
    assert places["one"] == (700, 280)


def test_another_layer_stands_where_the_old_one_was_moved_to():
    model = convnet()
    pooling = "keras.layers.GlobalAveragePooling2D"
    fix = made(model, replaced(case_at(model, "flat"), model.ids["flat"], pooling, {}))
    move(model, flat=(300, 10), head=(0, 999))
    assert apply(model, fix)["GlobalAveragePooling2D"] == (300, 10)


def test_a_new_input_comes_before_its_layer():
    model = Model().add("dense", "Dense", units=4)
    fix = made(model, repair_no_input(case_at(model, "dense")))
    move(model, dense=(500, 500))
    assert apply(model, fix)["InputLayer"] == (500, 380)


def test_room_is_made_the_way_wires_run():
    model = mlp()
    canvas = CanvasSettings(Flow.LEFT_TO_RIGHT)
    model.document.apply(ChangeSetup(replace(model.document.setup, canvas=canvas)))
    move(model, **{name: (i * 304, 0) for i, name in enumerate(model.ids)})
    model.document.apply(
        Reroute(model.ids["head"], "inputs", (Point(1000, 80), Point(700, 90)), True)
    )
    places = apply(model, inserting(model, "drop", ("keras.layers.Dropout", {})))
    assert places["Dropout"] == (912, 0)
    assert places["drop"] == (1216, 0)
    (wire,) = model.graph.edges_into(model.ids["head"])
    assert wire.via == (Point(1304, 80), Point(700, 90))
