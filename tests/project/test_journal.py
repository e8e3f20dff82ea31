"""The journal: nothing done is lost when a process dies."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.errors import StudioError
from studio.graph import commands, edits
from studio.graph.document import Document
from studio.graph.model import Point
from studio.project.extras import Extras
from studio.project.journal import Journal, journals_folder
from studio.project.recovery import find_recoveries, replay
from studio.project.store import save
from tests.graph.strategies import random_edit
from tests.project.strategies import small_document


def written(document: Document, count: int = 5) -> Path:
    """A journal of `count` moves on `document`, left behind."""
    journal = Journal.begin(document, None, "T")
    document.subscribe(lambda edit, changes: journal.record(edit))
    for number in range(count):
        document.apply(commands.move(document, {"n1": Point(number, number)}))
    journal._file.close()
    return journal.file_path


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.data())
def test_replay_rebuilds_the_document(data):
    document = small_document()
    before = document.revision
    with contextlib.ExitStack() as stack:
        journal = Journal.begin(document, None, "T")
        stack.callback(journal.discard)
        document.subscribe(lambda edit, changes: journal.record(edit))
        inverses = []
        for _ in range(data.draw(st.integers(0, 15))):
            edit = random_edit(data.draw, document)
            if edit is not None:
                inverses.append(document.apply(edit))
            elif inverses:
                document.apply(inverses.pop())
        recovery = replay(journal.file_path)
    assert recovery.document.same_content(document)
    assert (recovery.edits, recovery.lost) == (document.revision - before, 0)


def test_nothing_is_found_after_a_clean_end():
    document = small_document()
    journal = Journal.begin(document, None, "T")
    journal.record(edits.ChangeSetup(document.setup))
    assert find_recoveries().recoveries == ()  # this process lives
    journal.discard()
    assert not list(journals_folder().iterdir())


def test_a_journal_without_edits_is_deleted_unless_unsaved():
    for unsaved in (False, True):
        journal = Journal.begin(small_document(), None, "T", unsaved=unsaved)
        journal._file.close()
    (found,) = find_recoveries().recoveries
    assert found.edits == 0
    found.discard()
    assert find_recoveries().recoveries == ()


def test_path_extras_and_changes_on_disk(tmp_path):
    path = tmp_path / "a.studio"
    document = small_document()
    stamp = save(document, path, "T").stamp
    extras = Extras({(): {"future": 1}})
    journal = Journal.begin(document, path, "T", extras=extras, stamp=stamp)
    journal.record(edits.RemoveComment("c1"))
    journal._file.close()
    (found,) = find_recoveries().recoveries
    assert (found.path, found.title, found.changed_since) == (path, "T", False)
    assert found.extras.at(()) == {"future": 1}
    save(document, path, "other")
    assert find_recoveries().recoveries[0].changed_since
    path.unlink()
    assert find_recoveries().recoveries[0].changed_since


def test_a_torn_tail_costs_only_the_tail():
    document = small_document()
    path = written(document)
    data = path.read_bytes()
    start = len(b"".join(data.splitlines(keepends=True)[:2]))
    whole = replay(path)
    for length in range(start, len(data)):
        path.write_bytes(data[:length])
        recovery = replay(path)
        assert recovery.edits == data[:length].count(b"\n") - 2
        assert recovery.lost == (0 if data[length - 1 : length] == b"\n" else 1)
    assert whole.document.same_content(document)


def test_a_damaged_start_is_set_aside():
    path = written(small_document())
    path.write_bytes(b"x" + path.read_bytes()[1:])
    found = find_recoveries()
    assert found.recoveries == ()
    assert [p.suffix for p in found.unreadable] == [".bad"]
    assert find_recoveries().unreadable == ()


def test_any_flipped_byte_gives_a_prefix():
    path = written(small_document(), 3)
    data = path.read_bytes()
    for place in range(0, len(data), 7):
        flipped = bytearray(data)
        flipped[place] ^= 0x15
        path.write_bytes(flipped)
        recovery = replay(path)
        assert recovery is None or recovery.edits < 3


def test_an_unwritable_folder_is_said(tmp_path, monkeypatch):
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path / "file"))
    (tmp_path / "file").touch()
    with pytest.raises(StudioError, match=r"safety copy .* save now"):
        Journal.begin(small_document(), None, "T")


def test_a_full_disk_keeps_the_good_lines():
    document = small_document()
    journal = Journal.begin(document, None, "T")
    real = journal._file

    class Full:
        def write(self, line):
            return real.write(line[:10])

        def __getattr__(self, name):
            return getattr(real, name)

    journal._file = Full()
    with pytest.raises(StudioError, match="only a part"):
        journal.record(edits.RemoveComment("c1"))
    journal._file = real
    journal.record(edits.RemoveComment("c1"))
    real.close()
    (found,) = find_recoveries().recoveries
    assert (found.edits, found.lost) == (1, 0)


EDITOR = """
from studio.graph import commands
from studio.graph.model import Point
from studio.project.journal import Journal
from tests.project.strategies import small_document
document = small_document()
journal = Journal.begin(document, None, "Mine")
document.subscribe(lambda edit, changes: journal.record(edit))
for number in range(10):
    document.apply(commands.move(document, {"n1": Point(number, 0)}))
print("done", flush=True)
input()
"""


def test_work_of_a_killed_process_is_found():
    root = Path(__file__).parents[2]
    child = subprocess.Popen(
        [sys.executable, "-c", EDITOR],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        cwd=root,
        env={**os.environ, "PYTHONPATH": str(root)},
    )
    with child.stdin, child.stdout:
        assert child.stdout.readline() == b"done\n"
        assert find_recoveries().recoveries == ()  # it still lives
        child.kill()
        child.wait()
    (found,) = find_recoveries().recoveries
    assert (found.title, found.edits, found.lost) == ("Mine", 10, 0)
    assert found.document.graph.nodes["n1"].position == Point(9, 0)
