"""A chain of 5,000 layers opened, written as code and built anew."""

from __future__ import annotations

import json
from itertools import pairwise
from typing import Any

from benchmarks.figure import Figure
from benchmarks.round_trips import in_deep_thread, seconds

CHAIN = 5_000


def measure() -> list[Figure]:
    """Measure where Keras may recurse as deep as it needs."""
    return in_deep_thread(_chain)


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
