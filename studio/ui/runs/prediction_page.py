"""Held-out samples with truth and prediction, and pictures of one's own."""

from __future__ import annotations

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import (
    QCheckBox,
    QFileDialog,
    QPushButton,
    QScrollArea,
    QStackedWidget,
)

from studio.errors import StudioError
from studio.protocol.messages import Message
from studio.protocol.run_messages import (
    Predict,
    Predicted,
    Prediction,
    PredictSample,
)
from studio.runtime.runs import Run
from studio.ui.data.picture_grid import PictureGrid, Tile
from studio.ui.data.pictures import sample_image
from studio.ui.data.preview import Preview
from studio.ui.data.sample_table import MAX_COLUMNS, SampleTable
from studio.ui.runs.job_engine import JobEngine
from studio.ui.runs.job_page import JobPage
from studio.ui.runs.own_picture import read_sample
from studio.ui.theme import ThemeManager

if TYPE_CHECKING:
    import numpy as np

SAMPLES = 48
_SIDE = 64
_WIDE_SIDE = 96
_LONG_CAPTION = 11
"""Characters that have room below a picture of the usual size."""
_RIGHT, _WRONG = "✓", "✗"
_PICTURES = "Pictures (*.png *.jpg *.jpeg *.bmp *.webp);;All files (*)"


class PredictionPage(JobPage):
    """Pictures or rows; right and wrong are told by a mark as well as colour."""

    def __init__(self, jobs: JobEngine, themes: ThemeManager) -> None:
        super().__init__(jobs, themes, "prediction", "Predict Samples")
        self.wrong_only = QCheckBox("Wrong only")
        self.wrong_only.setObjectName("runs.prediction.wrong_only")
        self.wrong_only.setToolTip(
            "Predict all held-out samples, and show those that come out wrong"
        )
        self.wrong_only.toggled.connect(self._on_wrong_only)
        self.own_button = QPushButton("Own Picture…")
        self.own_button.setObjectName("runs.prediction.own")
        self.own_button.setToolTip("Predict a picture in a file of your own")
        self.own_button.clicked.connect(self._on_own)
        self.offers.addWidget(self.wrong_only)
        self.offers.addWidget(self.own_button)
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
        self._known: Predicted | None = None
        self.clear()

    def make_request(self, run: Run, number: int) -> Predict:
        """Request about this run."""
        only = self.wrong_only.isChecked()
        return Predict(number, str(run.folder), run.record.base, SAMPLES, only)

    def clear(self) -> None:
        """Forget the last answer."""
        self._known = None
        self.own_button.hide()
        self.wrong_only.show()
        self.pictures.show_tiles((), _SIDE)
        self._pages.setCurrentIndex(0)

    def take(self, run: Run, message: Message) -> str:
        """Show an answer; returns it in words."""
        if not isinstance(message, Predicted):
            return ""
        if self._known is not None and not _has_truth(message):
            tiles = [*_tiles(message, self._known), *self.pictures.tiles]
            self.pictures.show_tiles(tiles, _SIDE)
            return f"Your picture is taken for {message.predictions[0].predicted}."
        labels = tuple(_caption(told) for told in _of_samples(message))
        preview = Preview(message.shape, labels, message.payload)
        if preview.has_pictures:
            longest = max(map(len, labels), default=0)
            side = _WIDE_SIDE if longest > _LONG_CAPTION else _SIDE
            self.pictures.show_tiles(_tiles(message, message), side)
        else:
            size = math.prod(message.shape)
            flat = preview.samples().reshape(len(labels), size)[:, :MAX_COLUMNS]
            self.table.show_samples([], flat.tolist(), labels, "truth → prediction")
        self._pages.setCurrentIndex(0 if preview.has_pictures else 1)
        if message.predictions:
            self._known = message
        has_picture = preview.has_pictures and self._known is not None
        self.own_button.setVisible(has_picture and len(message.outputs) == 1)
        self.wrong_only.setVisible(any(one.classes for one in message.outputs))
        return _summary(message)

    def predict_file(self, path: Path) -> None:
        """Predict the picture in a file.

        Raises:
            StudioError: it is no picture that can be read.
        """
        known, run = self._known, self.run
        if known is None or run is None:
            return
        sample = read_sample(path, _samples(known))
        folder, shape, classes = str(run.folder), known.shape, known.classes
        payload = sample.tobytes()
        self.ask_for(lambda n: PredictSample(n, folder, shape, classes, payload))

    def _on_wrong_only(self) -> None:
        if self._known is not None:
            self.ask()

    def _on_own(self) -> None:
        name, _ = QFileDialog.getOpenFileName(
            self, "Predict a picture", str(Path.home()), _PICTURES
        )
        if not name:
            return
        try:
            self.predict_file(Path(name))
        except StudioError as error:
            self.tell(str(error))


def _samples(message: Predicted) -> np.ndarray[Any, Any]:
    labels = ("",) * len(message.predictions)
    return Preview(message.shape, labels, message.payload).samples()


def _tiles(message: Predicted, like: Predicted) -> list[Tile]:
    """Pictures of an answer, with black and white as in the answer `like`."""
    known = _samples(like)
    if not len(known):
        return []
    low, high = float(known.min()), float(known.max())
    return [
        Tile(sample_image(sample, low, high), _caption(told), _color(told))
        for sample, told in zip(_samples(message), _of_samples(message), strict=True)
    ]


def _of_samples(message: Predicted) -> list[tuple[Prediction, ...]]:
    """What all outputs say of each sample."""
    return list(zip(*(one.predictions for one in message.outputs), strict=True))


def _caption(told: tuple[Prediction, ...]) -> str:
    return " · ".join(map(caption, told))


def _has_truth(message: Predicted) -> bool:
    return not any(one.truth == "" for one in message.predictions)


def caption(one: Prediction) -> str:
    """Truth and prediction in a few characters: ``✓ 7``, ``✗ 7 → 1``, ``→ 3 98%``."""
    if not one.scores:
        return f"{one.truth} → {one.predicted}".strip()
    if not one.truth:
        return f"→ {one.predicted} {max(one.scores):.0%}"
    if one.truth == one.predicted:
        return f"{_RIGHT} {one.truth}"
    return f"{_WRONG} {one.truth} → {one.predicted}"


def _color(told: tuple[Prediction, ...]) -> str:
    """Colour of what all outputs say of a sample: one error counts."""
    known = [one for one in told if one.scores and one.truth]
    if not known:
        return "text"
    is_right = all(one.truth == one.predicted for one in known)
    return "success" if is_right else "error"


def _summary(message: Predicted) -> str:
    count = len(message.predictions)
    names = ", ".join(one.output for one in message.outputs if one.output)
    what = f"truth → prediction of {names}" if names else "truth → prediction"
    if not any(one.classes for one in message.outputs):
        return f"{count} samples: {what}"
    if not message.wrong:
        return f"All {message.tried:,} are right."
    right = message.tried - message.wrong
    return f"{right:,} of {message.tried:,} are right ({what})."
