"""Data, compile and fit settings of a document, and what the data looks like."""

from __future__ import annotations

import os
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path

from studio.graph.model import Flow
from studio.graph.values import Value, freeze, keras_object

FILE_SOURCES = frozenset({"npz", "csv", "images"})


@dataclass(frozen=True, slots=True)
class DataSource:
    """Where the samples come from and how they are split.

    Attributes:
        kind: ``digits``, ``iris``, ``diabetes``, ``mnist``, ``npz``, ``csv``,
            ``images``, or ``none`` while the user has chosen nothing.
        path: the file of ``npz`` and ``csv``, the folder of ``images``; relative to
            the document.
        options: what else the kind needs. ``npz``: ``x``, ``y`` (array names).
            ``csv``: ``target`` (column name, or several to be predicted as values),
            ``task`` (``classification`` or ``regression``), ``delimiter``.
            ``images``: see `PictureOptions`.
        validation_split, test_split: fractions of all samples, 0 to below 1.
            A source that comes with a test set (``mnist``) ignores the latter.
        arrays: of a source with an array for each input and output: names of
            arrays, by the input or output (`Feed.id`); where it has the
            same name, none need be said.
    """

    kind: str = "none"
    path: str = ""
    options: dict[str, Value] = field(default_factory=dict)
    validation_split: float = 0.2
    test_split: float = 0.2
    arrays: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("options", "arrays"):
            object.__setattr__(self, name, freeze(getattr(self, name)))

    @property
    def reads_file(self) -> bool:
        """Whether the user must allow a file or folder to be read first."""
        return self.kind in FILE_SOURCES

    def file_from(self, folder: Path) -> Path | None:
        """Absolute path of the file or folder that is read; None where there is none.

        A relative path is meant against `folder`, the document's own.
        """
        if not self.reads_file or not self.path:
            return None
        return Path(os.path.abspath(folder / self.path))


@dataclass(frozen=True, slots=True)
class OutputSettings:
    """What one of several outputs is trained for.

    Attributes:
        loss: serialised Keras loss; None for that of all outputs.
        weight: of its loss in the sum of all.
        metrics: serialised metrics; None for those of all outputs.
    """

    loss: Value = None
    weight: float = 1.0
    metrics: tuple[Value, ...] | None = None

    def __post_init__(self) -> None:
        for name in ("loss", "metrics"):
            object.__setattr__(self, name, freeze(getattr(self, name)))


@dataclass(frozen=True, slots=True)
class CompileSettings:
    """Arguments of `Model.compile`.

    Attributes:
        optimizer: serialised Keras optimizer.
        loss: serialised Keras loss.
        metrics: serialised metrics, or their short names (``accuracy``).
        outputs: what differs for one of several outputs, by `Feed.id`.
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
    outputs: dict[str, OutputSettings] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name in ("optimizer", "loss", "metrics"):
            object.__setattr__(self, name, freeze(getattr(self, name)))

    def of(self, output: str | None) -> CompileSettings:
        """Settings with loss and metrics of one of several outputs."""
        own = self.outputs.get(output or "")
        if own is None:
            return self
        loss = self.loss if own.loss is None else own.loss
        metrics = self.metrics if own.metrics is None else own.metrics
        return replace(self, loss=loss, metrics=metrics)


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
        is_partial: whether layers that the file does not hold begin with new ones.
        layers: what each layer is called in the file, by what `layer_names` knows it
            by; empty for all under the names they have.
    """

    path: str
    sha256: str
    numbers: int = 0
    is_partial: bool = False
    layers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "layers", freeze(self.layers))


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
class ArrayFacts:
    """One of several arrays of samples or labels, as read.

    Attributes:
        node: the input or output that it is for: the `id` of its feed.
        array: its name in the source.
        shape: of one sample or label, without the batch axis.
        dtype: NumPy dtype name.
        range: smallest and largest value.
        classes: names of the classes of labels; empty for other arrays.
        class_counts: samples of each class, over all splits.
    """

    node: str
    array: str
    shape: tuple[int, ...]
    dtype: str
    range: tuple[float, float]
    classes: tuple[str, ...] = ()
    class_counts: tuple[int, ...] = ()


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
        arrays: names of all arrays of a source with one for each input and output;
            the fields above then tell of the first input and the first output.
        inputs, outputs: the arrays of inputs and outputs, as far as they are there.
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
    arrays: tuple[str, ...] = ()
    inputs: tuple[ArrayFacts, ...] = ()
    outputs: tuple[ArrayFacts, ...] = ()

    def of_input(self, node: str) -> DataFacts | None:
        """Facts with the samples of one input; None if its array is missing."""
        if not self.arrays:
            return self
        found = next((array for array in self.inputs if array.node == node), None)
        if found is None:
            return None
        return replace(
            self,
            title=f"{found.array} ({self.title})",
            input_shape=found.shape,
            input_dtype=found.dtype,
            input_range=found.range,
        )

    def of_output(self, node: str) -> DataFacts | None:
        """Facts with the labels of one output; None if its array is missing."""
        if not self.arrays:
            return self
        found = next((array for array in self.outputs if array.node == node), None)
        if found is None:
            return None
        return replace(
            self,
            title=f"{found.array} ({self.title})",
            target_shape=found.shape,
            target_dtype=found.dtype,
            target_range=found.range,
            classes=found.classes,
            class_counts=found.class_counts,
        )
