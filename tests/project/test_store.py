"""Saving and opening: identity, previous versions, faults of the disk."""

from __future__ import annotations

import json
import os
import signal
import stat
import subprocess
import sys
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from studio.errors import StudioError
from studio.graph import commands
from studio.graph.document import Document
from studio.graph.model import Point
from studio.graph.values import same
from studio.project.atomic import remove_leftovers
from studio.project.format import to_bytes
from studio.project.reading import parse
from studio.project.store import MAX_BYTES, FileChanged, load, save
from studio.project.versions import KEPT, previous_versions
from tests.project.strategies import documents, small_document, texts


def parts_of(document):
    nodes, definitions, edges = document.graph.parts()
    return nodes, definitions, edges, tuple(document.comments.values())


@settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents(), texts, texts)
def test_reading_what_was_written_is_the_identity(document, title, description):
    data = to_bytes(document, title, description)
    parsed = parse(data, "x")
    assert parts_of(parsed.document) == parts_of(document)
    assert parsed.document.setup == document.setup
    assert parsed.document.blocks == document.blocks
    for definition in document.graph.definitions.values():
        again = parsed.document.graph.definitions[definition.id]
        assert same(again.parameters, definition.parameters)
    assert dict(parsed.document.last_ids) == dict(document.last_ids)
    assert (parsed.title, parsed.description) == (title, description)
    assert parsed.warnings == ()
    assert to_bytes(parsed.document, title, description) == data


def test_save_and_load(tmp_path):
    document = small_document()
    path = tmp_path / "näme with spaces 日本.studio"
    saved = save(document, path, "Mine", description="For tests")
    loaded = load(path)
    assert loaded.document.same_content(document)
    assert (loaded.title, loaded.description) == ("Mine", "For tests")
    assert (loaded.stamp, loaded.warnings) == (saved.stamp, ())


def test_an_untitled_file_is_called_by_its_name(tmp_path):
    save(small_document(), tmp_path / "net.studio", "")
    assert load(tmp_path / "net.studio").title == "net"


def test_one_edit_changes_few_lines():
    document = small_document()
    before = to_bytes(document, "t").decode().splitlines()
    document.apply(commands.move(document, {"n2": Point(7, 7)}))
    after = to_bytes(document, "t").decode().splitlines()
    assert len(before) == len(after)
    assert sum(a != b for a, b in zip(before, after, strict=True)) == 1


def test_ids_are_not_reused_after_reopening(tmp_path):
    document = small_document()
    document.apply(commands.delete_nodes(document, {"n3"}))
    save(document, tmp_path / "a.studio", "")
    assert load(tmp_path / "a.studio").document.new_id("n") == "n4"


def test_previous_versions_are_kept(tmp_path):
    path = tmp_path / "a.studio"
    for number in range(KEPT + 3):
        save(small_document(), path, f"title {number}")
    titles = [load(version).title for version in previous_versions(path)]
    assert titles == [f"title {n}" for n in range(KEPT + 1, 1, -1)]


def test_a_change_by_another_program_is_noticed(tmp_path):
    path = tmp_path / "a.studio"
    stamp = save(small_document(), path, "one").stamp
    stamp = save(small_document(), path, "two", expected=stamp).stamp
    path.write_bytes(path.read_bytes().replace(b"two", b"six"))
    with pytest.raises(FileChanged, match=r"a\.studio.*another program"):
        save(small_document(), path, "three", expected=stamp)
    assert load(path).title == "six"
    save(small_document(), path, "three")


def test_mode_and_link_stay(tmp_path):
    real, link = tmp_path / "real.studio", tmp_path / "link.studio"
    save(small_document(), real, "one")
    real.chmod(0o640)
    link.symlink_to(real)
    save(small_document(), link, "two")
    assert link.is_symlink()
    assert load(real).title == "two"
    assert stat.S_IMODE(real.stat().st_mode) == 0o640


