"""The model and weights of a run, as files."""

from __future__ import annotations

from typing import Any

import keras

from studio.catalog.saved_models import LAYER, REFUSED, intact
from studio.errors import StudioError
from studio.project.atomic import replacing
from studio.project.store import load
from studio.project.trusted_folders import allowed_folders, folders_of
from studio.runtime.run import Run

_UNKNOWN_CLASS = "Could not locate class"
"""What Keras says of a class that is neither its own nor registered."""


def save_model(model: Any, run: Run, *, with_optimizer: bool = True) -> None:
    """Write model and weights; each file is old or new, never half."""
    with replacing(run.model_path) as path:
        model.save(path, include_optimizer=with_optimizer)
    with replacing(run.weights_path) as path:
        model.save_weights(path)


def load_model(run: Run) -> Any:
    """The trained model of a run.

    Raises:
        StudioError: the run did not come to one, or the file is damaged.
    """
    if not run.has_model:
        raise StudioError(
            f"Run {run.id} has no trained model, because it ended before one was "
            "saved. Choose a finished run, or train again."
        )
    is_safe = not _holds_programs(run)
    try:
        return keras.models.load_model(run.model_path, safe_mode=is_safe)
    except Exception as error:
        if _UNKNOWN_CLASS in str(error):
            raise StudioError(
                f"The model of run {run.id} has a class that only its script knows, "
                "so it cannot be read back alone. Choose the functional style in the "
                "Code panel and train again."
            ) from error
        raise StudioError(
            f"The model of run {run.id} cannot be read from {run.model_path}: the "
            "file is damaged or from another version of Keras. Train again."
        ) from error


def _holds_programs(run: Run) -> bool:
    """Whether SavedModels are in the model, all of them as they were allowed.

    Raises:
        StudioError: one was not allowed, or has changed.
    """
    if LAYER not in run.script:
        return False
    document = load(run.document_path).document
    found = {folder.path for folder in intact(allowed_folders(document))}
    for path in folders_of(document):
        if path not in found:
            raise StudioError(f"“{path}” cannot be used: {REFUSED}")
    return True
