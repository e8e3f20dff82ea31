"""Rules of good sense: what trains, but seldom as one wants."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from studio.graph import edits
from studio.graph.algorithms import model_outputs
from studio.graph.commands import change_compile, change_fit
from studio.graph.document import Document
from studio.graph.expanded import Expanded
from studio.graph.loss_kinds import plain_name
from studio.graph.model import LayerDefinition, NodeKind
from studio.graph.naming import is_automatic, unique_name
from studio.graph.problems import Fix, Problem, warning
from studio.graph.values import is_object

TINY_BATCH = 4
USUAL_BATCH = 32
_RATES = {
    "sgd": (1e-5, 1.0),
    "adagrad": (1e-4, 1.0),
    "adadelta": (1e-4, 2.0),
    "ftrl": (1e-5, 1.0),
    "lion": (1e-7, 3e-3),
    "adafactor": (1e-6, 0.1),
    "muon": (1e-5, 0.1),
}
"""Learning rates that are in use, by optimizer; `_USUAL` for all others."""
_USUAL = (1e-6, 0.1)
_DROPS = ("rate", "dropout", "recurrent_dropout")


def check_sense(calls: Expanded) -> Iterator[Problem]:
    """Rules that need nothing but the document."""
    yield from _rate(calls.document)
    yield from _dropout(calls)
    yield from _tiny_batch(calls)


def _rate(document: Document) -> Iterator[Problem]:
    optimizer = document.setup.compile.optimizer
    if not is_object(optimizer):
        return
    rate = optimizer["config"].get("learning_rate")
    if not isinstance(rate, int | float) or isinstance(rate, bool):
        return
    low, high = _RATES.get(plain_name(optimizer), _USUAL)
    if low <= rate <= high:
        return
    name = optimizer["class_name"]
    config = {k: v for k, v in optimizer["config"].items() if k != "learning_rate"}
    edit = change_compile(document, optimizer={**optimizer, "config": config})
    side = "large" if rate > high else "small"
    text = (
        f"The learning rate {rate:g} is unusually {side} for {name}: {low:g} to "
        f"{high:g} is usual. Use Keras' default, or one in between."
    )
    fix = Fix(f"Use the default learning rate of {name}", edit, safe=True)
    yield warning("T-RATE", text, None, "optimizer", fix)


def _dropout(calls: Expanded) -> Iterator[Problem]:
    for call, definition in _layers(calls):
        for name in _DROPS:
            if definition.parameters.get(name) != 1:
                continue
            text = (
                f"{definition.name} drops everything: {name} is 1, so nothing behind "
                "it can learn. Set it below 1, for example to 0.5."
            )
            edit = calls.set(call, {name: 0.5})
            fix = Fix(f"Set {name} of {definition.name} to 0.5", edit, safe=True)
            yield warning("T-DROPOUT", text, call, name, fix)


def _layers(calls: Expanded) -> Iterator[tuple[str, LayerDefinition]]:
    """Each layer of the model with the first call of it."""
    seen: set[str] = set()
    for node in calls.graph.nodes.values():
        definition = calls.graph.definition_of(node.id)
        if definition is None or definition.id in seen:
            continue
        if node.kind is NodeKind.LAYER:
            seen.add(definition.id)
            yield node.id, definition


def _tiny_batch(calls: Expanded) -> Iterator[Problem]:
    size = calls.document.setup.fit.batch_size
    if not 1 <= size <= TINY_BATCH:
        return
    for call, definition in _layers(calls):
        if definition.class_name == "BatchNormalization":
            text = (
                f"{definition.name} takes mean and spread from batches of {size}, "
                "which is mostly noise. Use larger batches, or LayerNormalization."
            )
            edit = change_fit(calls.document, batch_size=USUAL_BATCH)
            fix = Fix(f"Set the batch size to {USUAL_BATCH}", edit)
            yield warning("T-TINY-BATCH", text, call, None, fix)


def check_output_names(document: Document) -> Iterator[Problem]:
    """Outputs with automatic names, of a model that has several and is wired."""
    graph = document.graph
    ends = [node for node, _ in model_outputs(graph)]
    if len(ends) < 2:
        return
    for index, node in enumerate(ends, start=1):
        definition = graph.definition_of(node)
        if definition is None or not is_automatic(definition):
            continue
        name = unique_name(document, f"output_{index}")
        text = (
            f"Output {index} of the model goes by the automatic name "
            f"“{definition.name}”, which says nothing in losses, metrics and plots. "
            "Give its layer a name."
        )
        edit = edits.ChangeDefinition(replace(definition, name=name))
        yield warning("S-OUTPUT-NAME", text, node, "name", Fix(f"Call it {name}", edit))
