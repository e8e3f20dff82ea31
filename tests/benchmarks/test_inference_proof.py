"""A few of the models of `python -m benchmarks.inference_proof`, as a test."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

MODELS = (
    "MobileNetV3Small",
    "ResNet50",
    "attention.shifted_windows",
    "generative.dcgan_generator",
    "nesting.inner_with_dict_inputs",
    "nesting.strange_names",
    "preprocessing.adapted_vectorizer",
    "sequences.explicit_cell",
    "sequences.stacked_cells",
    "structured.detection_heads",
    "digits-convnet",
    "perceptron-and",
)


@pytest.mark.engine
def test_facts_are_those_of_keras_and_of_tensorflows_profiler():
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.inference_proof", *MODELS],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        timeout=300,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.count("(0.000%)") == len(MODELS)
