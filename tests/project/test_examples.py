"""The shipped examples as files; that they train is tested elsewhere."""

from __future__ import annotations

import pytest

from studio.errors import StudioError
from studio.project.examples import example_name, list_examples, load_example
from studio.project.format import to_bytes

EXAMPLES = list_examples()


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.name)
def test_an_example_is_as_the_program_would_save_it(example):
    project = load_example(example.name)
    assert project.warnings == ()
    assert project.title == example.title
    again = to_bytes(
        project.document, project.title, project.description, project.extras
    )
    assert again == example.path.read_bytes()


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
