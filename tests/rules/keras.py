"""Cases of the rules of layers: what Keras says of a call."""

from __future__ import annotations

from dataclasses import replace

from studio.graph import commands
from studio.graph.edits import AddNode
from studio.graph.setup import CodeSettings
from studio.protocol.infer_messages import Asking
from studio.protocol.messages import Inferred
from studio.protocol.questions import infer_request
from tests.repairs.faults import between
from tests.repairs.models import Model, chain, convnet, mlp, regression, residual, words
from tests.rules.case import Case


def texts():
    """A net that looks words up; no data."""
    model = Model(None).input("text", 1, dtype="string")
    return chain(
        model,
        ("look", "StringLookup", {"output_mode": "multi_hot", "max_tokens": 4}),
        ("head", "Dense", {"units": 10, "activation": "softmax"}),
    )


def put(source, target, name, layer, parameter):
    """Varies one parameter of a layer that is put into a wire."""

    def vary(model, value):
        between(source, target, name, layer, **{parameter: value})(model)

    return vary


def of(name, parameter):
    """Varies one parameter of a layer."""
    return lambda model, value: model.set(name, **{parameter: value})


def _sequence(model, shape):
    model.add("form", "Reshape", "measures", target_shape=shape)
    model.add("rnn", "LSTM", "form", units=10)
    model.wire("rnn", "one", "inputs")


def _difference(model, sources):
    model.add("less", "Subtract", sources)
    model.wire("less", "drop", "inputs")


def _shared(model, units):
    model.add("narrow", "Dense", "drop", units=units)
    head = model.graph.nodes[model.ids["head"]]
    model.document.apply(AddNode(replace(head, id="n99")))
    model.ids["again"] = "n99"
    model.wire("narrow", "again", "inputs")
    model.add("both", "Add", ("head", "again"))


def _flat_words(model, length):
    model.set("words", shape=(length,))
    model.add("wide", "Flatten", "embed")
    model.add("dense", "Dense", "wide", units=4)
    model.wire("dense", "yes", "inputs").delete("lstm")


def _output(model, key):
    edge = model.graph.edges_into(model.ids["yes"])[0]
    model.document.apply(commands.disconnect([edge.key]))
    wire = replace(edge, output=key)
    model.document.apply(commands.connect(model.document, wire))


def _first_axis(model, shape):
    model.set("image", shape=shape).of(input_shape=shape)
    model.set("conv", padding="same").set("pool", padding="same")


def _own_code(model, text):
    model.setup(code=CodeSettings(custom=text))


def _units(model, then_and_now):
    model.set("one", units=then_and_now[0])


def unanswered(model, desk, value):
    """Problems where Keras once did not come back from the layer `one` as it was.

    A new engine is told so; `value` are the units that it had and that it has.
    """
    keys = [
        message.key
        for message in _events(model, desk.engine)
        if isinstance(message, Asking) and message.node == model.ids["one"]
    ]
    assert keys
    model.set("one", units=value[1])
    desk.engine.restart()  # this one remembers the answer
    return list(_events(model, desk.engine, tuple(keys))[-1].problems)


def _events(model, engine, avoid=()):
    question = infer_request(engine.next_request(), model.document, avoid=avoid)
    events = []
    for message in engine.request(question):
        events.append(message)
        if isinstance(message, Inferred):
            return events
    raise AssertionError("the engine went silent")


KERAS = (
    Case(
        "K-CLASS",
        mlp,
        lambda m, name: between("flat", "one", "odd", name)(m),
        "Odd",
        "Identity",
        "odd",
    ),
    Case("K-CODE", mlp, _own_code, "def (", "import keras"),
    Case("K-HANG", mlp, _units, (37, 37), (38, 39), "one", ask=unanswered),
    Case(
        "K-MISSING",
        mlp,
        lambda m, reset: m.set("one", *reset),
        ("units",),
        (),
        "one",
        "units",
    ),
    Case(
        "K-PARAMETER",
        mlp,
        of("one", "activation"),
        "rellu",
        "relu",
        "one",
        "activation",
    ),
    Case(
        "K-REFUSED",
        texts,
        of("look", "vocabulary"),
        "/etc/passwd",
        ("etc", "passwd"),
        "look",
        "vocabulary",
    ),
    Case("K-RANK", regression, _sequence, (10,), (5, 2), "rnn"),
    Case("K-MERGE", residual, of("left", "filters"), 16, 8, "sum"),
    Case("K-ARITY", mlp, _difference, ("one",) * 3, ("one",) * 2, "less"),
    Case("K-BUILT", mlp, _shared, 7, 32, "again"),
    Case("K-WINDOW", convnet, of("pool", "pool_size"), (7, 7), (6, 6), "pool"),
    Case(
        "K-RESHAPE",
        mlp,
        put("image", "flat", "form", "Reshape", "target_shape"),
        (7, 9),
        (8, 8),
        "form",
        "target_shape",
    ),
    Case("K-OPEN", words, _flat_words, None, 20, "dense"),
    Case("K-DTYPE", convnet, of("image", "dtype"), "uint8", "float32", "conv"),
    Case("K-OUTPUT", words, _output, "1", "0", "yes"),
    Case(
        "K-SHAPE",
        convnet,
        put("conv", "pool", "norm", "GroupNormalization", "groups"),
        3,
        4,
        "norm",
    ),
    Case("K-CHANNELS", convnet, _first_axis, (3, 32, 32), (32, 32, 3), "image"),
    Case("K-INTEGERS", mlp, of("image", "dtype"), "int32", "float32", "one"),
)
