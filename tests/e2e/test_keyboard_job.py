"""The digits model built, trained and exported by the keyboard alone."""

from __future__ import annotations

import shutil
import sys

import pytest

from tests.e2e.test_main_job import ROOT, run


@pytest.mark.e2e
@pytest.mark.timeout(600)
def test_build_train_and_export_by_the_keyboard(tmp_path, studio_home):
    for program in ("xvfb-run", "xdotool"):
        assert shutil.which(program), f"the real-window test needs {program}"
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24"]
    job = [sys.executable, "-m", "tests.e2e.keyboard_job", str(tmp_path)]
    run(*screen, *job, cwd=ROOT, QT_QPA_PLATFORM="xcb")
    assert "keras.layers.Dense" in (tmp_path / "exported.py").read_text()
    (record,) = (studio_home / "data" / "runs").iterdir()
    assert (record / "model.keras").stat().st_size > 5_000
