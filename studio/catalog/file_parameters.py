"""Parameters that make Keras open a file, such as a vocabulary given by its path."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from studio.catalog.spec import Catalog, ClassSpec
from studio.graph.values import Value, is_object, object_path

_PATH_WORDS = re.compile(r"\bpath\b|\bfile ?name\b", re.I)


def file_refusal(
    spec: ClassSpec, parameters: Mapping[str, Value], catalog: Catalog
) -> str | None:
    """Why these arguments must not be used: one names a file, however deep.

    Keras' own docs say which arguments take a path. A project never reads a file
    it names by itself, so nothing is made of such an argument.
    """
    found = next(_files(spec, parameters, catalog), None)
    if found is None:
        return None
    name, value = found
    return (
        f"“{name}” names the file “{value:.80}”, and Studio lets no layer read a "
        "file. Give the values themselves, as a list."
    )


def _files(
    spec: ClassSpec | None, parameters: Mapping[str, Value], catalog: Catalog
) -> Iterator[tuple[str, str]]:
    for name, value in parameters.items():
        if isinstance(value, str):
            parameter = spec.parameter(name) if spec else None
            if parameter and _PATH_WORDS.search(parameter.doc):
                yield name, value
        else:
            yield from _inside(value, catalog)


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
