"""Model to document to code to model, and whether it is the same one."""

from __future__ import annotations

import json
import traceback
from dataclasses import dataclass
from typing import Any

import keras

from studio.catalog.spec import Catalog
from studio.codegen.model_code import generate_model
from studio.errors import StudioError
from studio.importing.config import import_config
from studio.protocol.model_messages import Difference, Roundtrip, RoundtripDone
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
    """Rebuild the model from its config; answer with the differences."""
    catalog = current_catalog()
    config = json.loads(request.payload)
    way = rebuild(config, catalog)
    layers, differences, failure = 0, (), way.failure
    if way.model is not None:
        try:
            original = load_original(config, request.archive)
        except Exception as error:
            failure = f"Keras itself cannot read the model: {first_line(error)}"
        else:
            layers = len(original.layers)
            differences = tuple(compare(original, way.model))
    context.send(
        RoundtripDone(
            request.request, layers, differences, failure, way.warnings, way.code
        )
    )


def rebuild(config: dict[str, Any], catalog: Catalog) -> Way:
    """Config to document to code to model.

    Only what the catalog knows gets into code: nothing of a stranger is executed.
    """
    try:
        imported = import_config(config, catalog)
    except StudioError as error:
        return Way(failure=f"It cannot be opened: {error}")
    warnings = imported.warnings
    try:
        code = generate_model(imported.document, catalog, imported.title).text
    except StudioError as error:
        return Way(failure=f"It has no code: {error}", warnings=warnings)
    try:
        model = build(code)
    except Exception as error:
        traceback.print_exc()
        line = line_in_script(error)
        text = f"The code fails in line {line}: {first_line(error)}"
        return Way(code, failure=text, warnings=warnings)
    return Way(code, model, warnings=warnings)


def build(code: str) -> Any:
    """Execute a generated module's `build_model`, in a fresh naming scope."""
    keras.utils.clear_session(free_memory=False)
    with script_module(code) as module:
        return module.build_model()


def load_original(config: dict[str, Any], archive: str) -> Any:
    """The model as Keras reads it, once its code shows that Studio knows all in it."""
    if archive:
        return keras.models.load_model(archive, compile=False, safe_mode=True)
    return keras.models.model_from_json(json.dumps(config))


def differences_of(original: Any, catalog: Catalog) -> tuple[Way, list[Difference]]:
    """Round trip of a living model; its weights are changed by it."""
    way = rebuild(json.loads(original.to_json()), catalog)
    if way.model is None:
        return way, []
    return way, compare(original, way.model)
