"""A file or folder is replaced whole, whatever fails."""

from __future__ import annotations

import errno
import os

import pytest

from studio.errors import StudioError
from studio.project import atomic
from studio.project.atomic import replace_file, replacing, write_atomic


@pytest.mark.parametrize("call", ["fsync", "replace", "open", "fdopen"])
@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EIO])
def test_a_failing_disk_keeps_the_old_file(tmp_path, monkeypatch, call, code):
    path = tmp_path / "a.studio"
    path.write_text("old")

    def fail(*args, **kwargs):
        raise OSError(code, os.strerror(code))

    with monkeypatch.context() as patch:
        patch.setattr(atomic.os, call, fail)
        with pytest.raises(StudioError, match=r"disk.* untouched"):
            write_atomic(path, b"new")
        with pytest.raises(OSError, match=os.strerror(code)):
            replace_file(path, b"new")
    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.studio"]


def half_write(target):
    with replacing(target) as path:
        path.mkdir()
        (path / "missing" / "file").write_text("never")


def test_a_folder_is_replaced_whole(tmp_path):
    target = tmp_path / "saved"
    for text in ("old", "new"):
        with replacing(target) as path:
            (path / "deep").mkdir(parents=True)
            (path / "deep" / "file").write_text(text)
    assert (target / "deep" / "file").read_text() == "new"
    assert os.listdir(tmp_path) == ["saved"]
    with pytest.raises(FileNotFoundError):
        half_write(target)
    assert (target / "deep" / "file").read_text() == "new"
    assert os.listdir(tmp_path) == ["saved"]


def test_a_file_never_replaces_a_folder(tmp_path):
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "work").write_text("of years")
    with pytest.raises(StudioError, match="it is a folder"):
        write_atomic(tmp_path / "mine", b"new")
    assert (tmp_path / "mine" / "work").read_text() == "of years"
    assert os.listdir(tmp_path) == ["mine"]


@pytest.mark.parametrize("name", ["a.keras", "model.weights.h5", "plain"])
def test_writers_see_the_ending_and_a_link_stays(tmp_path, name):
    real, link = tmp_path / name, tmp_path / f"link{name}"
    link.symlink_to(real)
    with replacing(link) as path:
        assert path.suffixes[-2:] == [".tmp", *real.suffixes][-2:]
        path.write_text("new")
    assert link.is_symlink()
    assert real.read_text() == "new"
