"""EfficientNetB7 opened, written and built; a chain of 5,000 layers the same."""

from __future__ import annotations

import json
import tempfile
from itertools import pairwise
from pathlib import Path
from typing import Any

from benchmarks.figure import Figure
from benchmarks.round_trips import in_deep_thread, seconds

ROUNDS = 5
CHAIN = 5_000


def measure() -> list[Figure]:
    """Measure where Keras may recurse as deep as it needs."""
    return [*in_deep_thread(_efficient_net), *in_deep_thread(_chain)]


def _efficient_net() -> list[Figure]:
    import keras

    from studio.catalog.store import load_catalog
    from studio.codegen.model_code import generate_model
    from studio.importing.archive import import_file
    from studio.runtime.engine.roundtrip import build

    catalog = load_catalog()

    def original() -> Any:
        keras.utils.clear_session(free_memory=False)
        return keras.applications.EfficientNetB7(weights=None)

    model = original()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "model.keras"
        model.save(path)
        del model
        pairs = [
            (
                seconds(lambda: import_file(path, catalog)),
                seconds(lambda: keras.models.load_model(path, compile=False)),
            )
            for _ in range(ROUNDS)
        ]
    imported = pairs[0][0][1]
    opening = min(ours for (ours, _), _ in pairs)
    loading = min(theirs for _, (theirs, _) in pairs)
    del pairs
    writing = min(
        seconds(lambda: generate_model(imported.document, catalog, "B7"))[0]
        for _ in range(ROUNDS)
    )
    code = generate_model(imported.document, catalog, "B7").text
    built = [
        (seconds(lambda: build(code))[0], seconds(original)[0]) for _ in range(ROUNDS)
    ]
    ours, theirs = (min(times) for times in zip(*built, strict=True))
    return [
        Figure(
            "EfficientNetB7 opened / load_model",
            opening / loading,
            "ratio",
            at_most=0.1,
            detail=f"{opening:.2f} s / {loading:.2f} s, fastest of {ROUNDS}",
        ),
        Figure("EfficientNetB7 written as code", writing * 1000, "ms", at_most=100.0),
        Figure(
            "EfficientNetB7 built by its code / by Keras",
            ours / theirs,
            "ratio",
            at_most=1.05,
            detail=f"{ours:.2f} s / {theirs:.2f} s, fastest of {ROUNDS}",
        ),
    ]


def _chain() -> list[Figure]:
    import keras

    from studio.catalog.store import load_catalog
    from studio.codegen.model_code import generate_model
    from studio.importing.config import import_config
    from studio.runtime.engine.comparison import compare
    from studio.runtime.engine.roundtrip import build

    catalog = load_catalog()
    text = json.dumps(chain_config(CHAIN))
    opening, imported = seconds(lambda: import_config(json.loads(text), catalog))
    writing, code = seconds(
        lambda: generate_model(imported.document, catalog, "chain").text
    )
    building, model = seconds(lambda: build(code))
    reading, original = seconds(lambda: keras.models.model_from_json(text))
    found = compare(original, model)
    return [
        Figure(
            f"chain of {CHAIN:,} Dense layers comes back identical",
            float(not found),
            "",
            at_least=1.0,
            detail=f"opened in {opening:.1f} s, written in {writing:.1f} s, built in "
            f"{building:.1f} s (by Keras from its config in {reading:.1f} s)",
        )
    ]


def chain_config(length: int) -> dict[str, Any]:
    """Config of a chain of Dense layers with two units, as Keras writes it."""

    def tensor(name: str) -> dict[str, Any]:
        config = {
            "shape": [None, 2],
            "dtype": "float32",
            "keras_history": [name, 0, 0],
        }
        return {"class_name": "__keras_tensor__", "config": config}

    names = ["start", *(f"dense_{number}" for number in range(length))]
    layers: list[dict[str, Any]] = [
        {
            "module": "keras.layers",
            "class_name": "InputLayer",
            "config": {"batch_shape": [None, 2], "dtype": "float32", "name": names[0]},
            "name": names[0],
            "inbound_nodes": [],
        }
    ]
    for before, name in pairwise(names):
        layers.append(
            {
                "module": "keras.layers",
                "class_name": "Dense",
                "config": {"name": name, "units": 2},
                "name": name,
                "inbound_nodes": [{"args": [tensor(before)], "kwargs": {}}],
            }
        )
    return {
        "module": "keras.src.models.functional",
        "class_name": "Functional",
        "config": {
            "name": "chain",
            "trainable": True,
            "layers": layers,
            "input_layers": [["start", 0, 0]],
            "output_layers": [[names[-1], 0, 0]],
        },
        "registered_name": "Functional",
    }
