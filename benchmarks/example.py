"""The example that is measured, trained through Studio as on the command line."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from studio.catalog.store import load_catalog
from studio.codegen.training_code import generate_training
from studio.graph.commands import change_fit
from studio.graph.document import Document
from studio.project.examples import load_example
from studio.protocol.messages import Message, Status
from studio.runtime.run_record import RunState
from studio.runtime.runs import RunStore
from studio.runtime.training import run_training

NAME = "digits-convnet"
TITLE = "Digits"


@dataclass(frozen=True, slots=True)
class Trained:
    """A training through Studio.

    Attributes:
        whole: seconds from the start of the engine's process to its end.
        fit: seconds from the script's `train` called to its return.
        evaluation: metrics on the test data.
    """

    whole: float
    fit: float
    evaluation: Mapping[str, float]


def example_document(epochs: int | None = None) -> Document:
    """The example as shipped, or with so many epochs."""
    document = load_example(NAME).document
    if epochs is not None:
        document.apply(change_fit(document, epochs=epochs))
    return document


def example_script(epochs: int | None = None) -> str:
    """Its exported script."""
    document = example_document(epochs)
    return generate_training(document, load_catalog(), Path(), TITLE).text


def train_example(folder: Path, epochs: int | None = None) -> Trained:
    """Train it in an engine of its own; runs are kept in `folder`.

    Raises:
        RuntimeError: the run failed.
    """
    heard: dict[str, float] = {}

    def listen(event: Message) -> None:
        if isinstance(event, Status):
            heard[event.text] = time.perf_counter()

    start = time.perf_counter()
    run = run_training(
        example_document(epochs),
        load_catalog(),
        folder,
        RunStore(folder / "runs"),
        title=TITLE,
        on_event=listen,
    )
    whole = time.perf_counter() - start
    if run.record.state is not RunState.FINISHED:
        raise RuntimeError(f"The training failed: {run.record.error}")
    fit = heard["Saving the model"] - heard["Training"]
    return Trained(whole, fit, run.record.evaluation)
