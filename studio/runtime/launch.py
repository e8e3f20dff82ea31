"""How to start a process of Studio: an engine, or a command."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

_BOOT = Path(__file__).with_name("boot.py")
_SETTINGS = {
    "TF_CPP_MIN_LOG_LEVEL": "1",
    "TF_FORCE_GPU_ALLOW_GROWTH": "true",
}


@dataclass(frozen=True, slots=True)
class Launch:
    """A process to start, with an empty working folder made for it alone."""

    program: str
    arguments: tuple[str, ...]
    environment: dict[str, str]
    folder: Path

    def discard(self) -> None:
        """Remove the working folder, once the process is gone."""
        shutil.rmtree(self.folder, ignore_errors=True)


def engine_command(role: str, device: str = "cpu") -> Launch:
    """Launch of an engine: `role` is ``infer`` or ``train``.

    Only a ``train`` engine may use another `device` than the CPU: ``auto``,
    ``cpu``, ``gpu:0``... or ``all``.
    """
    return _launch(
        ("-u", str(_BOOT), "--role", role, "--device", device),
        _SETTINGS | _inherited() | {"KERAS_BACKEND": "tensorflow"},
    )


def desk_command() -> Launch:
    """Launch of the desk, which works out what takes long for large documents."""
    return _launch(("-u", str(_BOOT), "desk"), _inherited())


def command_launch(*arguments: str) -> Launch:
    """Launch of a command, as ``studio ARGUMENTS``."""
    return _launch((str(_BOOT), "command", *arguments), _inherited())


def _launch(arguments: tuple[str, ...], environment: dict[str, str]) -> Launch:
    folder = Path(tempfile.mkdtemp(prefix="layer-studio-engine-"))
    return Launch(sys.executable, ("-I", *arguments), environment, folder)


def _inherited() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith("PYTHON")}
