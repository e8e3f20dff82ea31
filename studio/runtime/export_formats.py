"""What a model can be exported to."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """One way to take a model away.

    Attributes:
        id: as the command line and `Export` messages name it.
        title: for menus.
        suffix: of the file, with the dot; empty for a folder.
        hint: one sentence on what it is good for.
        needs_run: whether it makes sense only with trained weights.
        needs_engine: whether TensorFlow writes it; else it is the script's text.
    """

    id: str
    title: str
    suffix: str
    hint: str
    needs_run: bool = False
    needs_engine: bool = True


EXPORT_FORMATS = (
    ExportFormat(
        "python",
        "Python script",
        ".py",
        "The program that builds and trains the model, with no part of Studio.",
        needs_engine=False,
    ),
    ExportFormat(
        "notebook",
        "Jupyter notebook",
        ".ipynb",
        "The same program in cells.",
        needs_engine=False,
    ),
    ExportFormat(
        "keras",
        "Keras model",
        ".keras",
        "One file for keras.models.load_model: layers, weights and optimizer.",
    ),
    ExportFormat(
        "savedmodel",
        "TensorFlow SavedModel",
        "",
        "A folder for TensorFlow Serving and programs without Keras.",
    ),
    ExportFormat(
        "h5",
        "Keras model, old HDF5 format",
        ".h5",
        "For older programs; load it with compile=False.",
    ),
    ExportFormat(
        "weights",
        "Weights only",
        ".weights.h5",
        "For load_weights on a model built by the script.",
        needs_run=True,
    ),
    ExportFormat(
        "tflite",
        "TensorFlow Lite",
        ".tflite",
        "One file for phones and small computers, read by LiteRT (TensorFlow Lite).",
    ),
    ExportFormat(
        "tflite-half",
        "TensorFlow Lite, half the size",
        ".tflite",
        "Weights of 16 bits: half as large, hardly less exact.",
    ),
    ExportFormat(
        "tflite-small",
        "TensorFlow Lite, a quarter of the size",
        ".tflite",
        "Weights of 8 bits: smallest, often faster, less exact.",
    ),
)


def export_format(name: str) -> ExportFormat | None:
    """The format of that id, if there is one."""
    return next((form for form in EXPORT_FORMATS if form.id == name), None)


def script_file(form: str, script: str) -> bytes:
    """Content of the file for a format that no engine is needed for."""
    from studio.codegen.notebook import notebook

    return (notebook(script) if form == "notebook" else script).encode()
