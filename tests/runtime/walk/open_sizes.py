"""Layers built with open sizes answer as fresh ones do: each layer of the catalog."""

from __future__ import annotations

import keras

from studio.catalog.spec import ParameterKind
from studio.graph.model import LayerDefinition
from studio.graph.values import freeze, from_jsonable
from studio.runtime.engine.calls import Calls
from studio.runtime.engine.layers import Workshop
from studio.runtime.engine.symbolic import TensorSpec
from tests.runtime.walk.keras_calls import sample

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
    works = set()
    for seed in range(1, 9):
        works.add(answers(Fresh(calls.workshop), definition, arguments, seed)[2])
        if len(works) > 1:
            return True
    return False


def checked(spec, said, calls):
    """Compare variants of a layer; returns how many a layer of open sizes answered."""
    count, by_chance = 0, False
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
                by_chance = by_chance or is_chance(calls, definition, arguments)
                said_of = slice(2 if by_chance else 3)
                assert found[said_of] == expected[said_of], (spec.path, given)
    return count


class OpenSizes:
    """Compares layers of open sizes with fresh ones."""

    def __init__(self, catalog):
        self._catalog = catalog
        self._calls = Calls(Workshop(catalog))

    def compare(self, path):
        """How many calls a layer of open sizes answered; None if it takes no images.

        Raises:
            AssertionError: one of them otherwise than a fresh one.
        """
        said = sample(path)
        if not said or all(len(shape[0]) < 3 for shape in said["tensors"].values()):
            return None
        return checked(self._catalog.find(path), said, self._calls)
