"""Which devices TensorFlow may see, decided before it is imported."""

from __future__ import annotations

import os
from collections.abc import Mapping

from studio.protocol.messages import Device
from studio.runtime.devices import driver_gpus, main_memory


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


def list_devices(role: str, environment: Mapping[str, str]) -> tuple[Device, ...]:
    """Devices a model can be trained on; call it once TensorFlow is imported."""
    cpu = Device("cpu", f"CPU, {os.cpu_count() or 1} cores", main_memory())
    if role == "infer":
        return (cpu, *driver_gpus(environment))
    import tensorflow as tf

    gpus = tf.config.list_physical_devices("GPU")
    details = [tf.config.experimental.get_device_details(gpu) for gpu in gpus]
    names = [str(each.get("device_name", "GPU")) for each in details]
    return (cpu, *(Device(f"gpu:{i}", name) for i, name in enumerate(names)))
