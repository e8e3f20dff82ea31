"""What is to be predicted from the rows of a table."""

from __future__ import annotations

from collections.abc import Mapping

from studio.graph.values import Value

SEVERAL = (
    "Several columns can only be predicted as values, not as classes. Choose Values "
    "in the Data panel, or keep one column."
)


def targets_of(options: Mapping[str, Value]) -> tuple[str, ...]:
    """Names of the columns to predict; none if none is chosen yet."""
    target = options.get("target")
    chosen = target if isinstance(target, tuple) else (target,)
    return tuple(str(name) for name in chosen if name)


def is_regression(options: Mapping[str, Value]) -> bool:
    """Whether values are predicted, not classes."""
    return options.get("task") == "regression"
