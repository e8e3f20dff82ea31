"""What Keras itself computes: sample calls of all entries, and scripts against them."""

from __future__ import annotations

import inspect
import json
from functools import cache, partial

import keras
import numpy as np
import tensorflow as tf

from studio.catalog.overlay import load_overlay
from studio.catalog.spec import Role
from studio.catalog.store import load_catalog
from studio.graph.values import freeze, from_jsonable, to_jsonable
from studio.runtime.engine import docstrings
from studio.runtime.engine.introspect_ops import example_call
from studio.runtime.engine.introspect_ports import accepted, tensor_arguments
from studio.runtime.engine.objects import keras_item, make_value
from studio.runtime.engine.op_trials import call_function, concrete
from studio.runtime.engine.script import script_module
from studio.runtime.engine.symbolic import TensorSpec, named_outputs, spec_of
from studio.runtime.engine.trials import try_make

WORDS = ("a", "b", "c")


@cache
def sample(path):
    """Tensors by argument and constants with which the class or op works."""
    spec = load_catalog().find(path)
    item = keras_item(path)
    if spec.role is Role.OP:
        call = example_call(item, load_overlay().suggestions)
        return _plain(call.tensors, call.constants)
    documented = docstrings.parse(item.__doc__).call_arguments or {}
    required, _ = tensor_arguments(item, documented)
    for start in _starts(spec):
        for trial in accepted(partial(try_make, item, start), required):
            tensors = {
                name: list(map(spec_of, t)) if isinstance(t, list) else spec_of(t)
                for name, t in trial.arguments.items()
            }
            said = _plain(tensors, start)
            if _computes(item, start, said["tensors"]):
                return said
    return None


def _plain(tensors, constants):
    """The call as JSON would hold it."""
    told = {"tensors": tensors, "constants": to_jsonable(constants)}
    return json.loads(json.dumps(told))


def _starts(spec):
    """Arguments of a fresh one; then with one more, such as a vocabulary."""
    start = spec.starting_parameters()
    yield start
    suggestions = load_overlay().suggestions
    for parameter in spec.parameters:
        if not parameter.required:
            for value in suggestions.get(parameter.name, ()):
                yield {**start, parameter.name: value}


def _computes(item, start, tensors):
    """Whether numbers come out: what is accepted need not be computed."""
    first, *rest = _given(tensors).items()
    try:
        _made(item, start)(first[1], **dict(rest))
    except Exception:
        return False
    return True


def _made(item, arguments):
    return item(**{name: make_value(v, keras_item) for name, v in arguments.items()})


def compare(path, script, tensors, constants, keys):
    """What differs between the script's model and the direct call; None if nothing."""
    given = _given(tensors)
    keras.utils.set_random_seed(1)
    with script_module(script) as module:
        model = module.build_model()
    flat = keras.tree.flatten(list(given.values()))
    state = [np.array(variable) for variable in model.variables]
    keras.utils.set_random_seed(2)
    modelled = keras.tree.flatten(model(flat if len(flat) > 1 else flat[0]))
    expected = _direct(path, given, freeze(from_jsonable(constants)), state)
    if list(expected) != keys:
        return f"outputs {list(expected)} of the direct call, {keys} inferred"
    pairs = zip(keys, modelled, expected.values(), strict=True)
    return next(
        (f"output {k}: {d}" for k, a, b in pairs if (d := _differs(a, b))), None
    )


def _direct(path, given, constants, state):
    item = keras_item(path)
    if inspect.isfunction(item):
        keras.utils.set_random_seed(2)
        made = {name: make_value(v, keras_item) for name, v in constants.items()}
        return named_outputs(call_function(item, {**given, **made}))
    layer = _made(item, constants)
    first, *rest = given.items()
    layer(first[1], **dict(rest))
    for variable, value in zip(layer.variables, state, strict=True):
        variable.assign(value)
    keras.utils.set_random_seed(2)
    return named_outputs(layer(first[1], **dict(rest)))


def _given(tensors):
    generator = np.random.default_rng(0)
    return {name: _numbers(spec, generator) for name, spec in tensors.items()}


def _numbers(spec, generator):
    if spec[0] and isinstance(spec[0][0], list):
        return [_numbers(one, generator) for one in spec]
    made = TensorSpec(tuple(spec[0]), spec[1])
    if made.dtype == "string":
        shape = tuple(2 if n is None else n for n in made.shape)
        return tf.constant(generator.choice(WORDS, shape).tolist(), shape=shape)
    return concrete(made, generator)


def _differs(a, b):
    a, b = _dense(a), _dense(b)
    if a.shape != b.shape:
        return f"shape {a.shape}, not {b.shape}"
    if a.dtype != b.dtype:
        return f"dtype {a.dtype}, not {b.dtype}"
    if a.dtype.kind in "fc":
        same = np.allclose(a, b, rtol=1e-4, atol=1e-5, equal_nan=True)
    else:
        same = np.array_equal(a, b)
    return None if same else "other values"


def _dense(tensor):
    if isinstance(tensor, tf.SparseTensor):
        tensor = tf.sparse.to_dense(tensor)
    return np.asarray(tensor)
