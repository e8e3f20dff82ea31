"""Test accuracy of the digits example, trained through Studio with its own seed."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks.example import train_example
from benchmarks.figure import Figure


def measure() -> list[Figure]:
    """Train the example as shipped and look at its evaluation."""
    with tempfile.TemporaryDirectory() as folder:
        trained = train_example(Path(folder))
    return [
        Figure(
            "test accuracy of the digits conv net",
            trained.evaluation["accuracy"],
            "",
            at_least=0.97,
            detail=f"trained in {trained.fit:.1f} s",
        )
    ]
