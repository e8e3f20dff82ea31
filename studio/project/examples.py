"""The examples that come with Layer Studio."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from studio import paths
from studio.errors import StudioError
from studio.graph.commands import change_data
from studio.project.format import SUFFIX
from studio.project.store import LoadedProject, load


@dataclass(frozen=True, slots=True)
class Example:
    """A shipped project.

    Attributes:
        name: what the command line calls it, e.g. ``digits-convnet``.
        title: what a person calls it.
        description: one line on what it shows.
        path: its read-only file.
    """

    name: str
    title: str
    description: str
    path: Path


def list_examples() -> list[Example]:
    """List all examples, by name."""
    found = sorted(folder().glob(f"*{SUFFIX}"))
    return [_example(path) for path in found]


def example_name(path: Path) -> str:
    """Name of the example that is this very file; empty for any other file."""
    path = Path(os.path.realpath(path))  # resolve() stumbles over looping links
    return path.stem if path.parent == folder().resolve() else ""


def load_example(name: str) -> LoadedProject:
    """Open an example by name; its data, if it brings some, by its absolute path.

    Raises:
        StudioError: there is no such example.
    """
    for path in sorted(folder().glob(f"*{SUFFIX}")):
        if path.stem == name:
            return _placed(load(path))
    names = ", ".join(example.name for example in list_examples())
    raise StudioError(f"There is no example “{name}”. There are: {names}.")


def folder() -> Path:
    """Where the examples and their data are."""
    return paths.resources() / "examples"


def _placed(project: LoadedProject) -> LoadedProject:
    """The example with a path of its data that is right wherever it is saved."""
    document = project.document
    file = document.setup.data.file_from(folder().absolute())
    if file is not None:
        document.apply(change_data(document, path=str(file)))
    return project


def _example(path: Path) -> Example:
    project = load(path)
    return Example(path.stem, project.title, project.description, path)
