"""Models of `keras.applications` as configs, to be drawn layer by layer."""

from __future__ import annotations

import keras

from studio.catalog.spec import Role
from studio.graph.values import freeze
from studio.protocol.model_messages import BuildKnown, KnownBuilt
from studio.runtime.engine.builders import BuildRefused, build
from studio.runtime.engine.context import Context
from studio.runtime.engine.explain import first_line
from studio.runtime.engine.introspect import current_catalog
from studio.runtime.engine.objects import keras_item


def build_known(request: BuildKnown, context: Context) -> None:
    """Build the model and answer with its config."""
    context.send(_answer(request))


def _answer(request: BuildKnown) -> KnownBuilt:
    spec = current_catalog().find(request.path)
    if spec is None or spec.role is not Role.MODEL:
        text = f"{request.path!a:.80} builds no model that Keras knows."
        return KnownBuilt(request.request, text)
    keras.utils.clear_session(free_memory=False)
    try:
        model = build(keras_item(spec.path), freeze(request.parameters))
    except BuildRefused as error:
        return KnownBuilt(request.request, f"{spec.name} {error}")
    except Exception as error:  # Keras refuses arguments in many ways
        text = f"{spec.name} cannot be built: {first_line(error)}"
        return KnownBuilt(request.request, text)
    return KnownBuilt(request.request, payload=model.to_json().encode())
