"""The model and weights of a run, as files."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from types import ModuleType
from typing import Any

import keras

from studio.catalog.saved_models import LAYER, REFUSED, intact
from studio.errors import StudioError
from studio.project.atomic import replacing
from studio.project.store import load
from studio.project.trusted_folders import allowed_folders, folders_of
from studio.runtime.engine.script import scope_of
from studio.runtime.run import Run

_UNKNOWN_CLASS = ("Could not locate class", "Unknown layer")
"""What Keras says of a class that is neither its own nor registered."""


def save_model(model: Any, run: Run, *, with_optimizer: bool = True) -> None:
    """Write model and weights; each file is old or new, never half."""
    with replacing(run.model_path) as path:
        model.save(path, include_optimizer=with_optimizer)
    with replacing(run.weights_path) as path:
        model.save_weights(path)


def load_model(run: Run, script: ModuleType) -> Any:
    """The trained model of a run, whose script knows classes that Keras does not.

    Raises:
        StudioError: the run did not come to one, or the file is damaged.
    """
    if not run.has_model:
        raise StudioError(
            f"Run {run.id} has no trained model, because it ended before one was "
            "saved. Choose a finished run, or train again."
        )
    is_safe = not _holds_programs(run)
    # Losses may be named by output, and Keras numbers names over the whole process.
    keras.utils.clear_session()
    try:
        return read_model(run.model_path, script, safe_mode=is_safe)
    except Exception as error:
        raise StudioError(
            f"The model of run {run.id} cannot be read from {run.model_path}: the "
            "file is damaged or from another version of Keras. Train again."
        ) from error


def read_model(path: Path, script: ModuleType, *, safe_mode: bool) -> Any:
    """A model as written; built by its script if it has classes of the script's own.

    Such a model is compiled as a ``.keras`` file says. Files in the old format are
    read without compiling: with a loss they load only so.
    """
    in_old_format = path.suffix == ".h5"
    try:
        return keras.models.load_model(
            path, compile=not in_old_format, safe_mode=safe_mode
        )
    except (TypeError, ValueError) as error:
        if not any(text in str(error) for text in _UNKNOWN_CLASS):
            raise
    with scope_of(script):
        model = script.build_model()
        model.load_weights(path)
        if not in_old_format:
            _compile(model, path)
    return model


def load_start(model: Any, script: ModuleType) -> str:
    """Load the weights that the model of a script starts from, if it has any.

    Returns a sentence on what became of the layers, where not all are in the file.
    """
    if hasattr(script, "load_known_weights"):
        told: str = script.load_known_weights(model)
        return f"{told}."
    weights = getattr(script, "WEIGHTS", None)
    if weights is not None:
        model.load_weights(weights)
    return ""


def _compile(model: Any, path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        config = json.loads(archive.read("config.json"))
    settings = config.get("compile_config")
    if settings:  # a model that was not trained yet has none
        model.compile_from_config(settings)


def _holds_programs(run: Run) -> bool:
    """Whether SavedModels are in the model, all of them as they were allowed.

    Raises:
        StudioError: one was not allowed, or has changed.
    """
    if LAYER not in run.script:
        return False
    document = load(run.document_path).document
    found = {folder.path for folder in intact(allowed_folders(document))}
    named = folders_of(document)
    for path in named:
        if path not in found:
            raise StudioError(f"“{path}” cannot be used: {REFUSED}")
    return bool(named)
