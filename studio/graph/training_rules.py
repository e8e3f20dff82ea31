"""Rules of training: data, labels and settings against the model."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from studio.graph.algorithms import upstream
from studio.graph.commands import (
    change_compile,
    change_data,
    change_fit,
)
from studio.graph.data_kinds import DATA_KINDS, data_kind
from studio.graph.document import Document
from studio.graph.expanded import Expanded
from studio.graph.graph import Graph
from studio.graph.label_rules import check_labels
from studio.graph.metric_rules import check_metrics
from studio.graph.name_rules import check_legal_names
from studio.graph.problems import Fix, Problem, Severity
from studio.graph.setup import CompileSettings, DataFacts, DataSource, Setup

DEVICE = re.compile(r"auto|cpu|all|gpu:\d{1,3}")
"""What a device to train on may be called."""


class Tensor(NamedTuple):
    """An input or output of the model, as the call that makes it.

    Attributes:
        shape: with the batch axis first; None while Keras has not told it.
    """

    call: str
    shape: tuple[int | None, ...] | None


def check_settings(document: Document) -> list[Problem]:
    """What is wrong with the settings in themselves, whatever data and model are."""
    setup = document.setup
    return [
        *_check_source(setup.data, document),
        *_check_fit(setup, document),
        *check_legal_names(document),
    ]


def check_data(
    facts: DataFacts,
    inputs: Sequence[Tensor],
    outputs: Sequence[Tensor],
    calls: Expanded,
) -> list[Problem]:
    """The data against model and settings.

    `outputs` is empty while it is not known what the model gives back.
    """
    settings = calls.document.setup.compile
    graph = calls.graph
    used = upstream(graph, (call for call, _ in calls.ends()))
    fed = [start for start in inputs if graph.edges_out_of(start.call)]
    # Where a wire is missing, no input may lead to an output yet.
    starts = [start for start in fed if start.call in used] or fed
    problems = [
        *_check_facts(facts),
        *_check_inputs(facts, starts, calls),
        *check_metrics(settings, facts, calls.document),
        *_check_output_count(outputs, graph),
    ]
    if len(outputs) == 1:
        problems += check_labels(settings, facts, *outputs[0], calls)
    return problems


def spoken_shape(shape: Sequence[int | None]) -> str:
    """Shape as a person writes it: ``8×8×1``, ``?×4``, ``one number``."""
    sizes = ("?" if size is None else str(size) for size in shape)
    return "×".join(sizes) or "one number"


def _error(code: str, text: str, parameter: str | None, *fixes: Fix) -> Problem:
    return Problem(Severity.ERROR, code, text, None, parameter, fixes)


def _check_source(source: DataSource, document: Document) -> Iterator[Problem]:
    kind = data_kind(source.kind)
    if source.kind == "none":
        text = "No data is chosen. Choose what to train on in the Data panel."
        yield _error("D-NONE", text, "kind")
    elif kind is None:
        known = ", ".join(k.kind for k in DATA_KINDS)
        text = f"There is no data of the kind “{source.kind}”. Choose one of: {known}."
        yield _error("D-KIND", text, "kind")
    elif kind.reads_file and not source.path:
        text = f"{kind.title}: no file is chosen. Choose one in the Data panel."
        yield _error("D-FILE", text, "path")
    elif source.kind == "csv" and not source.options.get("target"):
        text = "The table's target column is not chosen. Choose what to predict."
        yield _error("D-TARGET", text, "target")
    given = kind is not None and kind.has_test_split
    parts = (source.validation_split, 0.0 if given else source.test_split)
    if min(parts) < 0 or sum(parts) >= 1:
        text = (
            f"Validation ({parts[0]:g}) and test ({parts[1]:g}) are to be at least 0 "
            "and together below 1, or nothing is left to train on. Lower them."
        )
        edit = change_data(document, validation_split=0.2, test_split=0.2)
        yield _error(
            "D-SPLIT", text, "validation_split", Fix("Use 0.2 of each", edit, safe=True)
        )


def _check_fit(setup: Setup, document: Document) -> Iterator[Problem]:
    fit = setup.fit
    for name, value in (("epochs", fit.epochs), ("batch_size", fit.batch_size)):
        if value < 1:
            title = name.replace("_", " ")
            edit = change_fit(document, **{name: 1})
            fix = Fix(f"Set {title} to 1", edit, safe=True)
            what = {"epochs": "number of epochs"}.get(name, title)
            text = f"The {what} is {value}. Training needs at least 1: raise it."
            yield _error("D-FIT", text, name, fix)
    if not 0 <= fit.seed < 2**32:
        text = f"The seed is {fit.seed}. Keras takes 0 to 4294967295: change it."
        fix = Fix("Set the seed to 0", change_fit(document, seed=0), safe=True)
        yield _error("D-SEED", text, "seed", fix)
    if not DEVICE.fullmatch(fit.device):
        text = (
            f"There is no device “{fit.device:.40}”. Choose auto, cpu, gpu:0 or all "
            "in the Training panel."
        )
        fix = Fix("Use auto", change_fit(document, device="auto"), safe=True)
        yield _error("D-DEVICE", text, "device", fix)
    if setup.compile.optimizer is None:
        text = "No optimizer is chosen. Choose one in the Training panel."
        adam = change_compile(document, optimizer=CompileSettings().optimizer)
        yield _error("D-OPTIMIZER", text, "optimizer", Fix("Use Adam", adam, safe=True))
    if setup.compile.loss is None:
        text = "No loss is chosen. Choose one in the Training panel."
        yield _error("D-NO-LOSS", text, "loss")


def _check_facts(facts: DataFacts) -> Iterator[Problem]:
    if facts.train < 1:
        text = (
            f"{facts.title} leaves no sample to train on. Choose larger data, or "
            "smaller parts for validation and test."
        )
        yield _error("D-EMPTY", text, "validation_split")
    for what, (low, high) in (
        ("samples", facts.input_range),
        ("labels", facts.target_range),
    ):
        if not (math.isfinite(low) and math.isfinite(high)):
            text = (
                f"The {what} of {facts.title} hold infinite values or NaN, from which "
                "nothing can be learned. Remove or replace them in the data."
            )
            yield _error("D-FINITE", text, "path")


def _check_inputs(
    facts: DataFacts, inputs: Sequence[Tensor], calls: Expanded
) -> Iterator[Problem]:
    graph = calls.graph
    if len(inputs) > 1:
        names = ", ".join(graph.title_of(i.call) for i in inputs)
        text = (
            f"The model has {len(inputs)} inputs ({names}), but {facts.title} has one "
            "array of samples. Keep one input."
        )
        yield _error("D-INPUTS", text, None)
    for call, shape in inputs if len(inputs) == 1 else ():
        if shape is None or fits(shape[1:], facts.input_shape):
            continue
        title = graph.title_of(call)
        found, expected = spoken_shape(facts.input_shape), spoken_shape(shape[1:])
        text = (
            f"{title} takes samples of shape {expected}, but {facts.title} has "
            f"{found}. Set the input's shape to that of the data."
        )
        edit = calls.set(call, {"shape": facts.input_shape}, ("batch_shape",))
        fix = Fix(f"Set the shape to {found}", edit, safe=True)
        yield Problem(Severity.ERROR, "D-SHAPE", text, call, "shape", (fix,))


def fits(expected: Sequence[int | None], found: Sequence[int]) -> bool:
    """Whether a shape is one that `expected` allows; None allows any size."""
    return len(expected) == len(found) and all(
        e is None or e == f for e, f in zip(expected, found, strict=True)
    )


def _check_output_count(outputs: Sequence[Tensor], graph: Graph) -> Iterator[Problem]:
    if len(outputs) > 1:
        names = ", ".join(graph.title_of(o.call) for o in outputs)
        text = (
            f"The model has {len(outputs)} outputs ({names}), but each sample has one "
            "label. Keep one output: join the branches, or delete the others."
        )
        yield _error("D-OUTPUTS", text, None)
