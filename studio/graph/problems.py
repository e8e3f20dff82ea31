"""What is wrong, where, why, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from studio.graph.edits import Edit


class Severity(StrEnum):
    """How bad a problem is."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Fix:
    """A repair: what a button says, and the edit it applies."""

    title: str
    edit: Edit


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem of a document.

    Attributes:
        severity: errors stop training and export, warnings do not.
        code: stable name of the rule, e.g. ``G-CYCLE`` (structure),
            ``K-SHAPE`` (said by Keras), ``D-LABELS`` (data and model).
        text: one or two plain sentences that name the node, the cause, and
            what to do next.
        node: guilty node, if one is.
        parameter: guilty parameter or port of it, or settings field.
        fixes: repairs to offer.
    """

    severity: Severity
    code: str
    text: str
    node: str | None = None
    parameter: str | None = None
    fixes: tuple[Fix, ...] = ()
