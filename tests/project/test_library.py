"""Blocks kept for other models, one file each."""

from __future__ import annotations

import pytest

from studio.errors import StudioError
from studio.graph.fragment import copy_fragment
from studio.graph.grouping import group
from studio.project.library import Library
from tests.graph.test_grouping import chain


@pytest.fixture
def fragment():
    document, (_, first, second) = chain("Dense", "Dropout")
    edit, node = group(document, [first, second])
    document.apply(edit)
    return copy_fragment(document, [node])


def test_a_name_that_is_taken_gets_a_number(tmp_path, fragment):
    library = Library(tmp_path / "library")
    assert [library.save("my block", fragment) for _ in range(3)] == [
        "my_block",
        "my_block_2",
        "my_block_3",
    ]
    assert library.load("my_block_2") == fragment


def test_rename_and_remove(tmp_path, fragment):
    library = Library(tmp_path)
    library.save("stem", fragment)
    library.save("head", fragment)
    library.rename("stem", "entry flow")
    assert library.names() == ["entry_flow", "head"]
    with pytest.raises(StudioError, match="already"):
        library.rename("entry_flow", "head")
    library.remove("head")
    library.remove("head")
    assert library.names() == ["entry_flow"]
    with pytest.raises(StudioError, match="cannot be renamed"):
        library.rename("gone", "other")


def test_a_file_of_something_else_is_told(tmp_path):
    (tmp_path / "odd.block.json").write_text("{}", "utf-8")
    with pytest.raises(StudioError, match="holds no block"):
        Library(tmp_path).load("odd")
