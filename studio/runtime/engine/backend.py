"""TensorFlow and Keras: imported here first, with what can go wrong in words."""

from __future__ import annotations

import gc
import os
import platform
from collections.abc import Mapping

from studio.protocol.messages import Ready
from studio.runtime.engine.devices import list_devices
from studio.runtime.engine.loop import StartupError
from studio.runtime.outcome import NO_DEVICE, explain_exit


def load_backend(role: str, device: str, environment: Mapping[str, str]) -> Ready:
    """Import TensorFlow and Keras, say what was found.

    An ``infer`` engine has its GPUs hidden; it lists those of the driver, which
    a ``train`` engine would see in `environment`.

    Raises:
        StartupError: they cannot be imported, or `device` is not there.
    """
    os.environ["KERAS_BACKEND"] = "tensorflow"
    gc.disable()  # a fifth of the import went by searching what it just made
    try:
        import keras
        import numpy
        import tensorflow
    except ModuleNotFoundError as error:
        raise StartupError(_missing(error.name or "TensorFlow")) from error
    except Exception as error:
        raise StartupError(
            f"TensorFlow is installed but cannot be imported: {error}. "
            "Install it again with “pip install --force-reinstall tensorflow”."
        ) from error
    gc.freeze()  # to look through all of TensorFlow takes some 0.2 s each time
    gc.enable()
    devices = list_devices(role, environment)
    if role == "train" and device.startswith("gpu:") and len(devices) == 1:
        raise StartupError(explain_exit(NO_DEVICE), NO_DEVICE)
    return Ready(
        platform.python_version(),
        tensorflow.__version__,
        keras.__version__,
        numpy.__version__,
        devices,
    )


def _missing(module: str) -> str:
    package = module.partition(".")[0]
    if package in ("tensorflow", "keras", "numpy"):
        # TensorFlow brings the other two; Keras merely is the first imported.
        package, name = "tensorflow", "TensorFlow"
    else:
        name = f"A part of TensorFlow, {package},"
    return (
        f"{name} is not installed, so models can be drawn but neither checked nor "
        f"trained. Install it with “pip install {package}” and start Studio again."
    )