def test_what_could_not_be_opened_again_is_not_saved(tmp_path):
    path = tmp_path / "a.studio"
    save(small_document(), path, "good")
    document = small_document()
    document.apply(commands.move(document, {"n1": Point(float("nan"), 0)}))
    with pytest.raises(StudioError, match="was not saved"):
        save(document, path, "bad")
    assert load(path).title == "good"


def test_a_missing_folder_is_named(tmp_path):
    with pytest.raises(StudioError, match=r"no folder “.*gone”"):
        save(small_document(), tmp_path / "gone" / "a.studio", "")


def test_missing_folder_and_giant_file(tmp_path):
    with pytest.raises(StudioError, match=r"cannot be read because there is no such"):
        load(tmp_path / "none.studio")
    with pytest.raises(StudioError, match="it is a folder"):
        load(tmp_path)
    giant = tmp_path / "giant.studio"
    with giant.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(StudioError, match="larger than 64 MB"):
        load(giant)


def test_only_old_leftovers_are_removed(tmp_path):
    old, new = tmp_path / ".studio-1-a.tmp", tmp_path / ".studio-1-b.tmp"
    old.touch()
    new.touch()
    os.utime(old, (0, 0))
    remove_leftovers(tmp_path)
    assert (old.exists(), new.exists()) == (False, True)


SAVER = """
import sys
from pathlib import Path
from studio.project.store import save
from tests.project.strategies import small_document
document, path = small_document(), Path(sys.argv[1])
print("ready", flush=True)
number = 0
while True:
    number += 1
    save(document, path, "x" * 20000 + str(number))
"""


def test_kill_in_a_save_loop_leaves_a_whole_file(tmp_path):
    path = tmp_path / "a.studio"
    save(small_document(), path, "start")
    root = Path(__file__).parents[2]
    for round_number in range(30):
        child = subprocess.Popen(
            [sys.executable, "-c", SAVER, str(path)],
            stdout=subprocess.PIPE,
            cwd=root,
            env={**os.environ, "PYTHONPATH": str(root)},
        )
        assert child.stdout is not None
        with child.stdout:
            assert child.stdout.readline() == b"ready\n"
            # A spread of moments inside the loop; nothing waits for them.
            time.sleep(0.002 + 0.0007 * round_number)
            child.send_signal(signal.SIGKILL)
            child.wait()
        loaded = load(path)
        assert loaded.document.same_content(small_document())
        for version in previous_versions(path):
            load(version)


def with_blocks(*records):
    """A file with a definition that stands for the block b1."""
    data = json.loads(to_bytes(Document(), "t"))
    data["definitions"] = [
        {"id": "l1", "class": "keras.Model", "name": "inner", "block": "b1"}
    ]
    data["nodes"] = [{"id": "n1", "kind": "layer", "definition": "l1"}]
    data["blocks"] = [
        {
            "id": block_id,
            "name": block_id,
            "kind": "model",
            "definitions": [
                {"id": f"{block_id}l", "class": "keras.Model", "name": "x", "block": b}
                for b in inner
            ],
            "mine": 1,
        }
        for block_id, *inner in records
    ]
    return json.dumps(data).encode()


@pytest.mark.parametrize(
    ("records", "blocks", "warnings"),
    [
        ([("b1",)], ["b1"], 0),
        ([("b2",), ("b1", "b2")], ["b2", "b1"], 0),
        ([("b1", "b2"), ("b2",)], ["b2", "b1"], 0),
        ([], [], 1),
        ([("b1", "b9")], ["b1"], 1),
        ([("b1", "b1")], ["b1"], 1),
        ([("b1", "b2"), ("b2", "b1")], ["b1", "b2"], 1),
        ([("b1",), ("b1", "b9")], ["b1"], 1),
    ],
)
def test_broken_blocks_are_mended_and_told(records, blocks, warnings):
    parsed = parse(with_blocks(*records), "x")
    assert list(parsed.document.blocks) == blocks
    assert len(parsed.warnings) == warnings
    again = to_bytes(parsed.document, "t", extras=parsed.extras)
    assert all(block["mine"] == 1 for block in json.loads(again).get("blocks", []))
    assert parse(again, "x").document.blocks == parsed.document.blocks
