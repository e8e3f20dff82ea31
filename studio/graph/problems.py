"""What is wrong, where, why, and what to do next."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from studio.graph.edits import Edit
from studio.graph.model import Point


class Severity(StrEnum):
    """How bad a problem is."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Fix:
    """A repair: what a button says, and the edit it applies.

    Attributes:
        title: what it does, in a few words.
        edit: the edit, made for the document the problem is about.
        safe: whether it is the one right answer, so that it may be applied
            together with others, unseen.
        effect: what it changes in the model, as a sentence; empty until tried.
        nodes: nodes whose shapes or weights it changes; empty until tried.
        stood: where nodes that it moves or wires stood when it was made.
    """

    title: str
    edit: Edit
    safe: bool = False
    effect: str = ""
    nodes: tuple[str, ...] = ()
    stood: dict[str, Point] = field(default_factory=dict)


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
        fixes: repairs; those that were not tried yet are not offered.
        silenced: whether the document does not want to hear of it.
        block: block whose graph holds the node; None for the document's own.
    """

    severity: Severity
    code: str
    text: str
    node: str | None = None
    parameter: str | None = None
    fixes: tuple[Fix, ...] = ()
    silenced: bool = False
    block: str | None = None


def warning(
    code: str,
    text: str,
    node: str | None = None,
    parameter: str | None = None,
    *fixes: Fix,
) -> Problem:
    """Make a problem that does not stop training."""
    return Problem(Severity.WARNING, code, text, node, parameter, fixes)
