"""From outside: the window loads no TensorFlow, the engine no Qt."""

from __future__ import annotations

import subprocess
import sys

import pytest


def modules_after(statement: str) -> set[str]:
    """What is in `sys.modules` after a statement in a new process."""
    script = f"{statement}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def loaded_after(statement: str) -> set[str]:
    """Top-level packages of it."""
    return {name.partition(".")[0] for name in modules_after(statement)}


def test_the_frame_of_the_window_is_painted_before_documents_are_known():
    loaded = modules_after("import studio.ui.app")
    rooms = ("graph", "catalog", "codegen", "importing", "protocol", "runtime")
    assert not loaded & {f"studio.{room}" for room in rooms}


def test_the_window_loads_no_tensorflow_and_nothing_heavy():
    loaded = loaded_after("import studio.ui.app")
    assert "PySide6" in loaded
    assert not loaded & {"tensorflow", "keras"}
    assert not loaded & {"numpy", "pyqtgraph", "sklearn", "pydantic"}


def test_the_command_line_starts_light():
    loaded = loaded_after("import studio.cli; studio.cli._parser()")
    assert not loaded & {"PySide6", "tensorflow", "keras", "numpy", "pydantic"}


@pytest.mark.engine
def test_the_engine_loads_no_qt():
    statement = (
        "import importlib, pkgutil, studio.runtime.engine as engine\n"
        "for m in pkgutil.iter_modules(engine.__path__):\n"
        "    if m.name != '__main__':\n"
        "        importlib.import_module(f'studio.runtime.engine.{m.name}')"
    )
    loaded = loaded_after(statement)
    assert "tensorflow" in loaded
    assert not loaded & {"PySide6", "pyqtgraph", "shiboken6"}
