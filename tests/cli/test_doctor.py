"""`studio doctor`."""

from __future__ import annotations

import pytest

from studio.doctor import report
from studio.doctor.report import Finding


@pytest.mark.engine
def test_all_is_well_here(studio):
    outcome = studio("doctor", "--json")
    findings = {row["name"]: row for row in outcome.data["findings"]}
    assert findings["TensorFlow"]["level"] == "ok"
    assert findings["PySide6"]["text"]
    assert outcome.data["ok"] is (outcome.code == 0)
    assert all(
        row["advice"] for row in outcome.data["findings"] if row["level"] != "ok"
    )


def test_problems_are_said_with_what_to_do(studio, monkeypatch):
    found = [
        Finding("ok", "Python", "3.11"),
        Finding("error", "Display", "libgl1 is missing", "Run: apt-get install libgl1"),
    ]
    monkeypatch.setattr(report, "examine", lambda: iter(found))
    outcome = studio("doctor")
    assert outcome.code == 1
    assert "-> Run: apt-get install libgl1" in outcome.out
    assert "1 problem(s)" in outcome.out


def test_an_unwritable_folder_is_found(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path / "file"))
    assert {finding.level for finding in report._folders()} == {"error"}


def test_a_broken_driver_is_no_failure(monkeypatch, tmp_path):
    program = tmp_path / "nvidia-smi"
    program.write_text("#!/bin/sh\nexit 9\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    finding = report._gpu_driver()
    assert (finding.level, finding.name) == ("warning", "NVIDIA driver")
    assert "does not answer" in finding.text


def test_tensorflow_that_cannot_start(monkeypatch):
    monkeypatch.setattr("sys.executable", "/nonexistent/python")
    (finding,) = report._engine(False)
    assert finding.level == "error"
    assert "could not be started" in finding.text
