"""Callbacks watch what training measures, the right way, or it is told."""

import re
from dataclasses import replace

import pytest

from studio.catalog.store import load_catalog
from studio.codegen.training_code import generate_training
from studio.commands.checking import proved
from studio.graph.problems import Severity
from studio.graph.rebase import rebased
from studio.graph.setup import OutputSettings
from studio.graph.values import keras_object
from studio.project.examples import load_example
from tests.repairs.asking import problems_of
from tests.repairs.models import Model, mlp, regression, tasks

pytestmark = pytest.mark.engine
E, W = Severity.ERROR, Severity.WARNING
KERAS = "keras.metrics.SparseTopKCategoricalAccuracy"
TOP = keras_object(KERAS, {"k": 3, "name": "top"})


def stopping(monitor, mode="auto"):
    return lambda m: m.callback("EarlyStopping", monitor=monitor, mode=mode)


def saving(monitor, best):
    return lambda m: m.callback(
        "ModelCheckpoint", filepath="a.keras", monitor=monitor, save_best_only=best
    )


def untested(harm):
    """Without validation data."""
    return lambda m: harm(m.split(0.0, 0.2))


FAULTS = [
    (mlp, stopping("val_acuracy"), E, "D-MONITOR", "Watch val_accuracy"),
    (mlp, stopping("val_acuracy", "max"), W, "D-MONITOR", "Watch val_accuracy"),
    (mlp, stopping("acc"), E, "D-MONITOR", "Measure acc"),
    (mlp, stopping("val_mae"), E, "D-MONITOR", "Measure mae"),
    (mlp, stopping("Validation loss"), E, "D-MONITOR", "Watch val_loss"),
    (mlp, untested(stopping("val_loss")), W, "D-MONITOR", "Set 20% of the data"),
    (mlp, untested(saving("val_loss", True)), W, "D-MONITOR", "Set 20% of the data"),
    (mlp, stopping("val_accuracy", "min"), W, "D-MODE", "Set mode to max"),
    (regression, stopping("mae", "max"), W, "D-MODE", "Set mode to min"),
    (tasks, stopping("val_accuracy"), W, "D-MONITOR", "Watch val_"),
    (tasks, stopping("odd_loss"), E, "D-MODE", "Set mode to min"),
]
SOUND = [
    (mlp, stopping("val_loss")),
    (mlp, stopping("accuracy")),
    (mlp, untested(saving("val_loss", False))),
    (mlp, lambda m: stopping("top")(m.compiled(metrics=(TOP,)))),
    (mlp, lambda m: m.callback("ReduceLROnPlateau", monitor="loss")),
    (tasks, stopping("val_digit_accuracy", "max")),
    (tasks, stopping("loss")),
]


def told(model, engine):
    return [p for p in problems_of(model, engine) if p.code in ("D-MONITOR", "D-MODE")]


@pytest.mark.parametrize(("base", "harm", "severity", "code", "title"), FAULTS)
def test_a_callback_that_watches_amiss_is_told_and_repaired(
    base, harm, severity, code, title, engine
):
    model = harm(base())
    (problem,) = told(model, engine)
    assert (problem.severity, problem.code) == (severity, code)
    (repaired,) = proved(model.document, engine, [problem], model.data)
    assert repaired.fixes[0].title.startswith(title)
    model.document.apply(rebased(model.document, repaired.fixes[0]))
    assert code not in [p.code for p in told(model, engine)]


@pytest.mark.parametrize(("base", "harm"), SOUND)
def test_what_is_measured_may_be_watched(base, harm, engine):
    assert told(harm(base()), engine) == []


def test_other_settings_that_change_meanwhile_are_kept_by_a_fix(engine):
    model = stopping("val_acuracy")(mlp())
    told(model, engine)
    (problem,) = told(model.fit(epochs=77), engine)
    model.document.apply(problem.fixes[0].edit)
    assert model.document.setup.fit.epochs == 77


def test_a_metric_that_a_layer_of_ones_own_may_add_is_not_denied(engine):
    model = stopping("val_mine", "max")(mlp())
    assert [p.code for p in told(model, engine)] == ["D-MONITOR"]
    code = replace(model.document.setup.code, custom="import keras\n")
    model.setup(code=code).add("own", "custom.Mine", "head")
    assert told(model, engine) == []


def test_the_names_are_those_of_the_history(engine, history_alone):
    model = Model(None)
    model.document = load_example("digits-two-tasks").document
    outputs = dict(model.document.setup.compile.outputs)
    end = next(iter(outputs))
    outputs[end] = replace(outputs[end], metrics=("accuracy", "accuracy", "mae"))
    model.compiled(metrics=("accuracy", TOP), outputs=outputs).fit(epochs=1)
    script = generate_training(model.document, load_catalog(), None, "Tasks").text
    (problem,) = told(stopping("nothing")(model), engine)
    listed = re.findall("“(.+?)”", problem.text.partition("Watch one of")[2])
    assert sorted(listed) == sorted(history_alone(script))
    assert isinstance(outputs[end], OutputSettings)
