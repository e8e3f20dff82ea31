"""Which devices TensorFlow may see, decided before it is imported."""

from __future__ import annotations

import os
from collections.abc import Mapping

from studio.protocol.messages import Device


def visible_gpus(role: str, device: str, environment: Mapping[str, str]) -> str | None:
    """``CUDA_VISIBLE_DEVICES`` for a role and device; None leaves it as it is.

    ``gpu:1`` counts within what the user's own setting lets through. With
    ``auto`` one GPU is enough: others would only have their memory taken.
    """
    if role == "infer" or device == "cpu":
        return "-1"
    if device == "all":
        return None
    index = int(device.removeprefix("gpu:")) if device != "auto" else 0
    allowed = environment.get("CUDA_VISIBLE_DEVICES")
    if allowed is None:
        return str(index)
    names = [name.strip() for name in allowed.split(",")]
    return names[index] if index < len(names) else "-1"


def list_devices() -> tuple[Device, ...]:
    """Devices TensorFlow sees; call it once TensorFlow is imported."""
    import tensorflow as tf

    gpus = tf.config.list_physical_devices("GPU")
    named = [
        Device(f"gpu:{i}", _gpu_name(tf.config.experimental.get_device_details(gpu)))
        for i, gpu in enumerate(gpus)
    ]
    return (Device("cpu", f"CPU, {os.cpu_count() or 1} cores"), *named)


def _gpu_name(details: Mapping[str, object]) -> str:
    return str(details.get("device_name", "GPU"))
