"""Rules of labels: what the data says against what model and loss make of it."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from studio.graph.commands import change_output
from studio.graph.expanded import Expanded
from studio.graph.feeds import Feed, output_setting
from studio.graph.last_layer import LastLayer, last_layer
from studio.graph.loss_kinds import (
    LOSS_OF,
    LossKind,
    loss_kind,
    spoken_name,
    takes_logits,
)
from studio.graph.problems import Fix, Problem, Severity
from studio.graph.setup import CompileSettings, DataFacts
from studio.graph.values import is_object, keras_object

_PROBABILITIES = ("softmax", "sigmoid", "hardsigmoid", "sparsemax", "sparsesigmoid")
"""Activations whose values go from 0 to 1."""
_CATEGORICAL = (LossKind.CLASS_NUMBERS, LossKind.ONE_HOT)


def check_labels(
    settings: CompileSettings,
    facts: DataFacts,
    node: str,
    shape: Sequence[int | None] | None,
    calls: Expanded,
    output: Feed | None = None,
) -> list[Problem]:
    """Labels against the loss, and both against the output `node` of `shape`.

    `shape` is None while Keras has not told it. The loss is that of one of several
    outputs where `output` is given.
    """
    kind = loss_kind(settings.loss)
    if kind is None or not all(map(math.isfinite, facts.target_range)):
        return []
    end = last_layer(calls.graph, node)
    sizes = None if shape is None else tuple(shape[1:])
    own = output.id if output else None
    case = _Case(settings, facts, kind, end, sizes, calls, own)
    return [*case.labels(), *(case.loss() or case.units()), *case.activation()]


@dataclass(frozen=True, slots=True)
class _Case:
    """One output, its loss and its labels."""

    settings: CompileSettings
    facts: DataFacts
    kind: LossKind
    end: LastLayer
    shape: tuple[int | None, ...] | None
    calls: Expanded
    output: str | None

    @property
    def _one_hot(self) -> bool:
        shape = self.facts.target_shape
        return bool(self.facts.classes) and len(shape) == 1 and shape[0] > 1

    @property
    def _classes(self) -> int:
        """Outputs that a class for each label takes."""
        if self._one_hot:
            return self.facts.target_shape[0]
        return max(len(self.facts.classes), int(self.facts.target_range[1]) + 1)

    @property
    def _units(self) -> int | None:
        if self.shape is not None:
            return self.shape[-1] if self.shape else 1
        units = self.end.sized.parameters["units"] if self.end.sized else None
        return units if isinstance(units, int) else None

    def labels(self) -> Iterator[Problem]:
        """Labels that no loss can use."""
        if self.facts.classes and self.facts.target_range[0] < 0:
            low = f"{self.facts.target_range[0]:g}"
            yield self._problem(
                "D-LABELS",
                f"The labels of {self.facts.title} go down to {low}, but classes are "
                "counted from 0. Number the classes 0, 1, 2... in the data.",
            )

    def loss(self) -> list[Problem]:
        """A loss that expects other labels."""
        wanted = self._fitting_kind()
        if wanted is self.kind:
            return []
        labels = {
            LossKind.CLASS_NUMBERS: "class numbers",
            LossKind.ONE_HOT: "one-hot vectors",
            LossKind.BINARY: "0 or 1",
            LossKind.VALUES: "values, not classes",
        }[wanted]
        path = LOSS_OF[wanted]
        name = path.rpartition(".")[2]
        logits = takes_logits(self.settings.loss) and wanted is not LossKind.VALUES
        loss = keras_object(path, {"from_logits": True} if logits else {})
        edit = change_output(self.calls.document, self.output, loss=loss)
        fix = Fix(f"Use {name}", edit, safe=True)
        text = (
            f"{spoken_name(self.settings.loss)} expects {self.kind} and does not fit "
            f"{self.end.title}: the labels of {self.facts.title} are {labels}. "
            f"Use {name} instead."
        )
        return [self._problem("D-LOSS", text, None, self._loss_field, fix)]

    @property
    def _loss_field(self) -> str:
        """What problems call the loss."""
        return output_setting(self.output, "loss") if self.output else "loss"

    def _fitting_kind(self) -> LossKind:
        """Kind of loss that fits the labels; the present one wherever it can be."""
        low, high = self.facts.target_range
        if not self.facts.classes:
            probability = self.kind is LossKind.BINARY and low >= 0 and high <= 1
            return self.kind if probability else LossKind.VALUES
        if self._one_hot:
            if self.kind is LossKind.CLASS_NUMBERS:
                return LossKind.ONE_HOT
            return self.kind
        if self._units is None and self._classes <= 2:
            return self.kind  # one unit or two: nobody knows yet
        if self._units == 1 and self._classes <= 2:
            if self.kind in (LossKind.BINARY, LossKind.VALUES):
                return self.kind
            return LossKind.BINARY
        return LossKind.CLASS_NUMBERS

    def units(self) -> Iterator[Problem]:
        """An output of another size than the labels need."""
        needed = self._needed_units()
        found = self._units
        shape = self.shape or ()
        if len(shape) > max(1, len(self.facts.target_shape)):
            sizes = "×".join("?" if s is None else str(s) for s in shape)
            yield self._problem(
                "D-RANK",
                f"{self.end.title} gives {sizes} numbers for a sample instead of "
                f"{needed}. Put a Flatten or a global pooling layer before the last "
                "Dense layer.",
                self.end.node,
            )
        elif found is not None and found != needed:
            spare = self.kind is LossKind.CLASS_NUMBERS and found > needed
            classes = "classes" if self.facts.classes else "values per sample"
            numbers = "number" if found == 1 else "numbers"
            parameter, fixes = self.end.units_fix(self.calls, needed)
            yield self._problem(
                "D-CLASSES",
                f"{self.end.title} gives {found} {numbers}, "
                f"but {self.facts.title} has {needed} {classes}. Make it {needed}.",
                self.end.units_node,
                parameter,
                *fixes,
                severity=Severity.WARNING if spare else Severity.ERROR,
            )

    def _needed_units(self) -> int:
        if not self.facts.classes:
            return self.facts.target_shape[0] if self.facts.target_shape else 1
        if self._one_hot or self.kind is LossKind.CLASS_NUMBERS:
            return self._classes
        return 1

    def activation(self) -> Iterator[Problem]:
        """A last activation that the loss or the labels do not go with."""
        found = self.end.activation
        logits = takes_logits(self.settings.loss)
        if found is None:
            return
        if self._units == 1 and found == "softmax":
            if self._needed_units() > 1:
                return  # with more units softmax is right
            wanted = "sigmoid" if self.kind is LossKind.BINARY else "linear"
            why = "with one number softmax always gives 1"
            yield self._activation("D-SOFTMAX", wanted, why, Severity.ERROR)
        elif self.kind is LossKind.VALUES and not self.facts.classes:
            low, high = self.facts.target_range
            if found in ("softmax", "sigmoid") and (low < 0 or high > 1):
                why = f"{found} gives 0 to 1, but labels go from {low:g} to {high:g}"
                yield self._activation("D-REGRESSION", "linear", why, Severity.ERROR)
        elif self.kind in (*_CATEGORICAL, LossKind.BINARY) and logits is not None:
            usual = "softmax" if self.kind in _CATEGORICAL else "sigmoid"
            if logits and found == usual:
                yield self._logits(found)
            elif found == "sigmoid" and usual == "softmax":
                if self._fitting_kind() is not self.kind:
                    return  # with the right loss sigmoid may be right
                why = "exactly one class is right for each sample"
                yield self._activation("D-SIGMOID", "softmax", why, Severity.WARNING)
            elif not logits and found not in _PROBABILITIES:
                name = spoken_name(self.settings.loss)
                why = f"{name} expects probabilities"
                yield self._activation("D-ACTIVATION", usual, why, Severity.WARNING)

    def _activation(
        self, code: str, wanted: str, why: str, severity: Severity
    ) -> Problem:
        edit = self.end.activation_edit(self.calls, wanted)
        title = self.end.title
        fixes = () if edit is None else (Fix(f"Use {wanted}", edit, safe=True),)
        text = f"{title} ends with {self.end.activation}, but {why}. Use {wanted}."
        node = self.end.node
        return self._problem(code, text, node, "activation", *fixes, severity=severity)

    def _logits(self, found: str) -> Problem:
        loss = self.settings.loss
        config = dict(loss["config"]) if is_object(loss) else {}
        config.pop("from_logits", None)
        whole = {**loss, "config": config}
        edit = change_output(self.calls.document, self.output, loss=whole)
        text = (
            f"{self.end.title} applies {found}, and {spoken_name(loss)} would apply it "
            "again (from_logits). Turn from_logits off."
        )
        fix = Fix("Turn from_logits off", edit, safe=True)
        severity = Severity.WARNING
        field = self._loss_field
        return self._problem("D-LOGITS", text, None, field, fix, severity=severity)

    def _problem(
        self,
        code: str,
        text: str,
        node: str | None = None,
        parameter: str | None = None,
        *fixes: Fix,
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        return Problem(severity, code, text, node, parameter, fixes)
