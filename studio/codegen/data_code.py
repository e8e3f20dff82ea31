"""The part of a script that loads and splits the data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from studio.codegen.data_templates import (
    CLASS_NAMES,
    DIABETES,
    DIGITS,
    GATE,
    IRIS,
    MNIST,
    NO_DATA,
    NPZ,
    SPLIT,
    STANDARDISE,
    TABLE_CLASSES,
    TABLE_READER,
    TABLE_VALUES,
)
from studio.codegen.expressions import statement
from studio.codegen.imports import NUMPY, Import, Imports
from studio.codegen.literals import literal
from studio.errors import StudioError
from studio.graph.data_kinds import DATA_KINDS
from studio.graph.setup import DataSource
from studio.graph.values import Value


@dataclass(frozen=True, slots=True)
class DataCode:
    """What a script needs to load its data.

    Attributes:
        imports: modules it uses, besides Keras.
        constants: lines that define its constants.
        functions: texts of its functions; `load_data` is the first.
        keras: whether it uses Keras.
    """

    imports: Imports
    constants: tuple[str, ...]
    functions: tuple[str, ...]
    keras: bool = False


def data_code(source: DataSource, base: Path | None) -> DataCode:
    """Code that loads the data of `source`.

    A relative path is made absolute from the folder `base`, if there is one.

    Raises:
        StudioError: the source is unfinished or of an unknown kind.
    """
    maker = _MAKERS.get(source.kind)
    if maker is None:
        kinds = ", ".join(kind.kind for kind in DATA_KINDS)
        raise StudioError(
            f"Layer Studio knows no data of the kind {source.kind!a:.80}. "
            f"Choose one of: {kinds}."
        )
    return maker(source, base)


def _embedded(imports: Imports, *functions: str) -> Callable[..., DataCode]:
    """Maker for data that needs no settings but the split."""

    def make(source: DataSource, base: Path | None) -> DataCode:
        return DataCode(imports, _fractions(source), (*functions, SPLIT))

    return make


def _mnist(source: DataSource, base: Path | None) -> DataCode:
    constants = (f"VALIDATION_SPLIT = {source.validation_split!r}",)
    return DataCode(frozenset({NUMPY}), constants, (MNIST,), keras=True)


def _none(source: DataSource, base: Path | None) -> DataCode:
    return DataCode(frozenset({NUMPY}), (), (NO_DATA,))


def _npz(source: DataSource, base: Path | None) -> DataCode:
    names = {
        "SAMPLES": source.options.get("x", "x"),
        "LABELS": source.options.get("y", "y"),
    }
    constants = (*_path(source, base), *_constants(names), *_fractions(source))
    return DataCode(frozenset({NUMPY}), constants, (NPZ, SPLIT))


def _csv(source: DataSource, base: Path | None) -> DataCode:
    target = source.options.get("target")
    if not target:
        raise StudioError(
            "The table has no target column yet. Choose in the Data panel which "
            "column the model is to predict."
        )
    delimiter = source.options.get("delimiter") or ","
    if len(delimiter) != 1:
        raise StudioError(
            f"The cells of a table are separated by one character, not by "
            f"{delimiter!a:.40}. Change the delimiter in the Data panel."
        )
    names = {"TARGET": target, "DELIMITER": delimiter}
    constants = (*_path(source, base), *_constants(names), *_fractions(source))
    regression = source.options.get("task") == "regression"
    load = (TABLE_VALUES,) if regression else (TABLE_CLASSES, CLASS_NAMES)
    imports = frozenset({Import("csv"), Import("math"), NUMPY})
    return DataCode(imports, constants, (*load, TABLE_READER, STANDARDISE, SPLIT))


def _path(source: DataSource, base: Path | None) -> tuple[str, ...]:
    if not source.path:
        raise StudioError("No data file is chosen yet. Choose one in the Data panel.")
    file = source.file_from(base) if base else None
    return _constants({"DATA_PATH": str(file or source.path)})


def _constants(values: dict[str, Value]) -> tuple[str, ...]:
    return tuple(
        line
        for name, value in values.items()
        for line in statement(literal(value), f"{name} = ")
    )


def _fractions(source: DataSource) -> tuple[str, ...]:
    return (
        f"VALIDATION_SPLIT = {source.validation_split!r}",
        f"TEST_SPLIT = {source.test_split!r}",
    )


def _sklearn(loader: str) -> Imports:
    return frozenset({NUMPY, Import("sklearn.datasets", loader)})


_MAKERS: dict[str, Callable[[DataSource, Path | None], DataCode]] = {
    "none": _none,
    "digits": _embedded(_sklearn("load_digits"), DIGITS),
    "iris": _embedded(_sklearn("load_iris"), IRIS, STANDARDISE),
    "diabetes": _embedded(_sklearn("load_diabetes"), DIABETES, STANDARDISE),
    "gate": _embedded(frozenset({NUMPY}), GATE),
    "mnist": _mnist,
    "npz": _npz,
    "csv": _csv,
}
