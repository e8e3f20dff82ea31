"""Files as Keras writes them, made without Keras."""

import io
import json
import zipfile
from pathlib import Path
from typing import Any

import h5py
import numpy as np


def weights(names: dict[str, str], arrays: dict[str, Any]) -> bytes:
    """A file of weights: groups with layer names, arrays in their ``vars``."""
    buffer = io.BytesIO()
    with h5py.File(buffer, "w") as file:
        for place, name in names.items():
            file.require_group(f"{place}/vars").attrs["name"] = name
        for place, value in arrays.items():
            file[place] = np.asarray(value, "float32")
    return buffer.getvalue()


def archive(path: Path, members: dict[str, bytes], **options: Any) -> Path:
    with zipfile.ZipFile(path, "w", **options) as file:
        for name, data in members.items():
            file.writestr(name, data)
    return path


def keras_file(
    path: Path, config: dict[str, Any], data: bytes, **members: bytes
) -> Path:
    text = json.dumps(config).encode()
    return archive(
        path,
        {"metadata.json": b"{}", "config.json": text, "model.weights.h5": data}
        | members,
    )


def hdf5_file(path: Path, config: dict[str, Any], training: str = "") -> Path:
    with h5py.File(path, "w") as file:
        file.attrs["model_config"] = json.dumps(config)
        if training:
            file.attrs["training_config"] = training
        file["model_weights/dense/kernel"] = np.zeros((4, 3), "float32")
    return path
