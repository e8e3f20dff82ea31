"""How much of the disk a run takes."""

from __future__ import annotations

import os

from studio.runtime.run_size import RunSize, run_size


def test_what_callbacks_write_is_told_apart(tmp_path):
    (tmp_path / "run.json").write_bytes(b"12345")
    (tmp_path / "model.keras").write_bytes(b"12345")
    (tmp_path / "notes.json").write_bytes(b"12")
    assert run_size(tmp_path) == RunSize(12, 0)
    (tmp_path / "logs" / "train").mkdir(parents=True)
    (tmp_path / "logs" / "train" / "run.json").write_bytes(b"123")
    (tmp_path / "best.keras").write_bytes(b"1234")
    assert run_size(tmp_path) == RunSize(19, 7)


def test_a_link_weighs_nothing_of_what_it_leads_to(tmp_path):
    large = tmp_path / "large"
    large.write_bytes(b"x" * 100_000)
    folder = tmp_path / "run"
    folder.mkdir()
    os.symlink(large, folder / "link")
    assert run_size(folder).total < 10_000


def test_a_run_that_is_gone_weighs_nothing(tmp_path):
    assert run_size(tmp_path / "gone") == RunSize()
