"""The kinds of data a model can be trained on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Task(StrEnum):
    """What is learned from the labels."""

    CLASSIFICATION = "classification"
    """Labels are class numbers from 0."""
    REGRESSION = "regression"
    """Labels are values."""
    EITHER = "either"
    """The file decides: its `task` option, or the type of its labels."""


@dataclass(frozen=True, slots=True)
class DataKind:
    """A kind of data source.

    Attributes:
        kind: key in `DataSource.kind`.
        title: what a person calls it.
        description: one line on what is in it.
        task: what is learned from it.
        reads_file: whether it is a file or folder of the user's.
        reads_folder: whether it is a folder.
        download: bytes fetched at its first use; 0 where nothing is.
        has_test_split: whether its test samples are given, not split off.
        arrays: names of its arrays, where each input and output has one.
    """

    kind: str
    title: str
    description: str
    task: Task
    reads_file: bool = False
    reads_folder: bool = False
    download: int = 0
    has_test_split: bool = False
    arrays: tuple[str, ...] = ()

    @property
    def offline(self) -> bool:
        """Whether it needs no download."""
        return self.download == 0


DATA_KINDS = (
    DataKind(
        "digits",
        "Digits",
        "1,797 scans of handwritten digits, 8×8 pixels, 10 classes.",
        Task.CLASSIFICATION,
    ),
    DataKind(
        "digit_tasks",
        "Digits, two tasks",
        "1,797 scans of handwritten digits, and the ink of their rows and columns; "
        "the digit, and whether it is odd.",
        Task.CLASSIFICATION,
        arrays=("image", "ink", "digit", "odd"),
    ),
    DataKind(
        "iris",
        "Iris",
        "150 flowers of 3 species, told apart by 4 measures.",
        Task.CLASSIFICATION,
    ),
    DataKind(
        "diabetes",
        "Diabetes",
        "442 patients, 10 measures each; a score of the disease a year later.",
        Task.REGRESSION,
    ),
    DataKind(
        "gate",
        "AND gate",
        "200 noisy points at the corners of a square; only (1, 1) is true.",
        Task.CLASSIFICATION,
    ),
    DataKind(
        "mnist",
        "MNIST",
        "70,000 handwritten digits, 28×28 pixels, 10 classes; downloaded once.",
        Task.CLASSIFICATION,
        download=11_490_434,
        has_test_split=True,
    ),
    DataKind(
        "npz",
        "NumPy file",
        "Arrays of an .npz file: samples and labels, or one for each input and output.",
        Task.EITHER,
        reads_file=True,
    ),
    DataKind(
        "csv",
        "Table (CSV)",
        "A text table with a header: columns of numbers, and what is to be predicted.",
        Task.EITHER,
        reads_file=True,
    ),
    DataKind(
        "images",
        "Picture folder",
        "Pictures in one sub-folder for each class; any number, any size.",
        Task.CLASSIFICATION,
        reads_file=True,
        reads_folder=True,
    ),
)


def data_kind(kind: str) -> DataKind | None:
    """Find a kind by its key; None for ``none`` and kinds nobody knows."""
    return next((k for k in DATA_KINDS if k.kind == kind), None)
