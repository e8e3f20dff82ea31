"""GPUs as their driver lists them, for processes in which TensorFlow sees none."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Mapping, Sequence

from studio.graph.memory import TrainingDevice
from studio.protocol.messages import Device

_QUERY = ("--query-gpu=index,name,memory.total", "--format=csv,noheader,nounits")
_TIMEOUT_S = 10.0
_MIB = 2**20


def driver_gpus(environment: Mapping[str, str]) -> tuple[Device, ...]:
    """NVIDIA GPUs that ``CUDA_VISIBLE_DEVICES`` in `environment` lets through.

    Empty without the driver's program, or if it does not work.
    """
    program = shutil.which("nvidia-smi")
    if program is None:
        return ()
    try:
        answer = subprocess.run(
            [program, *_QUERY], capture_output=True, text=True, timeout=_TIMEOUT_S
        )
    except (OSError, subprocess.TimeoutExpired):  # a broken driver is no GPU
        return ()
    return visible(answer.stdout, environment.get("CUDA_VISIBLE_DEVICES"))


def main_memory() -> int:
    """Bytes of this computer's memory; 0 where the system does not tell."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, OSError, ValueError):  # not on Windows
        return 0


def training_device(devices: Sequence[Device], wanted: str) -> TrainingDevice | None:
    """Device that a setting means; ``auto`` is the first GPU, or the processor."""
    gpus = [device for device in devices if device.id.startswith("gpu")]
    named = [device for device in devices if device.id == wanted]
    found = next(iter(named or gpus or devices), None)
    return TrainingDevice(found.name, found.memory) if found else None


def visible(listing: str, allowed: str | None) -> tuple[Device, ...]:
    """Devices of the driver's list, numbered as TensorFlow will number them."""
    rows = [[cell.strip() for cell in line.split(",")] for line in listing.splitlines()]
    found = {row[0]: row for row in rows if len(row) == 3 and row[2].isdigit()}
    order = list(found) if allowed is None else allowed.replace(" ", "").split(",")
    shown = [found[index] for index in order if index in found]
    return tuple(
        Device(f"gpu:{position}", name, int(memory) * _MIB)
        for position, (_, name, memory) in enumerate(shown)
    )
