"""The shipped examples as files; that they train is tested elsewhere."""

from __future__ import annotations

import zlib
from pathlib import Path

import pytest

from studio.errors import StudioError
from studio.project.approvals import Approvals
from studio.project.examples import example_name, folder, list_examples, load_example
from studio.project.format import to_bytes
from studio.project.store import load
from tools import make_shapes

EXAMPLES = list_examples()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_an_example_is_as_the_program_would_save_it(example):
    project = load_example(example.name)
    assert project.warnings == ()
    assert project.title == example.title
    again = to_bytes(
        load(example.path).document, project.title, project.description, project.extras
    )
    assert again == example.path.read_bytes()


def test_data_that_comes_along_is_named_by_its_place_and_may_be_read():
    brought = {e.name: load(e.path).document.setup.data for e in EXAMPLES}
    brought = {name: source for name, source in brought.items() if source.reads_file}
    assert "shapes-convnet" in brought
    for name, source in brought.items():
        assert not Path(source.path).is_absolute()
        path = Path(load_example(name).document.setup.data.path)
        assert path.is_absolute()
        assert path.is_dir()
        assert Approvals().allows(path)
        assert not Approvals().allows(path / ".." / ".." / ".." / "README.md")


def test_pictures_are_as_the_tool_draws_them(tmp_path, monkeypatch):
    monkeypatch.setattr(make_shapes, "FOLDER", tmp_path)
    make_shapes.main()
    shipped = folder() / "shapes"
    assert pixels(tmp_path) == pixels(shipped)
    assert sum(path.stat().st_size for path in shipped.rglob("*.png")) < 200_000


def pixels(place):
    """What the one IDAT chunk of each PNG holds, however well it is packed."""
    files = place.rglob("*.png")
    return {
        file.relative_to(place): zlib.decompress(file.read_bytes()[41:-16])
        for file in files
    }


def test_each_says_what_it_is():
    assert len(EXAMPLES) >= 6
    assert all(example.title and example.description for example in EXAMPLES)
    assert len({example.title for example in EXAMPLES}) == len(EXAMPLES)


def test_only_shipped_files_are_examples(tmp_path):
    example = EXAMPLES[0]
    assert example_name(example.path) == example.name
    copy = tmp_path / example.path.name
    copy.write_bytes(example.path.read_bytes())
    assert example_name(copy) == ""


def test_an_unknown_name():
    with pytest.raises(StudioError, match=r"There are: .*digits"):
        load_example("nothing")
