"""Files that hold a Keras model, read as data: `.keras`, `.h5`, JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from studio.catalog.spec import Catalog
from studio.causes import cause_of
from studio.errors import StudioError
from studio.importing import hdf5
from studio.importing.compiled import of_training
from studio.importing.config import import_config
from studio.importing.imported import ImportedModel
from studio.importing.keras_zip import KerasZip
from studio.importing.saved_model import import_saved_model, is_saved_model
from studio.importing.vocabularies import with_vocabularies

MAX_JSON = 64 * 1024 * 1024
"""A larger description is no model; a saved project may not be larger either."""
SUFFIXES = (".keras", ".h5", ".hdf5", ".json")
"""Names of the files that `import_file` reads."""

_HALF = re.compile(r"\\u[dD][89a-fA-F]")
"""How JSON writes half a character."""
_LONE = re.compile("[\ud800-\udfff]")
_BY_KERAS = re.compile(r"(functional|sequential|model)(_\d+)?")
"""Names that Keras gives a model that nobody named."""
_ZIP, _HDF5 = b"PK\x03\x04", b"\x89HDF\r\n\x1a\n"


def import_file(path: Path, catalog: Catalog) -> ImportedModel:
    """Read a model's file; what it holds decides how, not its name.

    Nothing is executed, and no other file is opened.

    Raises:
        StudioError: it cannot be read or is no model.
    """
    if is_saved_model(path):
        return import_saved_model(path)
    try:
        kind = _reader(path)
        return kind(path, catalog)
    except OSError as error:
        raise StudioError(
            f"“{path}” cannot be read because {cause_of(error)}. Choose another file."
        ) from error


def _reader(path: Path) -> Callable[[Path, Catalog], ImportedModel]:
    if path.is_dir():
        raise StudioError(
            f"“{path.name}” is a folder and no SavedModel. Choose a .keras, .h5 or "
            ".json file."
        )
    if path.exists() and not path.is_file():
        raise StudioError(f"“{path}” is no ordinary file. Choose a model's file.")
    with path.open("rb") as file:
        start = file.read(len(_HDF5))
    if start.startswith(_ZIP):
        return _import_keras
    return _import_hdf5 if start == _HDF5 else _import_json


def _import_keras(path: Path, catalog: Catalog) -> ImportedModel:
    with KerasZip(path) as archive:
        config = parse_json(archive.config(MAX_JSON), path.name)
        model = _titled(import_config(config, catalog), path)
        model = replace(model, warnings=(*model.warnings, *archive.left_out()))
        weights = archive.weights()
        if weights is None:
            return model
        with weights.open() as file:
            layout = hdf5.check_weights(file, path.name)
        model = with_vocabularies(model, archive.vocabularies(), layout, catalog)
    return replace(model, weights=weights) if layout.arrays else model


def _import_hdf5(path: Path, catalog: Catalog) -> ImportedModel:
    with path.open("rb") as file:
        text, training = hdf5.model_config(file, path.name, MAX_JSON)
        config, warnings = _compiled(parse_json(text, path.name), training)
        model = _titled(import_config(config, catalog), path)
        model = replace(model, warnings=(*model.warnings, *warnings))
        layout = hdf5.check_weights(file, path.name)
    if not layout.arrays:
        return model
    return replace(model, weights=hdf5.WholeFile(path))


def _compiled(
    config: Mapping[str, Any], training: bytes
) -> tuple[Mapping[str, Any], tuple[str, ...]]:
    """A model's description with how it was compiled, and what of it is lost."""
    if not training:
        return config, ()
    try:
        settings = of_training(parse_json(training, hdf5.TRAINING))
    except StudioError:
        return config, ("How the model was compiled cannot be read; it is not kept.",)
    return {**config, "compile_config": settings}, ()


def _import_json(path: Path, catalog: Catalog) -> ImportedModel:
    if path.stat().st_size > MAX_JSON:
        raise too_large(path.name)
    with path.open("rb") as file:
        data = file.read(MAX_JSON + 1)
    return _titled(import_config(parse_json(data, path.name), catalog), path)


def parse_json(data: bytes, name: str) -> Mapping[str, Any]:
    """Read a model's description.

    Raises:
        StudioError: it is too large, no JSON, or no object.
    """
    if len(data) > MAX_JSON:
        raise too_large(name)
    try:
        text = data.decode("utf-8-sig")
        parsed = json.loads(text)
        if isinstance(parsed, str):  # `json.dump(model.to_json(), file)`
            text, parsed = parsed, json.loads(parsed)
        if _HALF.search(text):
            parsed = _whole(parsed)
    except UnicodeDecodeError as error:
        raise StudioError(
            f"“{name}” is no model: byte {error.start} is not UTF-8 text. "
            "Choose a .keras, .h5 or .json file."
        ) from error
    except RecursionError as error:
        raise StudioError(
            f"“{name}” is damaged: its brackets are nested too deeply."
        ) from error
    except ValueError as error:
        raise StudioError(
            f"“{name}” is no model: it is not written in JSON, or ends in the middle. "
            "Choose a .keras, .h5 or .json file."
        ) from error
    if not isinstance(parsed, Mapping):
        raise StudioError(f"“{name}” is no model: it holds no object of JSON.")
    return parsed


def _whole(value: Any) -> Any:
    """The same without halves of characters, which no file can hold."""
    if isinstance(value, str):
        return _LONE.sub("\ufffd", value)
    if isinstance(value, list):
        return [_whole(item) for item in value]
    if isinstance(value, dict):
        return {_whole(key): _whole(item) for key, item in value.items()}
    return value


def too_large(name: str) -> StudioError:
    """Why a model's description is not read."""
    return StudioError(
        f"The model's description in “{name}” is larger than {MAX_JSON // 2**20} MB; "
        "a project cannot hold it."
    )


def _titled(model: ImportedModel, path: Path) -> ImportedModel:
    """The file's name is the title, unless a person named the model."""
    name = model.document.setup.model.name
    is_chosen = name and not _BY_KERAS.fullmatch(name)
    return model if is_chosen else replace(model, title=path.stem)
