"""What the export dialog offers: formats, and where the model comes from."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from studio.errors import StudioError
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
PYTHON_SUFFIX = ".py"
PICTURE_SUFFIXES = frozenset({".svg", ".png", ".pdf"})


@dataclass(frozen=True, slots=True)
class ModelSource:
    """Where the exported model comes from: the document, or a run.

    Attributes:
        is_open: the model is that of the open document.
        has_weights: the document starts from trained weights.
    """

    title: str
    run: Run | None = None
    is_open: bool = False
    has_weights: bool = False

    def offers(self, form: ExportFormat) -> bool:
        """Whether this can be exported in that format."""
        if self.run is None:
            return not form.needs_run or self.has_weights
        return self.is_open or form.id != PICTURE.id

    def script(self, workspace: Workspace) -> str:
        """The script that builds the model.

        Raises:
            StudioError: the document is unfinished, or the run lacks its script.
        """
        if self.run is not None:
            return self.run.script
        from studio.project.approvals import refuse_untrusted
        from studio.runtime.training_script import training_script

        refuse_untrusted(workspace.document.setup.code)
        return training_script(
            workspace.document, workspace.catalog, workspace.folder, workspace.title
        ).text


def sources(workspace: Workspace, runs: list[Run]) -> list[ModelSource]:
    """The document first, then every run with a trained model, newest first."""
    trained = [run for run in runs if run.has_model]
    return [
        _as_opened(workspace),
        *(_newest(workspace, run) for run in trained[:1]),
        *(ModelSource(_title(run), run) for run in trained[1:]),
    ]


def _as_opened(workspace: Workspace) -> ModelSource:
    weights = workspace.document.setup.model.weights
    if weights is None:
        return ModelSource("This model, untrained", is_open=True)
    title = f"This model, with the weights in {weights.path}"
    return ModelSource(title, is_open=True, has_weights=True)


def _newest(workspace: Workspace, run: Run) -> ModelSource:
    if not _is_of(workspace, run):
        return ModelSource(_title(run), run)
    when = started_text(run.record)
    return ModelSource(f"This model, as trained {when}", run, is_open=True)


def _title(run: Run) -> str:
    return f"Run of {started_text(run.record)}: {run.record.title}"


def _is_of(workspace: Workspace, run: Run) -> bool:
    """Whether training the document now would be this run once more."""
    from studio.runtime.training_script import training_script

    base, title = Path(run.record.base), run.record.title
    try:
        document, catalog = workspace.document, workspace.catalog
        now = training_script(document, catalog, base, title, read=False)
        return now.text == run.script
    except StudioError:  # An unfinished document, or a run without its script.
        return False


def proposed_path(workspace: Workspace, source: ModelSource, suffix: str) -> Path:
    """A name to begin with: beside the document, or in the user's folder."""
    path, folder = workspace.path, workspace.folder
    own = path.stem if path else workspace.title
    name = source.run.record.title if source.run else own
    safe = re.sub(r"[^\w -]+", "", name).strip()
    if suffix == PYTHON_SUFFIX and not path:
        safe = re.sub(r"\W+", "_", safe).lower()  # a name that can be imported
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
    is_folder = form.id == FOLDER_FORMAT
    if path.exists() and path.is_dir() is not is_folder:
        there = "file" if is_folder else "folder"
        return f"There is a {there} called “{path.name}” already. Choose another name."
    return ""
