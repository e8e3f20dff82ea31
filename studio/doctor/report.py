"""The findings of `studio doctor`, one line each."""

from __future__ import annotations

import importlib.metadata
import os
import platform
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from studio import __version__, compat, paths
from studio.doctor.display import Screen, answers, missing_for, screen
from studio.doctor.libraries import install_line
from studio.errors import StudioError

_PACKAGES = ("pyqtgraph", "numpy", "scikit-learn", "pydantic", "platformdirs")
_ROOM = 2 * 2**30
_GPU_TIMEOUT_S = 20.0


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        level: ``ok``, ``warning`` (something is limited) or ``error``.
        advice: what to do, empty if nothing.
    """

    level: str
    name: str
    text: str
    advice: str = ""


def examine() -> Iterator[Finding]:
    """Look at everything, quick things first."""
    yield Finding("ok", "Layer Studio", __version__)
    yield _python()
    yield _binding()
    yield from map(_package, _PACKAGES)
    yield _display()
    yield from _folders()
    yield _disk()
    driver = _gpu_driver()
    yield driver
    yield from _engine(driver.level == "ok")


def _python() -> Finding:
    system = f"{platform.system()} {platform.machine()}"
    return Finding("ok", "Python", f"{platform.python_version()} on {system}")


def _binding() -> Finding:
    problem = compat.binding_problem()
    if problem:
        return Finding("error", "PySide6", compat.binding_version() or "none", problem)
    return Finding("ok", "PySide6", compat.binding_version())


def _package(name: str) -> Finding:
    try:
        return Finding("ok", name, importlib.metadata.version(name))
    except importlib.metadata.PackageNotFoundError:
        return Finding("error", name, "not installed", f"Run: pip install {name}")


def _display() -> Finding:
    where = screen()
    missing = missing_for(Screen.X11 if where is Screen.NONE else where)
    if missing:
        text = f"{where.value}; missing system libraries: {', '.join(missing)}"
        return Finding("error", "Display", text, f"Run: {install_line(missing)}")
    if where is Screen.NONE:
        advice = "The window needs a desktop; “studio demo” works without one."
        return Finding("warning", "Display", "none", advice)
    if not answers(where):
        text = f"{where.value}, but “{os.environ.get('DISPLAY', '')}” does not answer"
        return Finding("warning", "Display", text, "Start the desktop, or set DISPLAY.")
    return Finding("ok", "Display", where.value)


def _folders() -> Iterator[Finding]:
    for name, folder in (
        ("State folder", paths.state()),
        ("Runs folder", paths.runs()),
        ("Log folder", paths.logs()),
    ):
        there = _nearest(folder)
        if there.is_dir() and os.access(there, os.W_OK | os.X_OK):
            yield Finding("ok", name, str(folder))
        else:
            advice = "Make it writable, or set STUDIO_HOME to a folder that is."
            yield Finding("error", name, f"{folder} cannot be written", advice)


def _disk() -> Finding:
    free = shutil.disk_usage(_nearest(paths.runs())).free
    text = f"{free / 2**30:.1f} GB free for runs"
    if free < _ROOM:
        return Finding("warning", "Disk", text, "Delete old runs or make room.")
    return Finding("ok", "Disk", text)


def _nearest(folder: Path) -> Path:
    while not folder.exists():
        folder = folder.parent
    return folder


def _gpu_driver() -> Finding:
    program = shutil.which("nvidia-smi")
    if program is None:
        return Finding("warning", "NVIDIA driver", "none", "Training uses the CPU.")
    query = [program, "--query-gpu=name,memory.total,driver_version"]
    try:
        answer = subprocess.run(
            [*query, "--format=csv,noheader"],
            capture_output=True,
            text=True,
            timeout=_GPU_TIMEOUT_S,
            check=True,
        )
    except (OSError, subprocess.SubprocessError) as error:
        advice = "Run nvidia-smi to see what is wrong with the driver."
        return Finding("warning", "NVIDIA driver", f"does not answer: {error}", advice)
    return Finding("ok", "NVIDIA driver", "; ".join(answer.stdout.splitlines()))


def _engine(has_driver: bool) -> Iterator[Finding]:
    from studio.runtime.session import EngineSession

    try:
        with EngineSession("train", "auto") as session:
            ready = session.wait_ready()
    except StudioError as error:
        advice = "Run: pip install tensorflow"
        yield Finding("error", "TensorFlow", str(error), advice)
        return
    yield Finding("ok", "TensorFlow", f"{ready.tensorflow} with Keras {ready.keras}")
    gpus = [device for device in ready.devices if device.id.startswith("gpu")]
    if gpus:
        names = "; ".join(f"{gpu.id} {gpu.name}" for gpu in gpus)
        yield Finding("ok", "TensorFlow's GPUs", names)
    elif has_driver:
        advice = 'Run: pip install "tensorflow[and-cuda]"'
        yield Finding("warning", "TensorFlow's GPUs", "none", advice)
    else:
        yield Finding("ok", "TensorFlow's GPUs", "none; training uses the CPU")
