"""`studio export FILE|RUN`."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from pathlib import Path

from studio.commands.console import Console
from studio.errors import StudioError


def add_arguments(parser: ArgumentParser) -> None:
    """Declare the arguments."""
    from studio.runtime.export_formats import EXPORT_FORMATS

    formats = [form.id for form in EXPORT_FORMATS]
    parser.add_argument(
        "source",
        metavar="FILE|RUN",
        help="project (fresh weights), or a run: its folder, its name or “latest”",
    )
    parser.add_argument("--to", required=True, choices=formats, help="what to write")
    parser.add_argument("-o", "--output", required=True, help="file or folder to write")
    parser.add_argument("--runs", help="folder of the runs (default: your own)")
    parser.add_argument(
        "--trust",
        action="store_true",
        help="execute the run's script, or the project's own layers, even if they may "
        "be another person's",
    )


def run(options: Namespace, console: Console) -> int:
    """Write the export.

    Raises:
        StudioError: the source cannot be read, or the target not be written.
    """
    from studio.project.atomic import write_atomic
    from studio.runtime.export_formats import script_file

    script, weights = _source(options, console)
    target = Path(options.output).absolute()
    if not _executes(options):
        write_atomic(target, script_file(options.to, script))
    else:
        _export(script, weights, options.to, target, console)
    console.say(f"Wrote {options.output}")
    return 0


def _source(options: Namespace, console: Console) -> tuple[str, str]:
    """Script, and folder of the run with the weights or nothing."""
    from studio.catalog.store import load_catalog
    from studio.commands.projects import open_project
    from studio.commands.runs import find_run, require_trust
    from studio.commands.scripts import script_of
    from studio.project.approvals import refuse_untrusted

    source = Path(options.source)
    if source.is_dir() or not (source.exists() or source.suffix):
        item = find_run(options.source, options.runs)
        if _executes(options):
            require_trust(item, options.trust)
        return item.script, str(item.folder.absolute())
    project = open_project(options.source, console)
    if options.to == "weights" and project.document.setup.model.weights is None:
        raise StudioError(
            f"“{source.name}” has no trained weights. Train it first, then export "
            "the run (“studio runs” lists them)."
        )
    if _executes(options) and not options.trust:
        refuse_untrusted(project.document.setup.code)
    return script_of(project, load_catalog()), ""


def _executes(options: Namespace) -> bool:
    """Whether the model is built for this format; the others are text."""
    from studio.runtime.export_formats import export_format

    form = export_format(options.to)
    return form is None or form.needs_engine


def _export(
    script: str, weights: str, form: str, target: Path, console: Console
) -> None:
    from studio.protocol.messages import Export, Exported, Failed, Status
    from studio.runtime.session import EngineSession

    with EngineSession("train", "cpu") as session:
        question = Export(session.next_request(), script, weights, form, str(target))
        for event in session.request(question):
            match event:
                case Status(text):
                    console.say(text)
                case Failed():
                    raise StudioError(event.text)
                case Exported(told=told):
                    console.say(told)
                    return
