"""The canvas with a real mouse: drag, wire, box, block, insert, undo."""

from __future__ import annotations

import shutil
import sys

import pytest

from tests.e2e.test_main_job import ROOT, run


@pytest.mark.e2e
@pytest.mark.timeout(300)
def test_gestures_with_a_real_mouse(tmp_path, studio_home):
    for program in ("xvfb-run", "xdotool"):
        assert shutil.which(program), f"the real-window test needs {program}"
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24"]
    job = [sys.executable, "-m", "tests.e2e.canvas_job", str(tmp_path)]
    run(*screen, *job, cwd=ROOT, QT_QPA_PLATFORM="xcb")
    assert (tmp_path / "done.txt").read_text() == "done"
