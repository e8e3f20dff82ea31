"""The call of `Model.compile`."""

from __future__ import annotations

from studio.catalog.spec import Catalog
from studio.codegen.expressions import STEP, Item, call, sequence, statement
from studio.codegen.objects import expression
from studio.graph.setup import CompileSettings


def compile_lines(settings: CompileSettings, catalog: Catalog) -> list[str]:
    """Lines that compile `model`.

    Raises:
        StudioError: a class is unknown to the catalog; names the setting.
    """
    items = [
        Item(expression(value, catalog, f"The {name}"), f"{name}=")
        for name, value in (("optimizer", settings.optimizer), ("loss", settings.loss))
        if value is not None
    ]
    metrics = [expression(m, catalog, "A metric") for m in settings.metrics]
    if metrics:
        items.append(Item(sequence(metrics), "metrics="))
    return statement(call("model.compile", *items), indent=STEP)
