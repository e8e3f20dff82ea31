"""The call of `Model.compile`."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from studio.codegen.expressions import (
    STEP,
    Expression,
    Item,
    call,
    mapping,
    sequence,
    statement,
)
from studio.codegen.literals import literal
from studio.codegen.objects import Objects
from studio.graph.feeds import Feed
from studio.graph.setup import CompileSettings, OutputSettings


def compile_lines(
    settings: CompileSettings, objects: Objects, outputs: Sequence[Feed] = ()
) -> list[str]:
    """Lines that compile `model`; loss and metrics by name for several `outputs`.

    Raises:
        StudioError: a class is unknown to the catalog; names the setting.
    """
    items = []
    if settings.optimizer is not None:
        optimizer = objects.expression(settings.optimizer, "The optimizer")
        items.append(Item(optimizer, "optimizer="))
    if len(outputs) > 1:
        items += _by_name(settings, objects, outputs)
    else:
        loss, metrics = _loss(settings, objects), _metrics(settings, objects)
        items += [Item(loss, "loss=")] if loss else []
        items += [Item(metrics, "metrics=")] if metrics else []
    return statement(call("model.compile", *items), indent=STEP)


def _by_name(
    settings: CompileSettings, objects: Objects, outputs: Sequence[Feed]
) -> list[Item]:
    def each(
        make: Callable[[CompileSettings, Objects], Expression | None], label: str
    ) -> list[Item]:
        made = {feed.name: make(settings.of(feed.id), objects) for feed in outputs}
        given = {name: value for name, value in made.items() if value is not None}
        return [Item(mapping(given), label)] if given else []

    plain = OutputSettings()
    weights = [settings.outputs.get(feed.id, plain).weight for feed in outputs]
    items = each(_loss, "loss=")
    if any(weight != 1 for weight in weights):
        names = [feed.name for feed in outputs]
        by_name = dict(zip(names, map(literal, weights), strict=True))
        items.append(Item(mapping(by_name), "loss_weights="))
    return [*items, *each(_metrics, "metrics=")]


def _loss(settings: CompileSettings, objects: Objects) -> Expression | None:
    if settings.loss is None:
        return None
    return objects.expression(settings.loss, "The loss")


def _metrics(settings: CompileSettings, objects: Objects) -> Expression | None:
    metrics = [objects.expression(m, "A metric") for m in settings.metrics]
    return sequence(metrics) if metrics else None
