"""Layers that are not Keras' own, as catalog entries."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from studio.catalog.foreign import CUSTOM
from studio.catalog.overlay import load_overlay
from studio.catalog.spec import OWN_CATEGORY, ClassSpec, Role
from studio.protocol.messages import ClassesRead, ReadModules
from studio.runtime.engine.context import Context
from studio.runtime.engine.foreign import load_foreign
from studio.runtime.engine.introspect import class_spec, current_catalog
from studio.runtime.engine.introspect_configs import with_config_defaults
from studio.runtime.engine.introspect_takes import with_takes
from studio.runtime.engine.surface import NotPlaceable, Offer


def read_modules(request: ReadModules, context: Context) -> None:
    """Answer with the layers of the document's own text and of modules."""
    context.status("Reading your own layers")
    foreign = load_foreign(request.custom, request.modules, request.approved)
    problems = list(foreign.problems)
    specs: list[ClassSpec] = []
    for path, item in foreign.classes.items():
        try:
            specs.append(_spec(path, item))
        except NotPlaceable as reason:
            problems.append(f"“{path}” cannot be placed: it {reason}.")
        except Exception as error:  # its code is not ours and may raise anything
            problems.append(f"“{path}” cannot be placed: {error}")
    context.send(ClassesRead(request.request, tuple(specs), tuple(problems)))


def _spec(path: str, item: Any) -> ClassSpec:
    known = {spec.path: spec.config_defaults for spec in current_catalog().classes}
    spec = class_spec(_offer(path, item), load_overlay().suggestions)
    if not path.startswith(CUSTOM):
        spec = replace(spec, import_path=f"{item.__module__}.{item.__qualname__}")
    (described,) = with_config_defaults([spec], lambda path: item, known)
    (told,) = with_takes([described], lambda path: item)
    return told


def _offer(path: str, item: Any) -> Offer:
    package = path.partition(">")[0]
    category = OWN_CATEGORY if path.startswith(CUSTOM) else package
    return Offer(item, Role.LAYER, path, (), category, page="")
