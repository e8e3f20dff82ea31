"""The part of a script that loads and splits the data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from studio.codegen.data_parts import (
    ARRAY,
    DataCode,
    constant_lines,
    filled,
    fraction_lines,
    path_lines,
)
from studio.codegen.data_templates import (
    CLASS_NAMES,
    DIABETES,
    DIGIT_TASKS,
    DIGITS,
    GATE,
    IRIS,
    MNIST,
    NAMED,
    NAMED_NPZ,
    NAMED_SPLIT,
    NO_DATA,
    NPZ,
    ONE_TARGET,
    SEVERAL_TARGETS,
    SPLIT,
    STANDARDISE,
    TABLE_CLASSES,
    TABLE_READER,
    TABLE_VALUES,
)
from studio.codegen.imports import NUMPY, Import, Imports
from studio.codegen.literals import literal
from studio.codegen.picture_code import picture_code
from studio.errors import StudioError
from studio.graph.data_kinds import DATA_KINDS
from studio.graph.feeds import Feed, Feeds
from studio.graph.setup import DataSource
from studio.graph.table_options import SEVERAL, is_regression, targets_of
from studio.graph.values import Value

_ARRAYS = "dict[str, np.ndarray]"


def data_code(
    source: DataSource, base: Path | None, feeds: Feeds | None = None
) -> DataCode:
    """Code that loads the data of `source`, with an array for each of `feeds`.

    A relative path is made absolute from the folder `base`, if there is one.

    Raises:
        StudioError: the source is unfinished or of an unknown kind.
    """
    if feeds is not None:
        return _named(source, base, feeds)
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
        return DataCode(imports, fraction_lines(source), (*functions, SPLIT))

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
    constants = (
        *path_lines(source, base),
        *constant_lines(names),
        *fraction_lines(source),
    )
    return DataCode(frozenset({NUMPY}), constants, (NPZ, SPLIT))


def _named(source: DataSource, base: Path | None, feeds: Feeds) -> DataCode:
    """Code for a dict of arrays where there are several, else for the array."""
    if not feeds.inputs or not feeds.outputs:
        raise StudioError(
            "The model has no input or no output yet. Add what is missing."
        )
    x = _Part("x", "INPUTS", feeds.inputs, '{}.astype("float32")')
    y = _Part("y", "OUTPUTS", feeds.outputs, "labels({})")
    constants = (*x.constants(), *y.constants(), *fraction_lines(source))
    functions = (
        filled(NAMED, x=x.loaded, y=y.loaded),
        NAMED_NPZ if source.reads_file else DIGIT_TASKS,
        filled(
            NAMED_SPLIT,
            x=x.rows,
            y=y.rows,
            x_type=x.type,
            y_type=y.type,
            first=y.first,
        ),
    )
    imports = frozenset({NUMPY})
    if source.reads_file:
        names = dict.fromkeys(feed.array for feed in (*feeds.inputs, *feeds.outputs))
        path = path_lines(source, base)
        constants = (*path, *constant_lines({"ARRAYS": tuple(names)}), *constants)
    else:
        imports = _sklearn("load_digits")
    return DataCode(imports, constants, functions, types=(x.type, y.type))


@dataclass(frozen=True, slots=True)
class _Part:
    """Samples or labels: what a script does with one array or with several.

    Attributes:
        variable: ``x`` or ``y``.
        constant: what names the arrays of several.
        made: what is made of an array that stands in for ``{}``.
    """

    variable: str
    constant: str
    feeds: tuple[Feed, ...]
    made: str

    @property
    def several(self) -> bool:
        """Whether it is a dict."""
        return len(self.feeds) > 1

    @property
    def type(self) -> str:
        """Its type."""
        return _ARRAYS if self.several else ARRAY

    def constants(self) -> tuple[str, ...]:
        """Lines that say which array is for what, of several."""
        names = {feed.name: feed.array for feed in self.feeds}
        return constant_lines({self.constant: names}) if self.several else ()

    @property
    def loaded(self) -> str:
        """Expression of it, from the arrays."""
        if self.several:
            made = self.made.format("arrays[array]")
            return f"{{name: {made} for name, array in {self.constant}.items()}}"
        (feed,) = self.feeds
        return self.made.format(f"arrays[{literal(feed.array).flat()}]")

    @property
    def first(self) -> str:
        """Expression of one of its arrays."""
        return f"next(iter({self.variable}.values()))" if self.several else "y"

    @property
    def rows(self) -> str:
        """Expression of some of its samples."""
        if self.several:
            return f"{{name: array[rows] for name, array in {self.variable}.items()}}"
        return f"{self.variable}[rows]"


def _csv(source: DataSource, base: Path | None) -> DataCode:
    targets, regression = targets_of(source.options), is_regression(source.options)
    if not targets:
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
    several = len(targets) > 1
    if several and not regression:
        raise StudioError(SEVERAL)
    names: dict[str, Value] = (
        {"TARGETS": targets} if several else {"TARGET": targets[0]}
    )
    names["DELIMITER"] = delimiter
    constants = (
        *path_lines(source, base),
        *constant_lines(names),
        *fraction_lines(source),
    )
    imports = frozenset({Import("csv"), Import("math"), NUMPY})
    parts = SEVERAL_TARGETS if several else ONE_TARGET
    load = (TABLE_VALUES,) if regression else (TABLE_CLASSES, CLASS_NAMES)
    functions = (*load, TABLE_READER, STANDARDISE, SPLIT)
    texts = tuple(filled(function, **parts) for function in functions)
    return DataCode(imports, constants, texts)


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
    "images": picture_code,
}
