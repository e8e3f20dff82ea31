"""`studio data FILE SOURCE`."""

from __future__ import annotations

import json
from argparse import ArgumentParser, ArgumentTypeError, Namespace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.commands.console import Console
from studio.errors import StudioError

if TYPE_CHECKING:
    from studio.project.store import LoadedProject


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("file", help="project that is to learn from the data")
    parser.add_argument(
        "source",
        help="folder of pictures with a sub-folder for each class, NumPy file, table, "
        "or the name of data that come along, like digits",
    )
    parser.add_argument(
        "--set",
        metavar="NAME=VALUE",
        action="append",
        type=_setting,
        default=[],
        help="an option of the data, as docs/file-format.md lists them: "
        "image_size=[96,128], target=price",
    )


def run(options: Namespace, console: Console) -> int:
    """Choose the data, which may be read from now on, and save the project.

    Raises:
        StudioError: there is no such data, or the project cannot be saved.
    """
    from studio.commands.projects import open_project
    from studio.graph.commands import change_data
    from studio.graph.training_rules import check_settings
    from studio.project.store import save

    project = open_project(options.file, console)
    document = project.document
    document.apply(change_data(document, **_chosen(project, options)))
    for problem in check_settings(document):
        if problem.code == "D-PICTURES":
            raise StudioError(problem.text)
    saved = save(
        document,
        project.path,
        project.title,
        description=project.description,
        extras=project.extras,
        expected=project.stamp,
    )
    for warning in saved.warnings:
        console.warn(f"studio: {warning}")
    source = document.setup.data
    console.say(f"{project.path.name} learns from {source.path or source.kind}")
    for name, value in source.options.items():
        told = list(value) if isinstance(value, tuple) else value
        console.say(f"  {name} = {json.dumps(told, ensure_ascii=False)}")
    return 0


def _chosen(project: LoadedProject, options: Namespace) -> dict[str, Any]:
    """Fields of the data source."""
    from studio.graph.data_kinds import DATA_KINDS, data_kind
    from studio.project.approvals import Approvals
    from studio.ui.data.choice import choice, kind_of

    given = dict(options.set)
    known = data_kind(options.source)
    if known is not None and not known.reads_file:
        return {"kind": known.kind, "path": "", "options": given, "arrays": {}}
    path = Path(options.source)
    if not path.exists():
        names = ", ".join(kind.kind for kind in DATA_KINDS if not kind.reads_file)
        raise StudioError(
            f"There is no file or folder “{path}”, and no data of that name. Data that "
            f"come along: {names}."
        )
    kind = kind_of(path)
    if kind is None:
        raise StudioError(
            f"“{path}” is no data that can be learned from. Choose a folder of "
            "pictures, an .npz file, or a table in a .csv, .tsv or .txt file."
        )
    Approvals().allow(path)
    folder = project.path.absolute().parent
    fields = choice(project.document, kind, path, folder)
    return {**fields, "options": {**fields["options"], **given}, "arrays": {}}


def _setting(text: str) -> tuple[str, Any]:
    name, sign, value = text.partition("=")
    if not (name and sign):
        raise ArgumentTypeError(f"“{text}” is not like NAME=VALUE")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value
