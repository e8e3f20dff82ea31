"""GUI tests: one that leaks a widget, timer, thread or process fails."""

from __future__ import annotations

import gc
import importlib

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from studio.catalog.store import load_catalog
from tests.ui.leaks import alive


@pytest.fixture(scope="session", autouse=True)
def loaded():
    """Load what windows load later and keep; the collector need not look through it."""
    for library in ("numpy", "pydantic", "pyqtgraph"):
        importlib.import_module(library)
    load_catalog()
    gc.collect()
    gc.freeze()


@pytest.fixture(autouse=True)
def no_leaks(request):
    """Fail a test that uses Qt and leaves something behind, and name it."""
    if "qapp" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("qapp")
    if QApplication.keyboardModifiers() != Qt.KeyboardModifier.NoModifier:
        # A key that the last test held would be held at the clicks of this one.
        QTest.keyClick(QWindow(), Qt.Key.Key_F20)
    before = alive()
    yield
    left = alive().beyond(before)
    if left:
        pytest.fail("The test left behind:\n  " + "\n  ".join(left), pytrace=False)
