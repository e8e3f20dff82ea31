"""A new user's whole job with a real mouse, and the promise of one script."""

from __future__ import annotations

import json
import sys

import pytest

from tests.e2e.jobs import ROOT, run, run_job

HISTORY = """
import json, runpy
script = runpy.run_path({script!r}, run_name="exported")
print(json.dumps(script["main"]().history))
"""


@pytest.mark.e2e
@pytest.mark.timeout(600)
def test_draw_train_export_and_the_script_gives_the_same_history(tmp_path, studio_home):
    out = tmp_path / "out"
    out.mkdir()
    run_job("main_job", out)

    seen = json.loads((out / "seen.json").read_text())
    assert seen["epochs"] == 3
    assert seen["points"] > 3
    (record,) = (studio_home / "data" / "runs").iterdir()
    trained = json.loads((record / "history.json").read_text())
    assert (record / "model.keras").stat().st_size > 10_000

    empty = tmp_path / "empty"
    empty.mkdir()
    exported = HISTORY.format(script=str(out / "exported.py"))
    alone = run(sys.executable, "-I", "-c", exported, cwd=empty)
    assert json.loads(alone.splitlines()[-1]) == trained
    assert (empty / "model.keras").exists()

    drawn = str(out / "drawn.studio")
    runs = tmp_path / "runs"
    studio = (sys.executable, "-m", "studio", "train", drawn, "--runs", str(runs))
    run(*studio, cwd=ROOT)
    (again,) = runs.iterdir()
    assert json.loads((again / "history.json").read_text()) == trained
