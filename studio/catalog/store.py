"""The catalog on disk: a shipped snapshot, and one read from another Keras."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from importlib import metadata
from pathlib import Path
from typing import Any

from studio import paths
from studio.catalog.spec import Catalog, ClassSpec, Parameter, ParameterKind, Role
from studio.graph.ports import InputPort
from studio.graph.values import from_jsonable
from studio.records import to_json


def load_catalog() -> Catalog:
    """Catalog of the installed Keras, or the shipped one while none was read."""
    version = installed_keras()
    shipped = sorted(_shipped_folder().glob("keras-*.json"))
    for path in (_path(_shipped_folder(), version), _path(_own_folder(), version)):
        if path.is_file():
            catalog = read_catalog(path)
            if catalog is not None:
                return catalog
    catalog = read_catalog(shipped[-1])
    if catalog is None:
        raise ValueError(f"{shipped[-1]} is damaged")
    return catalog


def save_catalog(catalog: Catalog) -> None:
    """Keep a catalog read from the installed Keras for the next start."""
    folder = _own_folder()
    folder.mkdir(parents=True, exist_ok=True)
    write_catalog(catalog, _path(folder, catalog.keras_version))


def write_catalog(catalog: Catalog, path: Path) -> None:
    """Write a catalog, whole or not at all."""
    lines, closed = map(_lines, (catalog.classes, catalog.closed))
    version = json.dumps(catalog.keras_version)
    left_out = json.dumps(catalog.left_out, indent=0, sort_keys=True)
    text = (
        f'{{"keras_version": {version}, "classes": [\n{lines}\n],\n'
        f'"closed": [\n{closed}\n],\n'
        f'"left_out": {left_out}}}\n'
    )
    temporary = path.with_name(f"{path.name}.{os.getpid()}")
    temporary.write_text(text, "utf-8")
    os.replace(temporary, path)


def _lines(specs: Iterable[ClassSpec]) -> str:
    """JSON of specs, one a line."""
    return ",\n".join(
        json.dumps(to_json(spec, omit_defaults=True), sort_keys=True) for spec in specs
    )


def read_catalog(path: Path) -> Catalog | None:
    """Catalog from a file; None for a damaged one, which Keras can make anew.

    It is read at every start, so it is built straight from the JSON data; the
    file is ours and holds what `write_catalog` wrote.
    """
    try:
        data = json.loads(path.read_bytes())
        classes, closed = (
            tuple(_class_spec(item) for item in data[key])
            for key in ("classes", "closed")
        )
        version = str(data["keras_version"])
        return Catalog(version, classes, data["left_out"], closed=closed)
    except (ValueError, TypeError, KeyError):
        return None


def installed_keras() -> str:
    """Version of the installed Keras, without importing it; empty without one."""
    try:
        return metadata.version("keras")
    except metadata.PackageNotFoundError:
        return ""


def _class_spec(data: dict[str, Any]) -> ClassSpec:
    data["role"] = Role(data["role"])
    for name in ("aliases", "outputs", "signature", "call_order"):
        if name in data:
            data[name] = tuple(data[name])
    for name in ("parameters", "call_parameters"):
        if name in data:
            data[name] = tuple(_parameter(item) for item in data[name])
    if "inputs" in data:
        data["inputs"] = tuple(InputPort(**item) for item in data["inputs"])
    if "takes" in data:
        data["takes"] = {kind: tuple(axes) for kind, axes in data["takes"].items()}
    if "config_defaults" in data:
        data["config_defaults"] = from_jsonable(data["config_defaults"])
    return ClassSpec(**data)


def _parameter(data: dict[str, Any]) -> Parameter:
    data["kind"] = ParameterKind(data["kind"])
    for name in ("default", "suggestion", "choices"):
        if name in data:
            data[name] = from_jsonable(data[name])
    return Parameter(**data)


def _shipped_folder() -> Path:
    return paths.resources() / "catalog"


def _own_folder() -> Path:
    return paths.state() / "catalog"


def _path(folder: Path, version: str) -> Path:
    return folder / f"keras-{version}.json"
