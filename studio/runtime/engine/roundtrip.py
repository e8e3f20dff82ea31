"""Model to document to code to model, and whether it is the same one."""

from __future__ import annotations

import json
import traceback
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import keras

from studio.catalog.spec import Catalog
from studio.codegen.model_code import generate_model
from studio.errors import StudioError
from studio.importing.archive import import_file
from studio.importing.config import import_config
from studio.importing.imported import ImportedModel
from studio.protocol.model_messages import Roundtrip, RoundtripDone
from studio.runtime.engine.comparison import compare
from studio.runtime.engine.context import Context
from studio.runtime.engine.explain import first_line
from studio.runtime.engine.introspect import current_catalog
from studio.runtime.engine.script import line_in_script, script_module


@dataclass(frozen=True, slots=True)
class Way:
    """How far a model came, and what it is by then.

    Attributes:
        code: the generated module; empty where there is none.
        model: the rebuilt model; None where there is none.
        failure: why there is no model.
        warnings: what the import could not keep.
    """

    code: str = ""
    model: Any = None
    failure: str = ""
    warnings: tuple[str, ...] = ()


def roundtrip(request: Roundtrip, context: Context) -> None:
    """Rebuild the model; answer with the differences."""
    catalog = current_catalog()
    context.send(_answer(request, catalog))


def _answer(request: Roundtrip, catalog: Catalog) -> RoundtripDone:
    try:
        imported = _imported(request, catalog)
    except StudioError as error:
        return RoundtripDone(request.request, "", 0, (), str(error))
    way = rebuild(imported, catalog)
    done = RoundtripDone(
        request.request, imported.title, 0, (), way.failure, way.warnings, way.code
    )
    if way.model is None:
        return done
    try:
        original = _original(request)
    except Exception as error:
        text = f"Keras itself cannot read the model: {first_line(error)}"
        return replace(done, failure=text)
    found = tuple(compare(original, way.model))
    return replace(
        done, name=original.name, layers=len(original.layers), differences=found
    )


def _imported(request: Roundtrip, catalog: Catalog) -> ImportedModel:
    if request.path:
        return import_file(Path(request.path), catalog)
    return import_config(json.loads(request.payload), catalog)


def _original(request: Roundtrip) -> Any:
    """The model as Keras reads it.

    Asked for only once code was made of the model: then the catalog knows all that
    is in it, and Keras loads nothing that a stranger wrote.
    """
    keras.utils.clear_session(free_memory=False)
    if not request.path:
        return keras.models.model_from_json(request.payload.decode())
    if request.path.endswith(".json"):
        return keras.models.model_from_json(Path(request.path).read_text("utf-8"))
    return keras.models.load_model(request.path, compile=False, safe_mode=True)


def rebuild(imported: ImportedModel, catalog: Catalog) -> Way:
    """Document to code to model."""
    warnings = imported.warnings
    try:
        code = generate_model(imported.document, catalog, imported.title).text
    except StudioError as error:
        return Way(failure=f"There is no code of it: {error}", warnings=warnings)
    try:
        model = build(code)
    except Exception as error:
        traceback.print_exc()
        line = line_in_script(error)
        text = f"Its code fails in line {line}: {first_line(error)}"
        return Way(code, failure=text, warnings=warnings)
    return Way(code, model, warnings=warnings)


def build(code: str) -> Any:
    """Execute a generated module's `build_model`, with Keras' numbering begun anew."""
    keras.utils.clear_session(free_memory=False)
    with script_module(code) as module:
        return module.build_model()
