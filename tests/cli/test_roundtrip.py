"""`studio roundtrip` on files, projects and scripts."""

from pathlib import Path

import pytest

pytestmark = pytest.mark.engine
MODELS = Path(__file__).parents[1] / "importing" / "models"
SCRIPT = """
from keras import Input, Sequential, layers
small = Sequential([Input((4,)), layers.Dense(2)], name="small")
large = Sequential([Input((4,)), layers.Dense(9), layers.Dense(2)], name="large")
"""


def test_many_sources_in_one_call(studio, softmax, tmp_path):
    script = tmp_path / "models.py"
    script.write_text(SCRIPT)
    code = tmp_path / "code"
    done = studio(
        "roundtrip",
        MODELS / "functional.json",
        softmax,
        script,
        "--trust",
        "-o",
        code,
        "--json",
    )
    assert done.code == 0, done.err
    rows = done.data["models"]
    assert done.data["ok"] is True
    assert [row["title"].rpartition(" ")[2] for row in rows[2:]] == ["small", "large"]
    assert all(row["identical"] for row in rows)
    for row in rows:
        assert "def build_model()" in Path(row["code"]).read_text()


def test_differences_and_untrusted_scripts_fail(studio, tmp_path):
    script = tmp_path / "models.py"
    script.write_text(SCRIPT)
    done = studio("roundtrip", MODELS / "custom.json", script, tmp_path / "gone.keras")
    assert done.code == 1
    assert "0 of 3 identical" in done.out
    assert "is a program" in done.out
    assert "cannot be read" in done.out
