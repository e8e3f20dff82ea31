"""GUI tests: one that leaks a widget, timer, thread or process fails."""

from __future__ import annotations

import pytest

from tests.ui.leaks import alive


@pytest.fixture(autouse=True)
def no_leaks(request):
    """Fail a test that uses Qt and leaves something behind, and name it."""
    if "qapp" not in request.fixturenames:
        yield
        return
    request.getfixturevalue("qapp")
    before = alive()
    yield
    left = alive().beyond(before)
    if left:
        pytest.fail("The test left behind:\n  " + "\n  ".join(left), pytrace=False)
