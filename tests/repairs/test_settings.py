"""Training settings that Keras does not make: told, and repaired."""

from __future__ import annotations

import pytest

from studio.catalog.spec import Role
from studio.commands.checking import proved
from studio.graph.rebase import rebased
from studio.graph.setup import OutputSettings
from studio.graph.values import keras_object, object_path
from tests.repairs.asking import problems_of
from tests.repairs.models import CATALOG, mlp, tasks

pytestmark = pytest.mark.engine

RATES = "keras.optimizers.schedules."


def optimizer(name, **config):
    return lambda model: model.optimizer(name, **config)


def metric(value):
    return lambda model: model.compiled(metrics=("accuracy", value))


def schedule(name, **config):
    return optimizer("Adam", learning_rate=keras_object(RATES + name, config))


def callback(name, **config):
    made = keras_object(f"keras.callbacks.{name}", config)
    return lambda model: model.fit(callbacks=(made,))


FIELDS = {
    Role.OPTIMIZER: "optimizer",
    Role.LOSS: "loss",
    Role.METRIC: "metrics",
    Role.CALLBACK: "callbacks",
}
DECAY = {"initial_learning_rate": 0.01, "decay_rate": 0.9}

FAULTS = [
    (optimizer("Adamm"), "optimizer", "Did you mean “Adam”?", "Use Adam"),
    (
        lambda m: m.compiled(optimizer="adamm"),
        "optimizer",
        "Did you mean “adam”?",
        "Use adam",
    ),
    (
        optimizer("Adam", learning_rte=0.01),
        "optimizer.learning_rte",
        "that Adam does not know",
        "Call it learning_rate",
    ),
    (
        optimizer("SGD", momentum=2.0),
        "optimizer.momentum",
        "The optimizer SGD cannot use 2.0 as “momentum”. Keras says: momentum must be",
        "Set momentum back to Keras' default",
    ),
    (
        optimizer("Adam", learning_rate="fast"),
        "optimizer.learning_rate",
        "cannot use “fast” as “learning_rate”",
        "Set learning_rate back to Keras' default",
    ),
    (
        schedule("ExponentialDeccay", decay_steps=100, **DECAY),
        "optimizer.learning_rate",
        "Did you mean “ExponentialDecay”?",
        "Use ExponentialDecay",
    ),
    (
        schedule("ExponentialDecay", decay_steps=-100, **DECAY),
        "optimizer.learning_rate.decay_steps",
        "The optimizer Adam: ExponentialDecay",
        "Set decay_steps to 100",
    ),
    (
        lambda m: m.loss("SparseCategoricalCrossEntropyy"),
        "loss",
        "Did you mean “SparseCategoricalCrossentropy”?",
        "Use SparseCategoricalCrossentropy",
    ),
    (
        lambda m: m.loss("SparseCategoricalCrossentropy", reduction="summ"),
        "loss.reduction",
        "“summ” as “reduction”",
        "Set reduction",
    ),
    (metric("acuracy"), "metrics[1]", "Did you mean “accuracy”?", "Use accuracy"),
    (
        metric(keras_object("keras.metrics.Precison")),
        "metrics[1]",
        "Did you mean “Precision”?",
        "Use Precision",
    ),
    (
        metric(keras_object("keras.layers.Dense", {"units": 3})),
        "metrics[1]",
        "The metric “Dense” is unknown",
        "Remove the metric",
    ),
    (
        callback("EarlyStoping", patience=3),
        "callbacks[0]",
        "Did you mean “EarlyStopping”?",
        "Use EarlyStopping",
    ),
    (
        callback("ReduceLROnPlateau", factor=2.0),
        "callbacks[0].factor",
        "The callback ReduceLROnPlateau cannot use 2.0 as “factor”",
        "Set factor back to Keras' default",
    ),
    (
        callback("RemoteMonitor"),
        "callbacks[0]",
        "RemoteMonitor cannot be used here: it sends what it sees to a server.",
        "Remove the callback",
    ),
]


def odd(**settings):
    """Settings of the second of two outputs."""

    def harm(_):
        model = tasks()
        own = OutputSettings(**settings)
        return model.compiled(outputs={model.ids["odd"]: own})

    return harm


ODD = tasks().ids["odd"]
BINARY = keras_object("keras.losses.BinaryCrossentropy")
FAULTS += [
    (
        odd(loss=keras_object("keras.losses.BinaryCrossentropyy")),
        f"outputs/{ODD}/loss",
        "The loss of “odd” “BinaryCrossentropyy” is unknown",
        "Use BinaryCrossentropy",
    ),
    (
        odd(loss=BINARY, metrics=("accuracy", "acuracy")),
        f"outputs/{ODD}/metrics[1]",
        "Did you mean “accuracy”?",
        "Use accuracy",
    ),
]


def told(model, engine):
    """Settings that Keras does not make."""
    return [p for p in problems_of(model, engine) if p.code == "D-SETTING"]


@pytest.mark.parametrize(("harm", "place", "says", "title"), FAULTS)
def test_a_setting_keras_does_not_make_is_told_and_repaired(
    harm, place, says, title, engine
):
    model = harm(mlp())
    found = told(model, engine)
    (problem,) = found
    assert problem.parameter == place
    assert says in problem.text
    (repaired,) = proved(model.document, engine, found, model.data)
    first = repaired.fixes[0]
    assert first.title.startswith(title)
    model.document.apply(rebased(model.document, first))
    assert told(model, engine) == []


def test_two_faults_of_one_object_are_told_at_their_parameters(engine):
    model = mlp().optimizer("SGD", momentum=2.0, learning_rate="fast")
    model.compiled(metrics=("acuracy", "presision"))
    found = told(model, engine)
    assert [p.parameter for p in found] == [
        "optimizer.momentum",
        "optimizer.learning_rate",
        "metrics[0]",
        "metrics[1]",
    ]
    repaired = proved(model.document, engine, found, model.data)
    assert all(p.fixes for p in repaired)


def test_what_a_closer_class_shares_is_kept(engine):
    model = callback("EarlyStoping", patience=3, patiense=4)(mlp())
    found = told(model, engine)
    (repaired,) = proved(model.document, engine, found, model.data)
    model.document.apply(rebased(model.document, repaired.fixes[0]))
    (made,) = model.document.setup.fit.callbacks
    assert object_path(made) == "keras.callbacks.EarlyStopping"
    assert made["config"] == {"patience": 3}


def test_everything_of_the_catalog_can_be_chosen(engine):
    """New objects, as the Training panel places them, are told nothing."""
    model = mlp()
    for role, field in FIELDS.items():
        for spec in CATALOG.of_role(role):
            made = keras_object(spec.path, spec.starting_parameters())
            if role is Role.CALLBACK:
                model.fit(callbacks=(made,))
            else:
                model.compiled(**{field: (made,) if role is Role.METRIC else made})
            assert told(model, engine) == []
