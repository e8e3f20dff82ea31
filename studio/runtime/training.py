"""A whole training, watched and recorded, for the command line and tests."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from studio.catalog.spec import Catalog
from studio.causes import cause_of
from studio.errors import StudioError
from studio.graph.document import Document
from studio.project.approvals import refuse_untrusted
from studio.project.format import to_bytes
from studio.protocol.messages import Message
from studio.protocol.run_messages import StartTraining, StopTraining
from studio.runtime.recorder import RunRecorder
from studio.runtime.runs import Run, RunSettings, RunStore
from studio.runtime.session import EngineSession
from studio.runtime.training_script import training_script

Listener = Callable[[Message], None]


def start_run(
    document: Document, catalog: Catalog, base: Path, store: RunStore, title: str
) -> Run:
    """Begin a run of `document`: its script is generated and kept.

    Raises:
        StudioError: the run cannot be recorded, its weights are gone, or it brings
            code that was not allowed.
    """
    refuse_untrusted(document.setup.code)
    fit, source = document.setup.fit, document.setup.data
    data = {"kind": source.kind, "path": source.path, "options": source.options}
    script = training_script(document, catalog, base, title).text
    settings = RunSettings(fit.seed, fit.device, fit.epochs, str(base), data)
    return store.create(to_bytes(document, title).decode(), script, title, settings)


def run_training(
    document: Document,
    catalog: Catalog,
    base: Path,
    store: RunStore,
    *,
    title: str = "Model",
    device: str | None = None,
    epochs: int | None = None,
    on_event: Listener | None = None,
) -> Run:
    """Train `document` in an engine of its own; returns the run, however it ended.

    `device` and `epochs` stand in for those of the document. Ctrl+C ends the
    training early and keeps the weights.

    Raises:
        StudioError: the run could not be recorded.
    """
    document = _with_fit(document, device, epochs)
    run = start_run(document, catalog, base, store, title)
    recorder = RunRecorder(run)
    try:
        _train(document.setup.fit.device, run, recorder, on_event)
    except OSError as error:
        raise StudioError(
            f"The run could not be recorded in {run.folder} because {cause_of(error)}. "
            "Your project is untouched; see to the folder and train again."
        ) from error
    finally:
        recorder.close()
    return run


def _train(
    device: str, run: Run, recorder: RunRecorder, on_event: Listener | None
) -> None:
    try:
        with EngineSession("train", device) as session:
            _follow(session, run, recorder, on_event)
    except StudioError as error:
        recorder.fail(str(error))


def _follow(
    session: EngineSession,
    run: Run,
    recorder: RunRecorder,
    on_event: Listener | None,
) -> None:
    record = run.record
    request = StartTraining(
        session.next_request(), str(run.folder), run.script, record.epochs, record.base
    )
    session.send(request)
    while not recorder.is_over:
        try:
            for event in session.events():
                recorder.record(event)
                if on_event is not None:
                    on_event(event)
                if recorder.is_over:
                    return
        except KeyboardInterrupt:
            session.send(StopTraining(request.request))


def _with_fit(document: Document, device: str | None, epochs: int | None) -> Document:
    setup = document.setup
    fit = replace(
        setup.fit,
        device=setup.fit.device if device is None else device,
        epochs=setup.fit.epochs if epochs is None else epochs,
    )
    return Document(
        document.graph,
        document.comments.values(),
        replace(setup, fit=fit),
        document.last_ids,
        document.blocks.values(),
    )
