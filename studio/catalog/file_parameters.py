"""Parameters that make Keras open a file, such as a vocabulary given by its path."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from studio.catalog.saved_models import LAYER, REFUSED
from studio.catalog.spec import Catalog, ClassSpec, Parameter, Role
from studio.graph.values import Value, is_object, object_path

_PATH_WORDS = re.compile(r"\bpath\b|\bfile ?name\b", re.I)
_PLAIN_NAME = re.compile(r"[A-Za-z0-9_{][\w{}:.=-]*")
"""``best-{epoch:02d}.keras`` is one; the epoch comes into it later."""
_PROGRAM = "filepath of a SavedModel"
_DRIVE = re.compile(r"[A-Za-z]:")


def file_refusal(
    spec: ClassSpec, parameters: Mapping[str, Value], catalog: Catalog
) -> str | None:
    """Why these arguments must not be used: one names a file, however deep.

    Keras' own docs say which arguments take a path. A project never reads a file
    it names by itself, so nothing is made of such an argument. A callback may write
    files; it is held to plain names, which stay in the project's own folder. The
    folder of a SavedModel is read where the user lets exactly that one run.
    """
    found = next(_files(spec, parameters, catalog), None)
    if found is None:
        return None
    name, value = found
    if name == _PROGRAM:
        return REFUSED
    if spec.role is Role.CALLBACK:
        return (
            f"“{name}” names “{value:.80}”, and a callback may write in the project's "
            "own folder alone. Give a name without a folder."
        )
    return (
        f"“{name}” names the file “{value:.80}”, and Studio lets no layer read a "
        "file. Give the values themselves, as a list."
    )


def _files(
    spec: ClassSpec | None, parameters: Mapping[str, Value], catalog: Catalog
) -> Iterator[tuple[str, str]]:
    if spec is not None and spec.path == LAYER:
        folder = parameters.get("filepath")
        if not isinstance(folder, str) or folder not in catalog.programs:
            yield _PROGRAM, str(folder)
        return
    for name, value in parameters.items():
        parameter = spec.parameter(name) if spec else None
        if isinstance(value, str):
            if parameter and _may_be_path(parameter, value) and not _stays(spec, value):
                yield name, value
        else:
            yield from _inside(value, catalog)


def _may_be_path(parameter: Parameter, value: str) -> bool:
    """Whether the docs tell of a path; the default, such as ``imagenet``, is none."""
    return value != parameter.default and bool(_PATH_WORDS.search(parameter.doc))


def _stays(spec: ClassSpec | None, name: str) -> bool:
    """Whether a callback's file stays in the project's folder, on any system."""
    is_callback = spec is not None and spec.role is Role.CALLBACK
    return is_callback and bool(_PLAIN_NAME.fullmatch(name)) and not _DRIVE.match(name)


def _inside(value: Value, catalog: Catalog) -> Iterator[tuple[str, str]]:
    if value is None or isinstance(value, str | int | float):
        return
    if is_object(value):
        config = value["config"]
        if isinstance(config, Mapping):
            yield from _files(catalog.find(object_path(value)), config, catalog)
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _inside(item, catalog)
    elif isinstance(value, tuple | list):
        for item in value:
            yield from _inside(item, catalog)
