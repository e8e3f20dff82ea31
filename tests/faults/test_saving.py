"""Saving where the disk, the folder or the name is against it."""

from __future__ import annotations

import contextlib
import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from studio.errors import StudioError
from studio.graph.edits import AddComment
from studio.graph.model import Comment
from studio.project import atomic
from studio.project.format import to_bytes
from studio.project.journal import Journal
from studio.project.recent import RecentFiles
from studio.project.recovery import find_recoveries
from studio.project.store import load, save
from studio.project.versions import previous_versions
from tests.faults.conftest import is_clear
from tests.project.strategies import small_document

ROOT = Path(__file__).parents[2]
CALLS = ("open", "fdopen", "fsync", "replace", "link", "close")

SAVER = """
import os, resource, sys, tempfile
from pathlib import Path
from studio.errors import StudioError
from studio.project.store import save
from tests.project.strategies import small_document
path, limit, user = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
with tempfile.TemporaryDirectory() as folder:
    save(small_document(), Path(folder) / "a.studio", "all is imported now")
if limit >= 0:
    import signal
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
if user and os.geteuid() == 0:
    os.setuid(user)  # the administrator may write everywhere
try:
    save(small_document(), path, "new")
except StudioError as error:
    print(error)
"""


def saved_by_a_child(path, limit=-1, user=0):
    """What a process with limits of its own says when it saves."""
    done = subprocess.run(
        [sys.executable, "-c", SAVER, str(path), str(limit), str(user)],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


@pytest.mark.parametrize("share", [0, 0.1, 0.5, 0.99])
def test_a_disk_that_is_full_after_some_bytes_keeps_the_old_file(tmp_path, share):
    path = tmp_path / "a.studio"
    save(small_document(), path, "old")
    whole = len(to_bytes(small_document(), "new"))
    sentence = saved_by_a_child(path, int(whole * share))
    assert "could not be" in sentence
    assert is_clear(sentence)
    assert load(path).title == "old"
    assert os.listdir(tmp_path) == ["a.studio"]


@pytest.mark.parametrize("call", CALLS)
def test_any_call_that_fails_while_saving_leaves_a_whole_file(
    tmp_path, monkeypatch, call
):
    """Each time a later call fails, until saving succeeds."""
    path = tmp_path / "a.studio"
    for number in range(1, 50):
        path.write_bytes(to_bytes(small_document(), "old"))
        real, count = getattr(os, call), 0

        def failing(*args, real=real, number=number, **options):
            nonlocal count
            count += 1
            if count == number:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            return real(*args, **options)

        with monkeypatch.context() as patch:
            patch.setattr(atomic.os, call, failing)
            with contextlib.suppress(StudioError):
                save(small_document(), path, "new")
            is_through = count < number
        assert load(path).title in {"old", "new"}
        assert os.listdir(tmp_path) == ["a.studio"]
        if is_through:
            break
    assert is_through
    assert load(path).title == "new"


def test_a_folder_nobody_may_write_to_is_told(tmp_path):
    folder = tmp_path / "read only"
    folder.mkdir()
    path = folder / "a.studio"
    save(small_document(), path, "old")
    folder.chmod(0o555)
    for above in (tmp_path, *tmp_path.parents[:2]):
        above.chmod(0o755)
    try:
        sentence = saved_by_a_child(path, user=65534)
    finally:
        folder.chmod(0o755)
    assert "you have no permission there" in sentence
    assert is_clear(sentence)
    assert load(path).title == "old"
    assert os.listdir(folder) == ["a.studio"]


def test_a_folder_that_vanished_is_named(tmp_path):
    folder = tmp_path / "stick"
    folder.mkdir()
    opened = save(small_document(), folder / "a.studio", "old")
    (folder / "a.studio").unlink()
    folder.rmdir()
    with pytest.raises(StudioError) as caught:
        save(small_document(), folder / "a.studio", "new", expected=opened.stamp)
    assert str(folder) in str(caught.value)
    assert is_clear(str(caught.value))
    assert not folder.exists()


NAMES = {
    "spaces": " a  b ",
    "one é": "caf\u00e9",
    "two é": "cafe\u0301",
    "Japanese": "日本",
    "a face": "🙂",
    "as long as can be": "x" * (255 - len(".studio")),
    "marks": "#%'\"&;$",
    "a leading dash": "-rf",
    "a leading dot": ".hidden",
    "markup": "<b>bold<",
    "a line break": "a\nb",
}


@pytest.mark.parametrize("name", NAMES.values(), ids=NAMES.keys())
@pytest.mark.parametrize("is_link", [False, True], ids=["file", "link"])
def test_any_name_is_saved_opened_and_recovered(tmp_path, name, is_link):
    path = tmp_path / f"{name}.studio"
    target = tmp_path / "elsewhere" / "target.studio" if is_link else path
    if is_link:
        target.parent.mkdir()
        path.symlink_to(target)
    stamp = save(small_document(), path, "one").stamp
    save(small_document(), path, "two", expected=stamp)
    assert load(path).title == load(target).title == "two"
    assert path.is_symlink() == is_link
    assert [load(version).title for version in previous_versions(path)] == ["one"]
    RecentFiles().add(path, "two")
    assert [recent.path for recent in RecentFiles().entries()] == [path]
    document = small_document()
    journal = Journal.begin(document, path, "two", stamp=stamp)
    edit = AddComment(Comment(document.new_id("c"), "unsaved"))
    document.apply(edit)
    journal.record(edit)
    journal._file.close()  # as when the process dies
    [found] = find_recoveries().recoveries
    assert found.path == path
    assert found.document.same_content(document)
    assert load(path).title == "two"


def test_a_path_of_many_folders_is_saved_and_one_that_is_too_long_is_told(tmp_path):
    deep = tmp_path
    while len(str(deep)) < 1000:
        deep = deep / ("folder " * 10).strip()
    deep.mkdir(parents=True)
    save(small_document(), deep / "a.studio", "deep")
    assert load(deep / "a.studio").title == "deep"
    far = tmp_path.joinpath(*["x" * 200] * 30, "a.studio")
    with pytest.raises(StudioError) as caught:
        save(small_document(), far, "far")
    assert "too long" in str(caught.value)


def test_a_link_to_nowhere_becomes_a_file(tmp_path):
    link, target = tmp_path / "link.studio", tmp_path / "not there.studio"
    link.symlink_to(target)
    save(small_document(), link, "new")
    assert link.is_symlink()
    assert load(target).title == "new"
