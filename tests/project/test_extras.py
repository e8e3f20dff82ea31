"""What a newer Studio wrote into a file comes through this one, wherever it stands."""

from __future__ import annotations

import copy
import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from studio.graph import commands, edits
from studio.graph.document import Document
from studio.graph.model import Comment
from studio.project.format import to_bytes
from studio.project.reading import parse
from studio.project.schema import ProjectRecord, Record
from studio.project.store import load, save
from tests.project.strategies import documents, small_document
from tests.project.strategies import texts as names

NEW = {"of a newer version": [1, None, {"deep": "é"}]}
Place = tuple[str | int, ...]


def full_file() -> dict[str, Any]:
    """A file with at least one record of every kind."""
    raw = json.loads(to_bytes(small_document(), "Title"))
    inner = copy.deepcopy({k: raw[k] for k in ("definitions", "nodes", "edges")})
    parameters = [{"name": "units", "default": 3}]
    group = {"id": "b1", "name": "inner", "kind": "group", "parameters": parameters}
    raw["blocks"] = [group | inner | {"comments": raw["comments"]}]
    raw["setup"]["compile"]["outputs"] = {"n3": {"weight": 2.0}}
    weights = {"path": "a.weights.h5", "sha256": "0", "numbers": 4}
    raw["setup"]["model"] = {"name": "", "trainable": True, "weights": weights}
    silenced = [{"code": "G-LONE", "node": ""}, {"code": "G-LONE", "node": "n2"}]
    raw["setup"]["rules"] = {"silenced": silenced}
    raw["setup"]["code"] = {"style": "functional", "header": "keras"}
    raw["setup"]["code"] |= {"custom": "", "modules": []}
    raw["setup"]["canvas"] = {"flow": "left_to_right"}
    return raw


def places(raw: dict[str, Any]) -> Iterator[tuple[Place, Record]]:
    """Where the records of a file stand in its JSON."""
    yield from _inside((), ProjectRecord.model_validate(raw), raw)


def _inside(place: Place, value: Any, raw: Any) -> Iterator[tuple[Place, Record]]:
    if isinstance(value, Record):
        yield place, value
        for name in type(value).model_fields:
            if name in raw:
                yield from _inside((*place, name), getattr(value, name), raw[name])
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _inside((*place, key), item, raw[key])
    elif isinstance(value, list):
        for number, item in enumerate(value):
            yield from _inside((*place, number), item, raw[number])


def at(raw: Any, place: Place) -> Any:
    for step in place:
        raw = raw[step]
    return raw


def edited(document: Document) -> Document:
    """Change the document elsewhere."""
    document.apply(edits.AddComment(Comment(document.new_id("c"), "of this version")))
    return document


def all_kinds(kind: type[Record] = Record) -> set[type[Record]]:
    return {kind, *(k for sub in kind.__subclasses__() for k in all_kinds(sub))}


def test_the_full_file_has_every_kind_of_record():
    found = {type(record) for _, record in places(full_file())}
    assert found == all_kinds() - {Record}


@pytest.mark.parametrize("place", [place for place, _ in places(full_file())], ids=str)
def test_an_unknown_field_comes_through_an_edit_elsewhere(place, tmp_path):
    raw = full_file()
    at(raw, place).update(NEW)
    path = tmp_path / "a.studio"
    path.write_text(json.dumps(raw), "utf-8")
    for _ in range(2):
        opened = load(path)
        save(edited(opened.document), path, opened.title, extras=opened.extras)
    assert at(json.loads(path.read_text("utf-8")), place).items() >= NEW.items()
    raw["comments"] = json.loads(path.read_text("utf-8"))["comments"]
    assert json.loads(path.read_text("utf-8")) == raw | {"last_ids": _last_ids(path)}


def _last_ids(path):
    return json.loads(path.read_text("utf-8"))["last_ids"]


@pytest.mark.parametrize("section", ["model", "code", "rules", "canvas", "compile"])
def test_a_section_that_is_otherwise_as_usual_keeps_them(section):
    raw = json.loads(to_bytes(small_document(), "Title"))
    raw["setup"][section] = dict(NEW)
    parsed = parse(json.dumps(raw).encode(), "x")
    again = json.loads(to_bytes(edited(parsed.document), "T", extras=parsed.extras))
    assert again["setup"][section].items() >= NEW.items()


def test_what_is_deleted_takes_its_own_along():
    raw = full_file()
    for place in (("setup", "model", "weights"), ("nodes", 2)):
        at(raw, place).update(NEW)
    parsed = parse(json.dumps(raw).encode(), "x")
    parsed.document.apply(commands.delete_nodes(parsed.document, {"n3"}))
    again = to_bytes(parsed.document, "T", extras=parsed.extras)
    assert [n["id"] for n in json.loads(again)["nodes"]] == ["n1", "n2"]
    assert json.loads(again)["setup"]["model"]["weights"].items() >= NEW.items()


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(documents(), st.data())
def test_unknown_fields_of_any_file_come_through(document, data):
    raw = json.loads(to_bytes(document, "T"))
    found = [place for place, _ in places(raw)]
    chosen = data.draw(st.lists(st.sampled_from(found), min_size=1, unique=True))
    for place in chosen:
        name = "new " + data.draw(names)
        at(raw, place)[name] = data.draw(st.integers() | names)
    parsed = parse(json.dumps(raw).encode(), "x")
    assert parsed.warnings == ()
    again = json.loads(to_bytes(parsed.document, "T", extras=parsed.extras))
    assert again == raw
