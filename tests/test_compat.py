"""Bad pairs of Python and binding are refused with a sentence."""

from __future__ import annotations

import subprocess
import sys

import pytest

from studio.compat import binding_problem, binding_version


@pytest.mark.parametrize(
    ("version", "python", "bad"),
    [
        ("6.12.0", (3, 11), True),
        ("6.12.0", (3, 12), False),
        ("6.11.0", (3, 13), True),
        ("6.11.1", (3, 11), True),
        ("6.11.3", (3, 11), False),
        ("6.10.3", (3, 11), False),
    ],
)
def test_known_pairs(version, python, bad):
    problem = binding_problem(version, python)
    assert bool(problem) == bad
    if bad:
        assert version in problem
        assert "pip install" in problem


def test_missing_binding_is_named():
    assert "not installed" in binding_problem("", (3, 11))


def test_this_machine_is_fine():
    assert binding_version()
    assert binding_problem() == ""


def test_the_check_needs_no_qt():
    code = "import sys, studio.compat; print([m for m in sys.modules if 'PySide' in m])"
    output = subprocess.check_output([sys.executable, "-c", code], text=True)
    assert output.strip() == "[]"
