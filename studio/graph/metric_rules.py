"""Rules of metrics: what is measured against what is learned."""

from __future__ import annotations

from collections.abc import Iterator

from studio.graph.commands import change_output
from studio.graph.document import Document
from studio.graph.feeds import Feed, output_setting
from studio.graph.loss_kinds import plain_name, spoken_name
from studio.graph.problems import Fix, Problem, Severity
from studio.graph.setup import CompileSettings, DataFacts
from studio.graph.values import Value

_OF_ONE_HOT = {"categoricalaccuracy", "topkcategoricalaccuracy"}
_OF_NUMBERS = {"sparsecategoricalaccuracy", "sparsetopkcategoricalaccuracy"}
_OF_CLASSES = _OF_ONE_HOT | _OF_NUMBERS | {"accuracy", "acc", "binaryaccuracy"}


def check_metrics(
    settings: CompileSettings,
    facts: DataFacts,
    document: Document,
    output: Feed | None = None,
) -> Iterator[Problem]:
    """Metrics that mean nothing for these labels, of one of several `outputs`."""
    place = f"for {output.name}" if output else "here"
    own = output.id if output else None
    for index, metric in enumerate(settings.metrics):
        better, reason = _better(metric, facts)
        if not better:
            continue
        metrics = list(settings.metrics)
        metrics[index : index + 1] = [] if better in metrics else [better]
        fix = Fix(
            f"Measure {better}",
            change_output(document, own, metrics=tuple(metrics)),
            safe=True,
        )
        name = spoken_name(metric)
        text = f"{name} measures nothing {place}: {reason}. Measure {better} instead."
        field = f"metrics[{index}]"
        field = output_setting(own, field) if own else field
        yield Problem(Severity.WARNING, "D-METRIC", text, None, field, (fix,))


def _better(metric: Value, facts: DataFacts) -> tuple[str, str]:
    """Short name of a metric that fits, and why this one does not; or blanks."""
    name = plain_name(metric)
    if not facts.classes:
        wrong = name in _OF_CLASSES
        return ("mae", "the labels are values, not classes") if wrong else ("", "")
    if isinstance(metric, str):
        numbers_only = name in _OF_ONE_HOT
    else:
        numbers_only = name in _OF_ONE_HOT | {"accuracy"}
    one_hot = len(facts.target_shape) == 1 and facts.target_shape[0] > 1
    if numbers_only and not one_hot:
        return "accuracy", "the labels are class numbers"
    if name in _OF_NUMBERS and one_hot:
        return "accuracy", "the labels are one-hot"
    return "", ""
