"""What the code of every kind of data is made of."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from studio.codegen.data_templates import SPLIT_TYPES, STREAM_TYPES
from studio.codegen.expressions import statement
from studio.codegen.imports import Imports
from studio.codegen.literals import literal
from studio.errors import StudioError
from studio.graph.data_kinds import data_kind
from studio.graph.setup import DataSource
from studio.graph.values import Value

ARRAY = "np.ndarray"


@dataclass(frozen=True, slots=True)
class DataCode:
    """What a script needs to load its data.

    Attributes:
        imports: modules it uses, besides Keras.
        constants: lines that define its constants.
        functions: texts of its functions; `load_data` is the first.
        keras: whether it uses Keras.
        types: what the samples and the labels of a split are.
        streams: whether a split is no pair of these but a `tf.data.Dataset`, cut
            into batches of `BATCH_SIZE`.
    """

    imports: Imports
    constants: tuple[str, ...]
    functions: tuple[str, ...]
    keras: bool = False
    types: tuple[str, str] = (ARRAY, ARRAY)
    streams: bool = False

    @property
    def split_types(self) -> str:
        """Lines that define what a split is."""
        if self.streams:
            return STREAM_TYPES
        x, y = self.types
        return SPLIT_TYPES.format(x=x, y=y)


def filled(template: str, **parts: str) -> str:
    """The template with a text in each place in braces."""
    for name, text in parts.items():
        template = template.replace(f"{{{name}}}", text)
    return template


def path_lines(source: DataSource, base: Path | None) -> tuple[str, ...]:
    """Line that defines the path of the data.

    Raises:
        StudioError: none is chosen.
    """
    if not source.path:
        kind = data_kind(source.kind)
        what = "folder" if kind is not None and kind.reads_folder else "file"
        raise StudioError(
            f"No data {what} is chosen yet. Choose one in the Data panel."
        )
    file = source.file_from(base) if base else None
    return constant_lines({"DATA_PATH": str(file or source.path)})


def constant_lines(values: dict[str, Value]) -> tuple[str, ...]:
    """Lines that define constants."""
    return tuple(
        line
        for name, value in values.items()
        for line in statement(literal(value), f"{name} = ")
    )


def fraction_lines(source: DataSource) -> tuple[str, ...]:
    """Lines that define the split."""
    return (
        f"VALIDATION_SPLIT = {source.validation_split!r}",
        f"TEST_SPLIT = {source.test_split!r}",
    )
