"""The config of a Keras model as a document."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from studio.catalog.spec import Catalog
from studio.errors import StudioError
from studio.graph.document import Document
from studio.graph.naming import UNTITLED
from studio.graph.setup import CodeSettings, CodeStyle, ModelSettings, Setup
from studio.importing.arrange import arranged
from studio.importing.compiled import compile_settings
from studio.importing.imported import ImportedModel
from studio.importing.legacy import is_old
from studio.importing.models import ModelReader, is_functional, is_sequential
from studio.importing.scope import Import, Scope

DEEPEST = 400
"""Levels of a config; 24 models in one another make about 150."""


def import_config(config: Mapping[str, Any], catalog: Catalog) -> ImportedModel:
    """Read what `keras.Model.to_json` and `get_config` hold.

    Nothing that the config names is imported, executed or opened.

    Raises:
        StudioError: it is no model, or one that cannot be drawn.
    """
    _refuse_deep(config)
    data = _model_of(config)
    owner = Import(old=is_old(config))
    scope = Scope(owner)
    try:
        ModelReader(catalog).read(data, scope)
    except TypeError as error:
        raise StudioError(
            f"The model holds something that no file can hold: {error}."
        ) from error
    setup = replace(
        _setup(data),
        compile=compile_settings(data.get("compile_config"), catalog, owner),
    )
    document = Document(scope.graph(), setup=setup, blocks=owner.blocks)
    title = document.setup.model.name or UNTITLED
    return ImportedModel(arranged(document, catalog), title, tuple(owner.warnings))


def _model_of(config: Mapping[str, Any]) -> Mapping[str, Any]:
    """The serialised model; a bare config gets a class around it."""
    if not isinstance(config, Mapping):
        raise StudioError("This is no model: the file holds no object of JSON.")
    inner = config.get("config")
    if is_sequential(config) or is_functional(inner):
        return config
    if is_functional(config):
        return {"class_name": "Functional", "config": config}
    if isinstance(config.get("layers"), list):
        return {"class_name": "Sequential", "config": config}
    name = config.get("class_name")
    if isinstance(name, str) and isinstance(inner, Mapping):
        raise StudioError(
            f"“{name:.80}” is a model written as a class: its layers are in its Python "
            "code, not in the file. Import the script that builds it instead."
        )
    raise StudioError("This is no model that Keras saved: it has no layers.")


def _setup(data: Mapping[str, Any]) -> Setup:
    config = data["config"]
    config = config if isinstance(config, Mapping) else {}
    name = config.get("name")
    setup = Setup(
        model=ModelSettings(
            name=name if isinstance(name, str) else "",
            trainable=config.get("trainable") is not False,
        )
    )
    if is_sequential(data):
        setup = replace(setup, code=CodeSettings(style=CodeStyle.SEQUENTIAL))
    return setup


def _refuse_deep(config: Any) -> None:
    level, depth = [config], 0
    while level:
        depth += 1
        if depth > DEEPEST:
            raise StudioError(
                f"The model's description is nested deeper than {DEEPEST} levels. "
                "Keras writes none like that; the file is damaged."
            )
        level = [
            item
            for value in level
            if isinstance(value, Mapping | list | tuple)
            for item in (value.values() if isinstance(value, Mapping) else value)
        ]
