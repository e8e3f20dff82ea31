"""Layers built with open sizes answer as fresh ones do: each layer of the catalog."""

from __future__ import annotations

import keras
import pytest

from studio.catalog.spec import ParameterKind, Role
from studio.catalog.store import load_catalog
from studio.graph.model import LayerDefinition
from studio.graph.values import freeze, from_jsonable, keras_object
from studio.runtime.engine.calls import Calls
from studio.runtime.engine.foreign import Foreign
from studio.runtime.engine.layers import Workshop
from studio.runtime.engine.symbolic import TensorSpec
from tests.runtime.walk.child import sample

pytestmark = [pytest.mark.engine, pytest.mark.timeout(600)]

CATALOG = load_catalog()
LAYERS = CATALOG.of_role(Role.LAYER)
SIZES = ((0, 0), (5, 5), (5, 0), (-6, -6), (-7, -7))
"""What is added to the inner sizes, which are 8 mostly, of the first and other tensors.

Some are too small for what the layer does, or do not fit together.
"""


class Fresh(Calls):
    """Calls that never use a layer again."""

    def __init__(self, workshop):
        super().__init__(workshop)
        self._general.find = lambda definition, made, arguments: None


def arguments_of(tensors, first, others):
    """Arguments of a call whose inner sizes differ from those in the sample."""
    added = iter((first,))

    def spec(shape, dtype="float32", sparse=False, rows=1):
        by = next(added, others)
        inner = (n if n is None else max(n + by, 1) for n in shape[1:-1])
        sizes = (*shape[:1], *inner, *shape[-1:]) if len(shape) > 2 else tuple(shape)
        return TensorSpec(sizes, dtype, sparse, rows)

    return {
        name: tuple(spec(*one) for one in value)
        if value[0] and isinstance(value[0][0], list)
        else spec(*value)
        for name, value in tensors.items()
    }


def variants(spec, start):
    """Arguments of the layer: as they are, then with another choice for one."""
    yield start
    yield {**start, "dtype": "mixed_float16"}
    for parameter in spec.parameters:
        if parameter.kind is ParameterKind.BOOL and not parameter.base:
            yield {**start, parameter.name: not parameter.default}
        for choice in parameter.choices if not parameter.base else ():
            if choice != parameter.default:
                yield {**start, parameter.name: choice}


def told(answer):
    faults = [fault.text for fault in answer.faults]
    return answer.outputs, faults, answer.weights, answer.is_partial


def answers(calls, definition, arguments, seed=1):
    """What is told in haste, what after the computation was traced, and its work."""
    keras.utils.set_random_seed(seed)
    made = calls.made(definition)
    calls.is_hasty = True
    hasty = calls.called(made, definition, arguments)
    calls.is_hasty = False
    settled = calls.called(made, definition, arguments)
    return told(hasty), told(settled), settled.work


def is_chance(calls, definition, arguments):
    """Whether the work of a fresh layer differs from try to try."""
    tries = (
        answers(Fresh(calls.workshop), definition, arguments, seed)
        for seed in range(1, 9)
    )
    return len({work for _, _, work in tries}) > 1


def checked(spec, said, calls):
    """Compare variants of a layer; returns how many a layer of open sizes answered."""
    count = 0
    for given in variants(spec, freeze(from_jsonable(said["constants"]))):
        asked = []
        for sizes in SIZES:
            definition = LayerDefinition("l1", spec.path, "x", given)
            arguments = arguments_of(said["tensors"], *sizes)
            made = calls.made(definition)
            if made.faults or arguments in asked:
                continue
            asked.append(arguments)
            if calls._general.find(definition, made.key, arguments) is None:
                continue  # a fresh layer is asked anyway
            count += 1
            found = answers(calls, definition, arguments)
            expected = answers(Fresh(calls.workshop), definition, arguments)
            if found != expected:  # AugMix works by chance
                said_of = slice(2 if is_chance(calls, definition, arguments) else 3)
                assert found[said_of] == expected[said_of], (spec.path, given)
    return count


@pytest.mark.parametrize("category", dict.fromkeys(s.category for s in LAYERS))
def test_a_layer_of_open_sizes_answers_as_a_fresh_one(category):
    calls = Calls(Workshop(CATALOG))
    counts = {}
    for spec in LAYERS:
        said = sample(spec.path) if spec.category == category else None
        if said and any(len(shape[0]) > 2 for shape in said["tensors"].values()):
            counts[spec.path] = checked(spec, said, calls)
    assert not counts or max(counts.values()) > 0


@pytest.mark.parametrize(
    ("path", "parameters", "is_keras"),
    [
        ("keras.layers.Conv2D", {"filters": 2, "kernel_size": 1}, True),
        (
            "keras.layers.TimeDistributed",
            {"layer": keras_object("custom.Scale")},
            False,
        ),
        ("keras.layers.Activation", {"activation": keras_object("my.Bend")}, False),
        ("custom.Scale", {}, False),
        ("keras.layers.TFSMLayer", {"filepath": "model"}, False),
        ("keras.applications.ResNet50", {}, False),
    ],
)
def test_code_of_others_is_asked_afresh(path, parameters, is_keras):
    workshop = Workshop(CATALOG)
    workshop.foreign = Foreign({"custom.Scale": object, "my>Bend": object})
    definition = LayerDefinition("l1", path, "x", parameters)
    assert workshop.is_all_keras(definition) is is_keras
