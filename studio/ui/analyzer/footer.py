"""Below the table: the totals, and whether training fits the device."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QHBoxLayout, QLabel, QWidget

from studio.graph.memory import bytes_text
from studio.runtime.analysis import Analysis, MemoryFit
from studio.runtime.totals import Measure, total_text
from studio.ui.editors.quiet_combo import QuietCombo
from studio.ui.editors.states import set_state, tooltip
from studio.ui.fields import IntField
from studio.ui.text_size import scaled

_MOST = 1_000_000
_ONE_LINE = 960
"""Width in pixels from which totals and verdict have room beside one another."""
_SHOWN = {
    Measure.PARAMS: "parameters",
    Measure.ACTIVATIONS: "activations",
    Measure.FLOPS: "FLOPs",
}
_PRECISIONS = (("As in the model", None), ("float32", False), ("mixed 16-bit", True))
_PRECISION = (
    "With mixed 16-bit precision outputs take half as much, weights, gradients and the "
    "optimizer's values do not (Micikevicius et al. 2018). Computed, not measured: "
    "layers that compute in float32 for a moment take more."
)
_SIGNS = {"fits": "✓", "tight": "▲", "does not fit": "✕"}
_ROLES = {"fits": "muted", "tight": "warning", "does not fit": "problem"}


class AnalyzerFooter(QWidget):
    """Totals on the left; batch, precision and the verdict on the right.

    Signals:
        asked: another batch size or precision is to be estimated.
    """

    asked = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.totals = self._label("analyzer_totals")
        self.verdict = self._label("analyzer_memory")
        self.batch = IntField(
            "analyzer_batch", "Batch size to estimate", 1, _MOST, self
        )
        self.batch.edited.connect(self.asked)
        self.precision = QuietCombo(self)
        self.precision.setObjectName("analyzer_precision")
        self.precision.setAccessibleName("Precision to estimate")
        for title, mixed in _PRECISIONS:
            self.precision.addItem(title, mixed)
        self.precision.setMinimumContentsLength(13)
        self.precision.setToolTip(tooltip(_PRECISION))
        self.precision.activated.connect(self.asked)
        training = QHBoxLayout()
        training.setSpacing(8)
        batch = QLabel("Batch", self)
        set_state(batch, "role", "muted")
        training.addWidget(batch)
        training.addWidget(self.batch)
        training.addWidget(self.precision)
        training.addWidget(self.verdict, 1)
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self)
        self._row.setContentsMargins(8, 4, 8, 4)
        self._row.setSpacing(8)
        self._row.addWidget(self.totals, 2)
        self._row.addLayout(training, 5)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Put the totals above the rest where both would be squeezed."""
        way = QBoxLayout.Direction
        wide = event.size().width() >= scaled(_ONE_LINE)
        self._row.setDirection(way.LeftToRight if wide else way.TopToBottom)
        super().resizeEvent(event)

    @property
    def mixed(self) -> bool | None:
        """Precision to estimate: mixed or not; None as the model has it."""
        return _PRECISIONS[max(0, self.precision.currentIndex())][1]

    def show_totals(self, analysis: Analysis) -> None:
        """Say what the model adds up to."""
        told = " · ".join(
            f"{total_text(measure, analysis.totals[measure])} {noun}"
            for measure, noun in _SHOWN.items()
        )
        self.totals.setText(told[0].upper() + told[1:])
        self.totals.setToolTip("Activations and FLOPs are those of one sample")

    def show_memory(self, fit: MemoryFit) -> None:
        """Say what training takes, and of what."""
        sign = _SIGNS.get(fit.verdict, "")
        self.verdict.setText(f"{sign} {fit.text}".strip())
        set_state(self.verdict, "role", _ROLES.get(fit.verdict, "muted"))
        self.verdict.setToolTip(tooltip(_parts(fit)))

    def _label(self, name: str) -> QLabel:
        label = QLabel(self)
        label.setObjectName(name)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        return label


def _parts(fit: MemoryFit) -> str:
    estimate = fit.estimate
    return (
        f"Weights {bytes_text(estimate.weights)}, "
        f"gradients {bytes_text(estimate.gradients)}, "
        f"optimizer {bytes_text(estimate.optimizer)}, "
        f"values kept for a batch {bytes_text(estimate.activations)}. "
        "TensorFlow itself and the data come on top."
    )
