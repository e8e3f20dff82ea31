"""EfficientNetB7 from its `.keras` file to a document, against Keras' own loading.

Both read the same file in the same process, in turn. A document is laid out and its
weights are checked; Keras makes layers and fills them.
"""

from __future__ import annotations

import copy
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.figure import Figure
from studio.catalog.store import load_catalog
from studio.importing.archive import import_file
from studio.importing.config import import_config

ROUNDS = 3
CHAIN = 5000


def measure() -> list[Figure]:
    """Load with both in turn and compare the medians; open a long chain."""
    import keras

    catalog = load_catalog()
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "efficientnetb7.keras"
        model = keras.applications.EfficientNetB7(weights=None)
        layers = len(model.layers)
        model.save(path)
        del model
        pairs = []
        for _ in range(ROUNDS):
            studio = _seconds(lambda: import_file(path, catalog))
            pairs.append((studio, _seconds(lambda: keras.models.load_model(path))))
    ours, theirs = (statistics.median(times) for times in zip(*pairs, strict=True))
    chain = long_chain(keras)
    seconds = _seconds(lambda: import_config(chain, catalog))
    return [
        Figure(
            "EfficientNetB7 to a laid-out document / load_model",
            ours / theirs,
            "ratio",
            at_most=0.1,
            detail=f"{ours * 1000:.0f} ms / {theirs * 1000:.0f} ms, {layers} layers, "
            f"median of {ROUNDS}",
        ),
        Figure(f"chain of {CHAIN} Dense layers to a laid-out document", seconds, "s"),
    ]


def _seconds(job: Callable[[], Any]) -> float:
    start = time.perf_counter()
    job()
    return time.perf_counter() - start


def long_chain(keras: Any) -> dict[str, Any]:
    """Config of a long chain, made by copying its last layer."""
    inputs = keras.Input((4,), name="d0")
    model = keras.Model(inputs, keras.layers.Dense(4, name="d1")(inputs))
    config = model.get_config()
    first, dense = config["layers"]
    made = [first]
    for number in range(1, CHAIN + 1):
        layer = copy.deepcopy(dense)
        layer["name"] = layer["config"]["name"] = f"d{number}"
        tensor = layer["inbound_nodes"][0]["args"][0]["config"]
        tensor["keras_history"] = [f"d{number - 1}", 0, 0]
        made.append(layer)
    outputs = [f"d{CHAIN}", 0, 0]
    return {**config, "layers": made, "output_layers": outputs}
