"""What the export dialog offers: formats, and where the model comes from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from studio.runtime.export_formats import EXPORT_FORMATS, ExportFormat
from studio.runtime.runs import Run
from studio.ui.runs.run_table import started_text
from studio.ui.workspace import Workspace

PICTURE = ExportFormat(
    "picture",
    "Picture of the model",
    ".svg",
    "A drawing of the graph: SVG, PNG or PDF, as the name ends.",
    needs_engine=False,
)
FORMATS = (*EXPORT_FORMATS, PICTURE)
FOLDER_FORMAT = "savedmodel"
PICTURE_SUFFIXES = frozenset({".svg", ".png", ".pdf"})


@dataclass(frozen=True, slots=True)
class ModelSource:
    """Where the exported model comes from: the document, or a run of it."""

    title: str
    run: Run | None = None

    def offers(self, form: ExportFormat) -> bool:
        """Whether this can be exported in that format."""
        if self.run is None:
            return not form.needs_run
        return form.id != PICTURE.id

    def script(self, workspace: Workspace) -> str:
        """The script that builds the model.

        Raises:
            StudioError: the document is unfinished, or the run lacks its script.
        """
        if self.run is not None:
            return self.run.script
        from studio.codegen.training_code import generate_training

        base = workspace.path.parent if workspace.path else None
        return generate_training(
            workspace.document, workspace.catalog, base, workspace.title
        ).text


def sources(workspace: Workspace, runs: list[Run]) -> list[ModelSource]:
    """The document first, then every run with a trained model."""
    trained = [
        ModelSource(f"Run of {started_text(r.record)}: {r.record.title}", r)
        for r in runs
        if r.has_model
    ]
    return [ModelSource("This model, untrained"), *trained]


def proposed_path(workspace: Workspace, source: ModelSource, suffix: str) -> Path:
    """A name to begin with: beside the document, or in the user's folder."""
    path = workspace.path
    folder = path.parent if path else Path.home()
    own = path.stem if path else workspace.title
    name = source.run.record.title if source.run else own
    safe = "".join(c if c.isalnum() or c in "-_ " else "_" for c in name).strip()
    return folder / f"{safe or 'model'}{suffix}"


def faults_of(form: ExportFormat, path: Path) -> str:
    """Why a destination will not do; empty if it will."""
    if not path.name or not path.is_absolute():
        return "Choose where to write: a whole path."
    if not path.parent.is_dir():
        return f"The folder {path.parent} is not there. Make it, or choose another."
    if form.id == PICTURE.id:
        if path.suffix.lower() not in PICTURE_SUFFIXES:
            return "A picture's name ends with .svg, .png or .pdf. Change the name."
    elif form.suffix and not path.name.endswith(form.suffix):
        return f"The name must end with {form.suffix}. Change it."
    return ""
