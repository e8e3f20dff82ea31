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
from studio.graph.feeds import Feeds, check_names, feeds_of, model_feeds
from studio.graph.graph import Graph
from studio.graph.label_rules import check_labels
from studio.graph.metric_rules import check_metrics
from studio.graph.name_rules import check_legal_names
from studio.graph.picture_options import PictureOptions
from studio.graph.problems import Fix, Problem, Severity
from studio.graph.setup import CompileSettings, DataFacts, DataSource, Setup
from studio.graph.table_options import SEVERAL, is_regression, targets_of

DEVICE = re.compile(r"auto|cpu|all|gpu:\d{1,3}")
"""What a device to train on may be called."""
_OFFERED = 3


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
    graph = calls.graph
    used = upstream(graph, (call for call, _ in calls.ends()))
    fed = [start for start in inputs if graph.edges_out_of(start.call)]
    # Where a wire is missing, no input may lead to an output yet.
    starts = [start for start in fed if start.call in used] or fed
    feeds = feeds_of(calls.document)
    problems = list(_check_facts(facts))
    if bool(facts.arrays) != (feeds is not None):
        return problems  # the facts are of the model as it was
    if feeds is None:
        problems += _check_counts(facts, starts, outputs, graph)
    else:
        problems += check_names(calls.document, feeds)
        problems += _check_arrays(facts, feeds, calls.document)
    if feeds is not None or len(starts) == 1:
        problems += _check_shapes(facts, starts, calls)
    return [*problems, *_check_outputs(facts, feeds, outputs, calls)]


def _check_outputs(
    facts: DataFacts, feeds: Feeds | None, outputs: Sequence[Tensor], calls: Expanded
) -> Iterator[Problem]:
    """Metrics and labels of each output whose labels are known."""
    document = calls.document
    ends = [feed.id for feed in feeds.outputs] if feeds else [""]
    for index, end in enumerate(ends):
        labels = facts.of_output(end)
        if labels is None:
            continue
        own = feeds.outputs[index] if feeds and len(ends) > 1 else None
        settings = document.setup.compile.of(own.id if own else None)
        yield from check_metrics(settings, labels, document, own)
        if len(outputs) == len(ends):
            tensor = outputs[index]
            yield from check_labels(settings, labels, *tensor, calls, own)


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
        what = "folder" if kind.reads_folder else "file"
        text = f"{kind.title}: no {what} is chosen. Choose one in the Data panel."
        yield _error("D-FILE", text, "path")
    elif source.kind == "csv":
        yield from _check_targets(source, document)
    elif source.kind == "images":
        yield from _check_pictures(source, document)
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


def _check_targets(source: DataSource, document: Document) -> Iterator[Problem]:
    options, targets = source.options, targets_of(source.options)
    if not targets:
        text = "The table's target column is not chosen. Choose what to predict."
        yield _error("D-TARGET", text, "target")
    elif len(targets) > 1 and not is_regression(options):
        edit = change_data(document, options={**options, "task": "regression"})
        fix = Fix("Predict values", edit)
        yield _error("D-TARGET", SEVERAL, "target", fix)


def _check_pictures(source: DataSource, document: Document) -> Iterator[Problem]:
    try:
        PictureOptions.of(source.options)
    except ValueError as error:
        plain = PictureOptions()
        size = "×".join(map(str, plain.image_size))
        edit = change_data(document, options=plain.options)
        fix = Fix(f"Use {size} pixels in colour", edit, safe=True)
        yield _error("D-PICTURES", str(error), "options", fix)


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
    if setup.compile.loss is None and not _all_own_a_loss(document):
        text = "No loss is chosen. Choose one in the Training panel."
        yield _error("D-NO-LOSS", text, "loss")


