"""Settings every test shares."""

from __future__ import annotations

import gc
import json
import locale
import os
import signal
import subprocess
import sys

if locale.getencoding().upper() != "UTF-8":
    os.environ["LC_ALL"] = "C.UTF-8"  # Qt does the same, and warns of it
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

import pytest

from tests.shared_engines import SharedEngines
from tests.tensorflow_watch import TensorFlowWatch

ALONE = """
import json, runpy, sys
history = runpy.run_path(sys.argv[1])["main"]()
print(json.dumps(history.history))
"""


def pytest_configure(config):
    """Hear Ctrl+C, which tests send: shells start what runs behind them deaf to it."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    config.pluginmanager.register(SharedEngines(), "shared-engines")
    if not hasattr(config, "workerinput"):
        config.pluginmanager.register(TensorFlowWatch(), "tensorflow-watch")


def pytest_xdist_make_scheduler(config, log):
    """Let engines run one after the other, whatever runs beside them."""
    from tests.lanes import Lanes

    return Lanes(config, log)


def pytest_collection_finish():
    """Spare the collector what stays to the end: the checks for leaks run it often."""
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def studio_home(tmp_path_factory, monkeypatch):
    """Keep the user's own folders out of every test."""
    home = tmp_path_factory.mktemp("studio-home")
    monkeypatch.setenv("STUDIO_HOME", str(home))
    return home


@pytest.fixture(scope="session")
def shared_engines(request):
    """Engines for all tests that do not end them."""
    return request.config.pluginmanager.get_plugin("shared-engines")


@pytest.fixture
def engine(shared_engines, tmp_path_factory):
    """An engine that infers, one for all tests that do not end it."""
    return shared_engines.session("infer", tmp_path_factory)


@pytest.fixture
def train_engine(shared_engines, tmp_path_factory):
    """An engine that trains, one for all tests that neither stop nor kill it."""
    return shared_engines.session("train", tmp_path_factory)


@pytest.fixture(scope="session")
def python(shared_engines):
    """What text prints in an interpreter of its own, with no engine beside it.

    It may do without all that is not installed (`isolated`), in a folder of its own.
    """

    def run(text, *arguments, cwd=None, isolated=False):
        shared_engines.close()
        flags = ["-I"] if isolated else []
        command = [sys.executable, *flags, "-c", text, *map(str, arguments)]
        done = subprocess.run(
            command, capture_output=True, text=True, timeout=280, cwd=cwd
        )
        assert done.returncode == 0, done.stderr[-3000:]
        return done.stdout

    return run


@pytest.fixture
def history_alone(python, tmp_path):
    """History of a script in an interpreter that knows nothing of Studio."""

    def run(script):
        folder = tmp_path / "alone"
        folder.mkdir()
        (folder / "model_script.py").write_text(script, encoding="utf-8")
        told = python(ALONE, "model_script.py", cwd=folder, isolated=True)
        return json.loads(told.splitlines()[-1])

    return run
