"""The models in a source: a file of Keras, or a script that builds them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from studio.commands.consent import may_run_folder, require_trust_in_code
from studio.commands.console import Console
from studio.errors import StudioError
from studio.graph.document import Document
from studio.graph.model import Flow
from studio.graph.trained_weights import layer_names

if TYPE_CHECKING:
    from studio.catalog.spec import Catalog
    from studio.importing.imported import ImportedModel
    from studio.importing.scripts import ScriptFile
    from studio.protocol.model_messages import ScriptProblem


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model of a source; its document is made when it is wanted.

    Attributes:
        title: its name in Keras.
        read: makes it a document.
        called: how a script calls it: ``build_model()``, ``encoder``.
    """

    title: str
    read: Callable[[], ImportedModel]
    called: str = ""

    @property
    def label(self) -> str:
        """What tells it from the others: Keras often made its name up."""
        known = self.called and self.called != self.title
        return f"{self.called} ({self.title})" if known else self.title


def find_models(
    source: Path, catalog: Catalog, trust: bool, console: Console
) -> list[Candidate]:
    """Find all models of a source.

    Raises:
        StudioError: it cannot be read, has no model, or is a program that nobody
            trusts.
    """
    from studio.importing.archive import import_file
    from studio.importing.saved_model import (
        folder_of,
        import_saved_model,
        is_saved_model,
    )
    from studio.importing.scripts import SUFFIXES, read_script_file

    if source.suffix.lower() in SUFFIXES:
        script = read_script_file(source)
        require_trust_in_code(script.text, source.name, trust, console)
        return _of_script(script, catalog, console)
    if is_saved_model(source):
        may_run = may_run_folder(folder_of(source), trust, console)
        model = import_saved_model(source, may_run)
    else:
        model = import_file(source, catalog)
    return [Candidate(model.title, lambda: model)]


def _of_script(
    script: ScriptFile, catalog: Catalog, console: Console
) -> list[Candidate]:
    from studio.runtime import script_models

    read = script_models.read_models(script.text)
    told = [_told(script, problem) for problem in read.problems]
    if not read.models:
        raise StudioError(
            f"No model was found in “{script.path.name}”. {' '.join(told)}"
        )
    for text in told:
        console.warn(f"studio: {script.path.name}: {text}")
    models = []
    for found, config in zip(read.models, read.configs(), strict=True):
        title = found.name or found.title
        make = partial(_of_config, config, title, script, catalog)
        models.append(Candidate(title, make, found.title))
    return models


def _told(script: ScriptFile, problem: ScriptProblem) -> str:
    where = f"{script.place_of(problem.line)}: " if problem.line else ""
    return f"{where}{problem.text}"


def _of_config(
    config: bytes, title: str, script: ScriptFile, catalog: Catalog
) -> ImportedModel:
    """The model of a trusted script, with the classes that this defines for it."""
    from studio.catalog.foreign import fingerprint
    from studio.importing.archive import parse_json
    from studio.importing.config import import_config
    from studio.importing.own_classes import (
        has_own_classes,
        own_text,
        with_own_classes,
    )
    from studio.project.approvals import TrustedCode

    read = import_config(parse_json(config, script.path.name), catalog)
    model = replace(read, title=title)
    if not has_own_classes(model.document):
        return model
    custom = own_text(script.text)
    TrustedCode().trust(fingerprint(custom, model.document.setup.code.modules))
    return replace(model, document=with_own_classes(model.document, custom))


def laid_out(model: ImportedModel, catalog: Catalog, flow: Flow) -> ImportedModel:
    """The model with its wires running that way."""
    from studio.graph.block_ports import DocumentPorts
    from studio.graph.layout.jobs import LayoutJob, layout_edit

    document = model.document
    ports = DocumentPorts(document, catalog)
    document.apply(layout_edit(document, ports, LayoutJob(flow=flow)))
    return model


def with_weights_kept(model: ImportedModel) -> ImportedModel:
    """Put the trained weights aside and let the document refer to them.

    Raises:
        StudioError: they cannot be read or written.
    """
    from studio.project.weights import keep_weights

    if model.weights is None:
        return model
    with model.weights.open() as file:
        kept = keep_weights(file, model.title, model.weights.suffix)
    old = model.document
    kept = replace(kept, layers=layer_names(old))
    setup = replace(old.setup, model=replace(old.setup.model, weights=kept))
    document = Document(
        old.graph, old.comments.values(), setup, old.last_ids, old.blocks.values()
    )
    return replace(model, document=document)
