"""A document as the text of a `.studio` file. docs/file-format.md describes it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

from studio.graph.block import Block, inner_first
from studio.graph.document import Document
from studio.graph.model import Comment, Edge, LayerDefinition, Node, Point
from studio.graph.setup import (
    CanvasSettings,
    CodeSettings,
    ModelSettings,
    OutputSettings,
    Setup,
)
from studio.graph.values import to_jsonable
from studio.project.extras import NO_EXTRAS, Extras, Place, place_of

FORMAT = "layer-studio"
VERSION = 1
SUFFIX = ".studio"

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_WHOLE_LIMIT = 2.0**53
"""Up to here a float without fraction is the same number as the int."""


def to_bytes(
    document: Document, title: str, description: str = "", extras: Extras = NO_EXTRAS
) -> bytes:
    """Content of the file that holds `document`; one line per record."""
    parts = [
        f'"format": {_text(FORMAT)}',
        f'"version": {VERSION}',
        f'"title": {_text(title)}',
        *([f'"description": {_text(description)}'] if description else []),
        f'"last_ids": {_text(dict(sorted(document.last_ids.items())))}',
        *_sections(document, extras),
        *(f"{_text(key)}: {_text(value)}" for key, value in extras.at(()).items()),
    ]
    text = "{\n" + ",\n".join(parts) + "\n}\n"
    # UTF-8 has no form of half a character that a toolkit may hand us.
    return _LONE_SURROGATE.sub("\ufffd", text).encode("utf-8")


def _sections(document: Document, extras: Extras) -> Iterable[str]:
    yield from _graph_sections(
        *document.graph.parts(), document.comments.values(), extras, ()
    )
    if document.blocks:
        blocks = (_block(b, extras) for b in inner_first(document.blocks))
        yield '"blocks": [\n' + ",\n".join(blocks) + "\n]"
    yield _setup(document.setup, extras)


def _block(block: Block, extras: Extras) -> str:
    place = ("blocks", block.id)
    parts = [
        f'"id": {_text(block.id)}',
        f'"name": {_text(block.name)}',
        f'"kind": {_text(block.kind.value)}',
    ]
    if block.parameters:
        parameters = [
            {"name": p.name, "default": to_jsonable(p.default)}
            for p in block.parameters
        ]
        whole = extras.added(place, {"parameters": parameters})["parameters"]
        parts.append(f'"parameters": {_text(whole)}')
    parts += _graph_sections(
        block.nodes,
        block.definitions,
        block.edges,
        block.comments,
        extras,
        place,
    )
    parts += [f"{_text(k)}: {_text(v)}" for k, v in extras.at(place).items()]
    return "{" + ",\n".join(parts) + "}"


def _graph_sections(
    nodes: Iterable[Node],
    definitions: Iterable[LayerDefinition],
    edges: Iterable[Edge],
    comments: Iterable[Comment],
    extras: Extras,
    place: Place,
) -> Iterable[str]:
    yield _lines("definitions", map(definition_fields, definitions), extras, place)
    yield _lines("nodes", map(node_fields, nodes), extras, place)
    yield _lines("edges", map(edge_fields, edges), extras, place)
    yield _lines("comments", map(comment_fields, comments), extras, place)


def _lines(
    section: str, records: Iterable[dict[str, Any]], extras: Extras, above: Place
) -> str:
    lines = []
    for record in records:
        place = place_of((*above, section), record)
        lines.append(_text({**record, **extras.at(place)}))
    body = "\n" + ",\n".join(lines) + "\n" if lines else ""
    return f"{_text(section)}: [{body}]"


def _setup(setup: Setup, extras: Extras) -> str:
    fields = setup_fields(setup)
    # A section that is as this version would have it may hold what it does not know.
    sections = [*fields, *(n for n in extras.sections("setup") if n not in fields)]
    blocks = []
    for name in sections:
        whole = extras.added(("setup", name), fields.get(name, {}))
        rows = ",\n".join(f"  {_text(k)}: {_text(v)}" for k, v in whole.items())
        blocks.append(f" {_text(name)}: {{\n{rows}\n }}")
    more = extras.at(("setup",)).items()
    blocks += [f" {_text(key)}: {_text(value)}" for key, value in more]
    return '"setup": {\n' + ",\n".join(blocks) + "\n}"


def definition_fields(definition: LayerDefinition) -> dict[str, Any]:
    """Fields of a layer definition in the file."""
    return {
        "id": definition.id,
        "class": definition.layer_class,
        "name": definition.name,
        **_if_any("parameters", definition.parameters),
        **({} if definition.block is None else {"block": definition.block}),
    }


def node_fields(node: Node) -> dict[str, Any]:
    """Fields of a node in the file."""
    return {
        "id": node.id,
        "kind": node.kind.value,
        **({} if node.definition is None else {"definition": node.definition}),
        "position": _position(node.position),
        **_if_any("call", node.call),
        **({"place": list(node.place)} if node.place else {}),
        **({"muted": True} if node.muted else {}),
    }


def edge_fields(edge: Edge) -> dict[str, Any]:
    """Fields of an edge in the file."""
    return {
        "source": edge.source,
        "output": edge.output,
        "target": edge.target,
        "port": edge.port,
        **({"via": [_position(point) for point in edge.via]} if edge.via else {}),
        **({"pinned": True} if edge.pinned else {}),
    }


def comment_fields(comment: Comment) -> dict[str, Any]:
    """Fields of a comment in the file."""
    return {
        "id": comment.id,
        "text": comment.text,
        "position": _position(comment.position),
        "width": _number(comment.width),
        "height": _number(comment.height),
        **({"frame": True} if comment.frame else {}),
    }


def setup_fields(setup: Setup) -> dict[str, dict[str, Any]]:
    """Fields of the settings in the file, by section."""
    data, fit = setup.data, setup.fit
    fields: dict[str, dict[str, Any]] = {
        "data": {
            "kind": data.kind,
            "path": data.path,
            "options": to_jsonable(data.options),
            "validation_split": data.validation_split,
            "test_split": data.test_split,
        },
        "compile": {
            "optimizer": to_jsonable(setup.compile.optimizer),
            "loss": to_jsonable(setup.compile.loss),
            "metrics": to_jsonable(setup.compile.metrics),
        },
        "fit": {
            "epochs": fit.epochs,
            "batch_size": fit.batch_size,
            "seed": fit.seed,
            "device": fit.device,
        },
    }
    if data.arrays:
        fields["data"]["arrays"] = dict(data.arrays)
    if setup.compile.outputs:
        outputs = setup.compile.outputs.items()
        fields["compile"]["outputs"] = {k: _output_fields(v) for k, v in outputs}
    if fit.callbacks:
        fields["fit"]["callbacks"] = to_jsonable(fit.callbacks)
    if setup.model != ModelSettings():
        fields["model"] = _model_fields(setup.model)
    if setup.code != CodeSettings():
        fields["code"] = {
            "style": setup.code.style.value,
            "header": setup.code.header.value,
            "custom": setup.code.custom,
            "modules": list(setup.code.modules),
        }
    if setup.silenced:
        silenced = [{"code": c, "node": n} for c, n in setup.silenced]
        fields["rules"] = {"silenced": silenced}
    if setup.canvas != CanvasSettings():
        fields["canvas"] = {"flow": setup.canvas.flow.value}
    return fields


def _output_fields(output: OutputSettings) -> dict[str, Any]:
    own = {"loss": output.loss, "metrics": output.metrics}
    given = {name: value for name, value in own.items() if value is not None}
    weight = {} if output.weight == 1 else {"weight": output.weight}
    return {**to_jsonable(given), **weight}


def _model_fields(model: ModelSettings) -> dict[str, Any]:
    fields: dict[str, Any] = {"name": model.name, "trainable": model.trainable}
    if model.weights is not None:
        fields["weights"] = {
            "path": model.weights.path,
            "sha256": model.weights.sha256,
            "numbers": model.weights.numbers,
        }
        if model.weights.is_partial:
            fields["weights"]["partial"] = True
        if model.weights.layers:
            fields["weights"]["layers"] = dict(model.weights.layers)
    return fields


def _if_any(name: str, values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: to_jsonable(values)} if values else {}


def _position(point: Point) -> list[float]:
    return [_number(point.x), _number(point.y)]


def _number(value: float) -> float:
    whole = abs(value) < _WHOLE_LIMIT and value == int(value)
    return int(value) if whole else value


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False)
