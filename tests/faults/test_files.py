"""Files that cannot be opened: one sentence, the same in window and terminal."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtWidgets import QWidget

from studio import paths
from studio.catalog.spec import Catalog
from studio.errors import StudioError
from studio.graph.edits import AddComment
from studio.graph.model import Comment
from studio.project.atomic import write_atomic
from studio.project.store import load
from studio.ui.dialogs.questions import Questions
from studio.ui.documents import Documents
from studio.ui.notifications import Level, Notifications
from studio.ui.workspace import Workspace
from tests.faults.conftest import is_clear

GOOD = (paths.resources() / "examples" / "digits-linear.studio").read_bytes()
CONTENTS = {
    "truncated": (GOOD[:400], "it ends in the middle, at line"),
    "cut in a word": (GOOD[:45], "it ends in the middle, at line"),
    "typing error": (GOOD.replace(b'"nodes":', b'"nodes"'), "does not belong there"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(100), "but a PNG picture"),
    "a script": (b"import os\nprint(1)\n", "another kind of text"),
    "a model": (b"PK\x03\x04" + bytes(100), "a zip archive, perhaps a saved Keras"),
    "a notebook": (b'{"cells": [], "nbformat": 4}', "is not a Layer Studio project"),
    "empty": (b"", "is empty"),
    "of the future": (
        GOOD.replace(b'"version": 1', b'"version": 7'),
        "saved by a newer Layer Studio (file version 7; this one reads up to 1)",
    ),
    "not text": ("é".encode("latin-1"), "is not UTF-8 text"),
    "no number": (GOOD.replace(b"[0, 0]", b"[NaN, 0]"), "finite number"),
    "wrong type": (GOOD.replace(b'"nodes": [', b'"nodes": 3, "n": ['), "nodes:"),
}


def make(kind: str, folder: Path) -> Path:
    """Make a file or folder of that kind; returns the path to open."""
    path = folder / "bad.studio"
    match kind:
        case "missing":
            pass
        case "a folder":
            path.mkdir()
        case "below a file":
            path.write_bytes(GOOD)
            path = path / "x.studio"
        case "a pipe":
            os.mkfifo(path)
        case "a loop of links":
            path.symlink_to(path)
        case "a long name":
            path = folder / ("x" * 300 + ".studio")
        case _:
            path.write_bytes(CONTENTS[kind][0])
    return path


PLACES = {
    "missing": "there is no such file or folder",
    "a folder": "it is a folder",
    "below a file": "a part of the path is a file",
    "a pipe": "it is no ordinary file",
    "a loop of links": "its links lead in a circle",
    "a long name": "the name is too long",
}
CASES = PLACES | {kind: words for kind, (_, words) in CONTENTS.items()}


@pytest.mark.parametrize("kind", CASES)
def test_terminal(kind, studio, tmp_path):
    path = make(kind, tmp_path)
    sentence = studio("code", path).sentence()
    assert CASES[kind] in sentence
    assert is_clear(sentence)
    checked = studio("check", path, "--json")
    assert checked.data["problems"][0]["text"] == sentence.removeprefix("studio: ")
    if kind in CONTENTS:
        assert path.read_bytes() == CONTENTS[kind][0]


@pytest.fixture
def desk(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    notifications = Notifications()
    workspace = Workspace(Catalog("", ()))
    documents = Documents(workspace, notifications, Questions(window))
    documents.new()
    workspace.edit(AddComment(Comment("c1", "my work")), "Add comment")
    yield documents, workspace, notifications
    documents.discard_copy()
    # Python's collector would take commands and stack away in an order of its own.
    workspace.undo_stack.clear()
    workspace.deleteLater()


@pytest.mark.parametrize("kind", CASES)
def test_window(kind, desk, tmp_path):
    documents, workspace, notifications = desk
    assert not documents.open(make(kind, tmp_path))
    shown = [n for n in notifications.history if n.level is not Level.LOG]
    assert [n.level for n in shown] == [Level.ERROR]
    assert CASES[kind] in shown[0].text
    assert is_clear(shown[0].text)
    assert workspace.document.comments["c1"].text == "my work"
    assert documents.is_modified


def test_a_file_nobody_may_read(tmp_path):
    path = make("empty", tmp_path)
    path.write_bytes(GOOD)
    # The administrator may read everything, so such a child becomes nobody. It has
    # loaded all it needs by then, and stands in the folder already: nobody may be
    # kept out of those above.
    tmp_path.chmod(0o755)
    script = (
        "import os, sys; from pathlib import Path\n"
        "from studio.project.store import load; from studio.errors import StudioError\n"
        "path = Path(sys.argv[1]); os.chdir(path.parent); load(Path(path.name))\n"
        "path.chmod(0); os.geteuid() or os.setuid(65534)\n"
        "assert os.path.exists(path.name)\n"
        "try: load(Path(path.name))\n"
        "except StudioError as error: print(error)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, path], capture_output=True, text=True
    )
    assert "you have no permission there" in done.stdout, done.stderr
    assert is_clear(done.stdout.strip())


def test_a_full_disk_leaves_the_old_file(tmp_path):
    target = tmp_path / "kept.studio"
    target.write_bytes(GOOD)
    done = subprocess.run(
        [
            *(sys.executable, "-m", "studio", "new", "digits-mlp"),
            *("-o", str(target), "--force"),
        ],
        capture_output=True,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100)),
    )
    assert done.returncode == 1
    assert "could not be written because the file would be larger" in done.stderr
    assert "What was there before is untouched" in done.stderr
    assert target.read_bytes() == GOOD
    assert [path.name for path in tmp_path.iterdir()] == ["kept.studio"]


def test_a_device_is_written_to_and_stays_one(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    try:
        write_atomic(pipe, b"text")
        assert os.read(reader, 10) == b"text"
    finally:
        os.close(reader)
    assert pipe.is_fifo()


def test_no_display_and_a_wrong_name(tmp_path):
    environment = {k: v for k, v in os.environ.items() if "DISPLAY" not in k}
    environment.pop("QT_QPA_PLATFORM", None)
    done = subprocess.run(
        [sys.executable, "-m", "studio", "frobnicate"],
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env=environment | {"PYTHONPATH": os.getcwd()},
    )
    assert done.returncode == 2
    assert "neither a command nor a file “frobnicate”" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_two_windows_on_one_file(desk, qtbot, tmp_path, monkeypatch):
    documents, workspace, _ = desk
    path = tmp_path / "shared.studio"
    assert documents.save_to(path)
    other = load(path)
    edited = other.document
    edited.apply(AddComment(Comment("c2", "of the other window")))
    from studio.project.store import FileChanged, save

    save(edited, path, "T", expected=other.stamp)
    workspace.edit(AddComment(Comment("c3", "mine")), "Add comment")
    asked = []
    from studio.ui.dialogs.questions import Answer

    def answer(text):
        asked.append(text)
        return Answer.CANCEL

    monkeypatch.setattr(documents._questions, "changed_on_disk", answer)
    assert not documents.save()
    assert len(asked) == 1
    assert "was changed by another program since it was opened" in asked[0]
    assert set(load(path).document.comments) == {"c1", "c2"}
    assert set(workspace.document.comments) == {"c1", "c3"}
    assert issubclass(FileChanged, StudioError)
