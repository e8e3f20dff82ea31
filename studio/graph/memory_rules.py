"""The rule of memory: whether training fits the device."""

from __future__ import annotations

from collections.abc import Iterator

from studio.graph.commands import change_fit
from studio.graph.expanded import Expanded
from studio.graph.memory import (
    TrainingDevice,
    bytes_text,
    estimate_memory,
    largest_batch,
)
from studio.graph.problems import Fix, Problem, warning


def check_memory(calls: Expanded, device: TrainingDevice) -> Iterator[Problem]:
    """More memory than the device has, at this batch size."""
    document = calls.document
    batch = document.setup.fit.batch_size
    optimizer = document.setup.compile.optimizer
    if batch < 1 or device.memory <= 0:
        return
    estimate = estimate_memory(calls.graph, calls.known, batch, optimizer)
    if estimate.total <= device.memory:
        return
    fitting = largest_batch(estimate, batch, device.memory)
    about = "about" if estimate.is_whole else "at least about"
    text = (
        f"Training takes {about} {bytes_text(estimate.total)} at a batch size of "
        f"{batch}, and {device.name} has {bytes_text(device.memory)}. "
    )
    fixes: list[Fix] = []
    if fitting:
        text += f"Use a batch size of {fitting} or less."
        edit = change_fit(document, batch_size=fitting)
        fixes.append(Fix(f"Set the batch size to {fitting}", edit))
    else:
        text += "Make the model smaller: no batch size would do."
    yield warning("T-MEMORY", text, None, "batch_size", *fixes)
