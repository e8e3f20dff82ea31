"""Code of EfficientNetB7: how soon it is made, and how fast what it builds is built."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any

from benchmarks.figure import Figure
from benchmarks.importing import CHAIN, long_chain
from studio.catalog.store import load_catalog
from studio.codegen.model_code import generate_model
from studio.importing.config import import_config

ROUNDS = 5


def measure() -> list[Figure]:
    """Generate, build and compare with the original's own function, in turn."""
    import keras

    catalog = load_catalog()

    def original() -> Any:
        return keras.applications.EfficientNetB7(weights=None)

    model = original()
    document = import_config(model.get_config(), catalog).document
    times = [_seconds(lambda: generate_model(document, catalog)) for _ in range(ROUNDS)]
    code = generate_model(document, catalog).text
    names: dict[str, Any] = {}
    exec(compile(code, "generated.py", "exec"), names)
    pairs = []
    for _ in range(ROUNDS):
        keras.utils.clear_session()
        theirs = _seconds(original)
        keras.utils.clear_session()
        pairs.append((_seconds(names["build_model"]), theirs))
    ours, theirs = (statistics.median(column) for column in zip(*pairs, strict=True))
    chain = import_config(long_chain(keras), catalog).document
    lines = code.count("\n")
    return [
        Figure(
            "code of EfficientNetB7",
            statistics.median(times) * 1000,
            "ms",
            at_most=100,
            detail=f"{len(model.layers)} layers, {lines} lines, median of {ROUNDS}",
        ),
        Figure(
            "EfficientNetB7 built by its code / by Keras",
            ours / theirs,
            "ratio",
            at_most=1.05,
            detail=f"{ours:.2f} s / {theirs:.2f} s, median of {ROUNDS}",
        ),
        Figure(
            f"code of a chain of {CHAIN} Dense layers",
            _seconds(lambda: generate_model(chain, catalog)),
            "s",
        ),
    ]


def _seconds(job: Callable[[], Any]) -> float:
    start = time.perf_counter()
    job()
    return time.perf_counter() - start
