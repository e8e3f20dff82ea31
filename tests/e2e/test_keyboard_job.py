"""The digits model built, trained and exported by the keyboard alone."""

from __future__ import annotations

import pytest

from tests.e2e.jobs import run_job


@pytest.mark.e2e
@pytest.mark.timeout(600)
def test_build_train_and_export_by_the_keyboard(tmp_path, studio_home):
    run_job("keyboard_job", tmp_path)
    assert "keras.layers.Dense" in (tmp_path / "exported.py").read_text()
    (record,) = (studio_home / "data" / "runs").iterdir()
    assert (record / "model.keras").stat().st_size > 5_000
