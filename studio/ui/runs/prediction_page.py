"""A few held-out samples with truth and prediction."""

from __future__ import annotations

from PySide6.QtWidgets import QScrollArea, QStackedWidget

from studio.protocol.messages import Message
from studio.protocol.run_messages import Predict, Predicted, Prediction
from studio.runtime.runs import Run
from studio.ui.data.picture_grid import PictureGrid, Tile
from studio.ui.data.pictures import sample_image
from studio.ui.data.preview import Preview
from studio.ui.data.sample_table import MAX_COLUMNS, SampleTable
from studio.ui.runs.job_engine import JobEngine
from studio.ui.runs.job_page import JobPage
from studio.ui.theme import ThemeManager

SAMPLES = 48
_SIDE = 64
_RIGHT, _WRONG = "✓", "✗"


class PredictionPage(JobPage):
    """Pictures or rows; right and wrong are told by a mark as well as colour."""

    def __init__(self, jobs: JobEngine, themes: ThemeManager) -> None:
        super().__init__(jobs, themes, "prediction", "Predict Samples")
        self.pictures = PictureGrid(themes)
        self.pictures.setObjectName("runs.prediction.pictures")
        self.pictures.setAccessibleName("Predicted samples")
        self.table = SampleTable()
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setWidget(self.pictures)
        self._pages = QStackedWidget()
        self._pages.addWidget(area)
        self._pages.addWidget(self.table)
        self.body.addWidget(self._pages, 1)

    def make_request(self, run: Run, number: int) -> Predict:
        """Request about this run."""
        return Predict(number, str(run.folder), run.record.base, SAMPLES)

    def clear(self) -> None:
        """Forget the last answer."""
        self.pictures.show_tiles((), _SIDE)
        self._pages.setCurrentIndex(0)

    def take(self, run: Run, message: Message) -> str:
        """Show an answer; returns it in words."""
        if not isinstance(message, Predicted):
            return ""
        labels = tuple(caption(one) for one in message.predictions)
        preview = Preview(message.shape, labels, message.payload)
        samples = preview.samples()
        if preview.has_pictures and len(samples):
            low, high = float(samples.min()), float(samples.max())
            tiles = [
                Tile(sample_image(sample, low, high), text, _color(one))
                for sample, text, one in zip(
                    samples, labels, message.predictions, strict=True
                )
            ]
            self.pictures.show_tiles(tiles, _SIDE)
            self._pages.setCurrentIndex(0)
        else:
            rows = samples.reshape(len(samples), -1)[:, :MAX_COLUMNS].tolist()
            self.table.show_samples([], rows, labels, "truth → prediction")
            self._pages.setCurrentIndex(1)
        return _summary(message.predictions)


def caption(one: Prediction) -> str:
    """Truth and prediction in a few characters: ``✓ 7``, ``✗ 7 → 1``."""
    if not one.scores:
        return f"{one.truth} → {one.predicted}"
    if one.truth == one.predicted:
        return f"{_RIGHT} {one.truth}"
    return f"{_WRONG} {one.truth} → {one.predicted}"


def _color(one: Prediction) -> str:
    if not one.scores:
        return "text"
    return "success" if one.truth == one.predicted else "error"


def _summary(predictions: tuple[Prediction, ...]) -> str:
    count = len(predictions)
    if not any(one.scores for one in predictions):
        return f"{count} samples: truth → prediction"
    right = sum(one.truth == one.predicted for one in predictions)
    return f"{right} of {count} are right. Below a picture: truth → prediction."
