"""Data, compile and fit settings of a document, and what the data looks like."""

from __future__ import annotations

import os
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from studio.graph.model import Flow
from studio.graph.values import Value, freeze, keras_object

FILE_SOURCES = frozenset({"npz", "csv"})


@dataclass(frozen=True, slots=True)
class DataSource:
    """Where the samples come from and how they are split.

    Attributes:
        kind: ``digits``, ``iris``, ``diabetes``, ``mnist``, ``npz``, ``csv``,
            or ``none`` while the user has chosen nothing.
        path: the file of ``npz`` and ``csv``; relative to the document.
        options: what else the kind needs. ``npz``: ``x``, ``y`` (array names).
            ``csv``: ``target`` (column name), ``task`` (``classification`` or
            ``regression``), ``delimiter``.
        validation_split, test_split: fractions of all samples, 0 to below 1.
            A source that comes with a test set (``mnist``) ignores the latter.
    """

    kind: str = "none"
    path: str = ""
    options: dict[str, Value] = field(default_factory=dict)
    validation_split: float = 0.2
    test_split: float = 0.2

    def __post_init__(self) -> None:
        object.__setattr__(self, "options", freeze(self.options))

    @property
    def reads_file(self) -> bool:
        """Whether the user must allow a file to be read first."""
        return self.kind in FILE_SOURCES

    def file_from(self, folder: Path) -> Path | None:
        """Absolute path of the file that is read; None where there is none.

        A relative path is meant against `folder`, the document's own.
        """
        if not self.reads_file or not self.path:
            return None
        return Path(os.path.abspath(folder / self.path))


@dataclass(frozen=True, slots=True)
class CompileSettings:
    """Arguments of `Model.compile`.

    Attributes:
        optimizer: serialised Keras optimizer.
        loss: serialised Keras loss.
        metrics: serialised metrics, or their short names (``accuracy``).
    """

    optimizer: Value = field(
        default_factory=lambda: keras_object("keras.optimizers.Adam")
    )
    loss: Value = field(
        default_factory=lambda: keras_object(
            "keras.losses.SparseCategoricalCrossentropy"
        )
    )
    metrics: tuple[Value, ...] = ("accuracy",)

    def __post_init__(self) -> None:
        for name in ("optimizer", "loss", "metrics"):
            object.__setattr__(self, name, freeze(getattr(self, name)))


@dataclass(frozen=True, slots=True)
class FitSettings:
    """Arguments of `Model.fit`, the seed and the device.

    Attributes:
        epochs: passes over the training split, at least 1.
        batch_size: samples a step, at least 1.
        seed: for `keras.utils.set_random_seed` and the split.
        device: ``auto``, ``cpu``, ``gpu:0``... or ``all``.
        callbacks: serialised Keras callbacks.
    """

    epochs: int = 10
    batch_size: int = 32
    seed: int = 0
    device: str = "auto"
    callbacks: tuple[Value, ...] = ()

    def __post_init__(self) -> None:
        object.__setattr__(self, "callbacks", freeze(self.callbacks))


@dataclass(frozen=True, slots=True)
class WeightsFile:
    """Trained weights that the model starts from.

    Attributes:
        path: a ``.weights.h5`` file; relative to the document.
        sha256: hash of its content, in hexadecimal.
        numbers: how many numbers they are; 0 if nobody counted.
    """

    path: str
    sha256: str
    numbers: int = 0


@dataclass(frozen=True, slots=True)
class ModelSettings:
    """The model as a whole.

    Attributes:
        name: Keras name of the model; empty for the automatic one.
        trainable: whether any of its weights are trained.
        weights: trained weights to start from, or None.
    """

    name: str = ""
    trainable: bool = True
    weights: WeightsFile | None = None


class CodeStyle(StrEnum):
    """How the model is written in Python."""

    FUNCTIONAL = "functional"
    SEQUENTIAL = "sequential"
    SUBCLASS = "subclass"


class CodeHeader(StrEnum):
    """Where `keras` is imported from."""

    TENSORFLOW = "tensorflow"
    KERAS = "keras"


@dataclass(frozen=True, slots=True)
class CodeSettings:
    """How the script is written, and what code of the user it brings along.

    Attributes:
        style: form of the model.
        header: import of Keras.
        custom: Python text that defines layers of the user's own.
        modules: names of the modules whose registered classes may be used.
    """

    style: CodeStyle = CodeStyle.FUNCTIONAL
    header: CodeHeader = CodeHeader.TENSORFLOW
    custom: str = ""
    modules: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class CanvasSettings:
    """How the graph is drawn.

    Attributes:
        flow: which way wires run.
    """

    flow: Flow = Flow.TOP_TO_BOTTOM


@dataclass(frozen=True, slots=True)
class Setup:
    """All that a document holds besides its graph.

    Attributes:
        silenced: warnings that are not wanted: code of the rule and id of the
            node, or blank for the whole document.
    """

    data: DataSource = DataSource()
    compile: CompileSettings = CompileSettings()
    fit: FitSettings = FitSettings()
    model: ModelSettings = ModelSettings()
    code: CodeSettings = CodeSettings()
    silenced: tuple[tuple[str, str], ...] = ()
    canvas: CanvasSettings = CanvasSettings()


@dataclass(frozen=True, slots=True)
class ColumnFacts:
    """One column of a table, as read."""

    name: str
    minimum: float | None
    maximum: float | None


@dataclass(frozen=True, slots=True)
class DataFacts:
    """What a data source holds once read.

    Attributes:
        title: e.g. ``Digits (scikit-learn)``.
        input_shape: shape of one sample, without the batch axis.
        input_dtype: NumPy dtype name of the samples.
        input_range: smallest and largest value of the samples.
        target_shape: shape of one label: ``()`` for a class number or a value.
        target_dtype: NumPy dtype name of the labels.
        target_range: smallest and largest label.
        classes: names of the classes, empty for regression.
        train, validation, test: number of samples in each split.
        class_counts: samples of each class, over all splits.
        columns: names and ranges of the features of a table.
        notes: sentences a person should read, e.g. on skipped rows.
    """

    title: str
    input_shape: tuple[int, ...]
    input_dtype: str
    input_range: tuple[float, float]
    target_shape: tuple[int, ...]
    target_dtype: str
    target_range: tuple[float, float]
    classes: tuple[str, ...]
    train: int
    validation: int
    test: int
    class_counts: tuple[int, ...] = ()
    columns: tuple[ColumnFacts, ...] = ()
    notes: tuple[str, ...] = ()
