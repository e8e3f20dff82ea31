"""The call of `Model.compile`."""

from __future__ import annotations

from studio.codegen.expressions import STEP, Item, call, sequence, statement
from studio.codegen.objects import Objects
from studio.graph.setup import CompileSettings


def compile_lines(settings: CompileSettings, objects: Objects) -> list[str]:
    """Lines that compile `model`.

    Raises:
        StudioError: a class is unknown to the catalog; names the setting.
    """
    items = [
        Item(objects.expression(value, f"The {name}"), f"{name}=")
        for name, value in (("optimizer", settings.optimizer), ("loss", settings.loss))
        if value is not None
    ]
    metrics = [objects.expression(m, "A metric") for m in settings.metrics]
    if metrics:
        items.append(Item(sequence(metrics), "metrics="))
    return statement(call("model.compile", *items), indent=STEP)
