"""`studio roundtrip SOURCE...`."""

from __future__ import annotations

import re
from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from studio.commands.console import Console
from studio.errors import StudioError

if TYPE_CHECKING:
    from studio.protocol.model_messages import RoundtripDone
    from studio.runtime.session import EngineSession


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "sources",
        metavar="SOURCE",
        nargs="+",
        help=".keras, .h5, .json or .studio; .py or .ipynb with --trust",
    )
    parser.add_argument("-o", "--output", help="folder for the generated code")
    parser.add_argument(
        "--trust", action="store_true", help="execute the Python files among them"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


@dataclass(frozen=True, slots=True)
class Job:
    """One model to send round: a file that is data, or a config."""

    title: str
    path: str = ""
    config: bytes = b""


def run(options: Namespace, console: Console) -> int:
    """Send each model round; fails if one does not come back identical."""
    from studio.runtime.session import EngineSession

    folder = _made_folder(options.output)
    rows: list[dict[str, Any]] = []
    with EngineSession("infer") as session:
        for source in options.sources:
            for title, done in _outcomes(source, options.trust, session, console):
                _tell(title, done, console)
                written = _write(folder, title, done)
                rows.append(_row(source, title, done, written))
    alike = sum(row["identical"] for row in rows)
    console.say(f"{alike} of {len(rows)} identical")
    console.answer({"ok": alike == len(rows), "models": rows})
    return 0 if alike == len(rows) else 1


def _outcomes(
    source: str, trusted: bool, session: EngineSession, console: Console
) -> Iterator[tuple[str, RoundtripDone]]:
    from studio.protocol.model_messages import Roundtrip, RoundtripDone

    try:
        for job in _jobs(Path(source), trusted, session, console):
            number = session.next_request()
            question = Roundtrip(number, job.path, job.config)
            yield job.title, session.ask(question, RoundtripDone)
    except StudioError as error:
        yield source, RoundtripDone(0, "", 0, (), failure=str(error))


def _jobs(
    path: Path, trusted: bool, session: EngineSession, console: Console
) -> Iterator[Job]:
    """Models of a source.

    Raises:
        StudioError: it cannot be read, or may not be executed.
    """
    from studio.importing.scripts import SUFFIXES, read_script_file
    from studio.runtime.script_models import read_models

    suffix = path.suffix.lower()
    if suffix == ".studio":
        yield _project_job(path, trusted, session, console)
    elif suffix in SUFFIXES:
        from studio.commands.consent import require_trust_in_code

        script = read_script_file(path)
        require_trust_in_code(script.text, path.name, trusted, console)
        read = read_models(script.text)
        for problem in read.problems:
            where = f"{script.place_of(problem.line)}: " if problem.line else ""
            console.warn(f"studio: {path.name}: {where}{problem.text}")
        if not read.models:
            raise StudioError(f"“{path.name}” gave no model.")
        for model, config in zip(read.models, read.configs(), strict=True):
            yield Job(f"{path} {model.title}", config=config)
    else:
        yield Job(str(path), path=str(path.absolute()))


def _project_job(
    path: Path, trusted: bool, session: EngineSession, console: Console
) -> Job:
    """The model that the project's own code builds."""
    from studio.catalog.store import load_catalog
    from studio.commands.projects import open_project
    from studio.commands.scripts import script_of
    from studio.project.approvals import refuse_untrusted
    from studio.protocol.model_messages import ModelsRead, ReadScript
    from studio.runtime.script_models import SECONDS

    project = open_project(str(path), console)
    if not trusted:
        refuse_untrusted(project.document.setup.code)
    code = script_of(project, load_catalog(), "model")
    question = ReadScript(session.next_request(), code, SECONDS)
    read = session.ask(question, ModelsRead)
    if not read.models:
        raise StudioError(read.problems[0].text)
    return Job(str(path), config=read.configs()[0])


def _tell(title: str, done: RoundtripDone, console: Console) -> None:
    mark = "identical " if done.identical else "DIFFERENT "
    console.say(f"{mark} {title}  {done.layers} layers")
    if done.failure:
        console.say(f"    {done.failure}")
    for item in done.differences:
        console.say(
            f"    {item.layer}, {item.field}: expected {item.expected}, "
            f"found {item.found}"
        )
    for warning in done.warnings:
        console.say(f"    {warning}")


def _row(source: str, title: str, done: RoundtripDone, written: str) -> dict[str, Any]:
    return {
        "source": source,
        "title": title,
        "name": done.name,
        "layers": done.layers,
        "identical": done.identical,
        "failure": done.failure,
        "differences": [asdict(item) for item in done.differences],
        "warnings": list(done.warnings),
        "code": written,
    }


def _made_folder(name: str | None) -> Path | None:
    from studio.project.atomic import make_folder

    if name is None:
        return None
    make_folder(Path(name))
    return Path(name)


def _write(folder: Path | None, title: str, done: RoundtripDone) -> str:
    """Write the code beside that of the other models; returns the file's path."""
    from studio.project.atomic import write_atomic

    if folder is None or not done.code:
        return ""
    stem = re.sub(r"\W+", "_", Path(title).name).strip("_") or "model"
    path = folder / f"{stem}.py"
    number = 1
    while path.exists():
        number += 1
        path = folder / f"{stem}_{number}.py"
    write_atomic(path, done.code.encode())
    return str(path)
