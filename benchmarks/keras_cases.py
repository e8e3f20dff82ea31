"""The layer cases of Keras' own unit tests, each as a functional model.

Keras' tests come with the installed package. They are run here with
`run_layer_test` replaced by a recorder: each case (class, arguments, inputs) becomes
a model, which is kept if Keras itself can read its config back.
"""

from __future__ import annotations

import ast
import contextlib
import importlib
import io
import json
import pkgutil
import re
import unittest
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import keras
import keras.src.layers
from keras.src.testing import TestCase

_TEST_CLASS = re.compile(r'"module": "[a-z0-9_.]+_test"')


@dataclass
class Harvest:
    """What the tests held.

    Attributes:
        configs: JSON of each model by name, e.g. ``Dense 3``.
        unreadable: cases that Keras cannot read back, with its reason.
        without_inputs: cases that test the layer alone, never called.
        of_tests: cases of classes that the tests themselves define.
    """

    configs: dict[str, str] = field(default_factory=dict)
    unreadable: dict[str, str] = field(default_factory=dict)
    without_inputs: int = 0
    of_tests: int = 0


def harvest() -> Harvest:
    """Run all layer tests of the installed Keras for their cases."""
    found = Harvest()
    counts: Counter[str] = Counter()

    def record(
        _test: Any,
        layer_cls: Any,
        init_kwargs: Any = None,
        input_shape: Any = None,
        input_dtype: Any = None,
        input_sparse: bool = False,
        input_ragged: bool = False,
        input_data: Any = None,
        call_kwargs: Any = None,
        custom_objects: Any = None,
        **_: Any,
    ) -> None:
        if input_shape is None and input_data is None:
            found.without_inputs += 1
            return
        counts[layer_cls.__name__] += 1
        name = f"{layer_cls.__name__} {counts[layer_cls.__name__]}"
        keras.utils.clear_session(free_memory=False)
        try:
            inputs = _inputs(input_shape, input_dtype, input_data, input_sparse)
            layer = layer_cls(**(init_kwargs or {}))
            model = _model(layer, inputs, call_kwargs or {})
            text = model.to_json()
            again = keras.models.model_from_json(text)
            assert json.loads(again.to_json()) == json.loads(text), "another config"
            if _TEST_CLASS.search(text):
                found.of_tests += 1
                return
        except Exception as error:
            found.unreadable[name] = f"{type(error).__name__}: {str(error)[:160]}"
        else:
            found.configs[name] = text

    original = TestCase.run_layer_test
    TestCase.run_layer_test = record
    try:
        for module in _modules():
            _run(module)
    finally:
        TestCase.run_layer_test = original
    return found


def _modules() -> list[str]:
    package = keras.src.layers
    return [
        info.name
        for info in pkgutil.walk_packages(package.__path__, f"{package.__name__}.")
        if info.name.endswith("_test")
    ]


def _run(module: str) -> None:
    """Run a test module; whether its tests pass is Keras' own affair."""
    with contextlib.suppress(ImportError):
        suite = unittest.TestSuite(_cases(importlib.import_module(module)))
        quiet = io.StringIO()
        with contextlib.redirect_stdout(quiet), contextlib.redirect_stderr(quiet):
            unittest.TextTestRunner(stream=quiet).run(suite)


def _cases(module: Any) -> Iterator[unittest.TestCase]:
    """Tests of a module that come to `run_layer_test`; a parameter ends their name."""
    lines = Path(module.__file__).read_text()
    names = {
        node.name
        for node in ast.walk(ast.parse(lines))
        if isinstance(node, ast.FunctionDef)
        and "run_layer_test" in (ast.get_source_segment(lines, node) or "")
    }
    for group in unittest.defaultTestLoader.loadTestsFromModule(module):
        for test in group:
            if test.id().rpartition(".")[2].startswith(tuple(names)):
                yield test


def _inputs(shape: Any, dtype: Any, data: Any, sparse: bool) -> Any:
    if data is not None:
        return keras.tree.map_structure(_input_like, data)
    if dtype is None or isinstance(dtype, str):
        return keras.tree.map_shape_structure(
            lambda s: keras.Input(batch_shape=s, dtype=dtype, sparse=sparse), shape
        )
    pairs = _paired(shape, dtype)
    return keras.tree.map_structure_up_to(
        dtype, lambda s, d: keras.Input(batch_shape=s, dtype=d), pairs, dtype
    )


def _paired(shape: Any, dtype: Any) -> Any:
    """Shapes in the structure of the data types: lists inside them are leaves."""
    if isinstance(dtype, dict):
        return {key: _paired(shape[key], item) for key, item in dtype.items()}
    if isinstance(dtype, list | tuple):
        return type(dtype)(map(_paired, shape, dtype))
    return shape


def _input_like(value: Any) -> Any:
    tensor = keras.ops.convert_to_tensor(value)
    dtype = keras.backend.standardize_dtype(tensor.dtype)
    return keras.Input(batch_shape=tuple(tensor.shape), dtype=dtype)


def _model(layer: Any, inputs: Any, call: dict[str, Any]) -> Any:
    if isinstance(inputs, dict):
        # As the tests do: ``query_shape`` is the shape of ``query``.
        named = {key.removesuffix("_shape"): item for key, item in inputs.items()}
        return keras.Model(list(named.values()), layer(**named, **call))
    return keras.Model(inputs, layer(inputs, **call))
