"""Models as parameter values: what a wrapper such as `TimeDistributed` is given.

Such a value holds its graph itself, not a reference to a block of the document.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace

from studio.graph.block import Block
from studio.graph.values import Value, freeze, to_jsonable
from studio.records import read, record_form, to_json

MODEL = "__model__"
"""Class name of a value that is a model."""


def model_value(model: Block, inside: Iterable[Block]) -> Value:
    """Value of a model, with the models that its graph refers to."""
    parts = [to_json(block, omit_defaults=True) for block in (model, *inside)]
    return {"class_name": MODEL, "config": {"blocks": freeze(parts)}}


def is_model(value: Value) -> bool:
    """Whether a value is a model."""
    return isinstance(value, Mapping) and value.get("class_name") == MODEL


def model_name(value: Value) -> str:
    """Name of the model in a value; empty where it holds none."""
    blocks = value["config"].get("blocks", ())
    return str(blocks[0].get("name", "")) if blocks else ""


def model_blocks(value: Value, prefix: str = "") -> tuple[Block, ...]:
    """The model in a value, and the models in it; `prefix` goes before all ids.

    Raises:
        RecordError: the value holds no model.
    """
    form = record_form(Block, False)
    parts = value["config"].get("blocks", ())
    return tuple(_prefixed(read(form, to_jsonable(part)), prefix) for part in parts)


def _prefixed(block: Block, prefix: str) -> Block:
    return replace(
        block,
        id=f"{prefix}{block.id}",
        nodes=tuple(
            replace(n, id=f"{prefix}{n.id}", definition=_other(prefix, n.definition))
            for n in block.nodes
        ),
        definitions=tuple(
            replace(d, id=f"{prefix}{d.id}", block=_other(prefix, d.block))
            for d in block.definitions
        ),
        edges=tuple(
            replace(e, source=f"{prefix}{e.source}", target=f"{prefix}{e.target}")
            for e in block.edges
        ),
    )


def _other(prefix: str, identity: str | None) -> str | None:
    return None if identity is None else f"{prefix}{identity}"
