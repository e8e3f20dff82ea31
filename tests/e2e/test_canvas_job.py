"""The canvas with a real mouse: drag, wire, box, block, insert, undo."""

from __future__ import annotations

import pytest

from tests.e2e.jobs import run_job


@pytest.mark.e2e
@pytest.mark.timeout(600)
def test_gestures_with_a_real_mouse(tmp_path, studio_home):
    run_job("canvas_job", tmp_path)
    assert (tmp_path / "done.txt").read_text() == "done"