def _check_facts(facts: DataFacts) -> Iterator[Problem]:
    if facts.train < 1:
        text = (
            f"{facts.title} leaves no sample to train on. Choose larger data, or "
            "smaller parts for validation and test."
        )
        yield _error("D-EMPTY", text, "validation_split")
    for what, (low, high) in _ranges(facts):
        if not (math.isfinite(low) and math.isfinite(high)):
            text = (
                f"The {what} of {facts.title} hold infinite values or NaN, from which "
                "nothing can be learned. Remove or replace them in the data."
            )
            yield _error("D-FINITE", text, "path")


def _ranges(facts: DataFacts) -> Iterator[tuple[str, tuple[float, float]]]:
    if not facts.arrays:
        yield "samples", facts.input_range
        yield "labels", facts.target_range
    for array in (*facts.inputs, *facts.outputs):
        yield f"values in “{array.array}”", array.range


def _all_own_a_loss(document: Document) -> bool:
    """Whether each of several outputs has a loss of its own."""
    outputs = model_feeds(document).outputs
    settings = document.setup.compile
    losses = [settings.of(feed.id).loss for feed in outputs]
    return len(losses) > 1 and None not in losses


def _check_arrays(
    facts: DataFacts, feeds: Feeds, document: Document
) -> Iterator[Problem]:
    feeding = [(feed, "input") for feed in feeds.inputs]
    feeding += [(feed, "output") for feed in feeds.outputs if feed.name]
    taken = {feed.array for feed, _ in feeding}
    free = [name for name in facts.arrays if name not in taken]
    for feed, what in feeding:
        if feed.array in facts.arrays:
            continue
        text = (
            f"{facts.title} has no array “{feed.array}” for the {what} "
            f"{document.graph.title_of(feed.node)}. It has: {', '.join(facts.arrays)}. "
            "Choose one in the Data panel."
        )
        fixes = [
            Fix(
                f"Use the array {name}",
                change_data(
                    document,
                    arrays={**document.setup.data.arrays, feed.id: name},
                ),
            )
            for name in free[:_OFFERED]
        ]
        yield Problem(
            Severity.ERROR, "D-ARRAY", text, feed.node, "arrays", tuple(fixes)
        )


def _check_shapes(
    facts: DataFacts, inputs: Sequence[Tensor], calls: Expanded
) -> Iterator[Problem]:
    graph = calls.graph
    for call, shape in inputs:
        samples = facts.of_input(call)
        if samples is None or shape is None or fits(shape[1:], samples.input_shape):
            continue
        title = graph.title_of(call)
        found, expected = spoken_shape(samples.input_shape), spoken_shape(shape[1:])
        text = (
            f"{title} takes samples of shape {expected}, but {samples.title} has "
            f"{found}. Set the input's shape to that of the data."
        )
        edit = calls.set(call, {"shape": samples.input_shape}, ("batch_shape",))
        fix = Fix(f"Set the shape to {found}", edit, safe=True)
        yield Problem(Severity.ERROR, "D-SHAPE", text, call, "shape", (fix,))


def fits(expected: Sequence[int | None], found: Sequence[int]) -> bool:
    """Whether a shape is one that `expected` allows; None allows any size."""
    return len(expected) == len(found) and all(
        e is None or e == f for e, f in zip(expected, found, strict=True)
    )


def _check_counts(
    facts: DataFacts,
    inputs: Sequence[Tensor],
    outputs: Sequence[Tensor],
    graph: Graph,
) -> Iterator[Problem]:
    """More inputs or outputs than data of one array of samples and labels has."""
    if len(inputs) > 1:
        names = ", ".join(graph.title_of(i.call) for i in inputs)
        text = (
            f"The model has {len(inputs)} inputs ({names}), but {facts.title} has one "
            "array of samples. Choose a NumPy file with an array for each input, or "
            "keep one."
        )
        yield _error("D-INPUTS", text, None)
    if len(outputs) > 1:
        names = ", ".join(graph.title_of(o.call) for o in outputs)
        text = (
            f"The model has {len(outputs)} outputs ({names}), but {facts.title} has "
            "one label for a sample. Choose a NumPy file with an array for each "
            "output, or keep one: join the branches, or delete the others."
        )
        yield _error("D-OUTPUTS", text, None)
