from studio.graph.document import Document
from studio.graph.problems import Severity
from studio.ui.canvas.card import CardSource
from tests.ui.canvas.sample import CATALOG, add, chain, facts, wire


def source(document, known=None, severities=None):
    return CardSource(
        document.graph, CATALOG, known or {}, severities or {}, lambda spec: ()
    )


def test_a_layer_says_class_parameters_shape_and_count():
    document, ids = chain()
    known = {ids[1]: facts(ids[1], None, 6, 6, 32, params=320)}
    card = source(document, known, {ids[1]: Severity.ERROR}).card(ids[1])
    assert card.title == "conv2d"
    assert card.line == "Conv2D · 32 · 3×3"
    assert (card.shape, card.params) == ("6 × 6 × 32", "320")
    assert card.category == "convolutional"
    assert card.severity is Severity.ERROR


def test_inputs_and_outputs_are_categories_of_their_own():
    document = Document()
    entrance, way_out = add(document, "InputLayer", shape=(8,)), add(document, "")
    cards = source(document)
    assert (cards.card(entrance).category, cards.card(entrance).line) == (
        "input",
        "Input · 8",
    )
    assert (cards.card(way_out).category, cards.card(way_out).outputs) == ("output", ())


def test_a_list_shows_its_minimum_and_then_one_free_slot():
    document, ids = chain()
    merge = add(document, "Add")
    empty = source(document).card(merge).inputs
    assert [(p.name, p.spare) for p in empty] == [
        ("inputs[0]", False),
        ("inputs[1]", False),
    ]
    wire(document, ids[0], merge, "inputs[0]")
    wire(document, ids[1], merge, "inputs[1]")
    full = source(document).card(merge).inputs
    assert [(p.name, p.connected, p.spare) for p in full] == [
        ("inputs[0]", True, False),
        ("inputs[1]", True, False),
        ("inputs[2]", False, True),
    ]


def test_optional_ports_are_marked():
    document = Document()
    card = source(document).card(add(document, "LSTM", units=4))
    assert {p.name: p.optional for p in card.inputs} == {
        "sequences": False,
        "initial_state[0]": True,
        "mask": True,
    }


def test_a_class_keras_does_not_know_still_has_a_card():
    document = Document()
    card = source(document).card(add(document, "FromTomorrow", size=3))
    assert card.line == "FromTomorrow · 3"
    assert [p.name for p in card.inputs] == ["inputs"]


def test_a_wire_into_a_port_that_is_gone_stays_visible():
    document, ids = chain()
    wire(document, ids[0], ids[3], "inputs[7]")
    names = [p.name for p in source(document).card(ids[3]).inputs]
    assert names == ["inputs", "inputs[7]"]
