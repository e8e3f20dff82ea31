"""Damaged, foreign and newer files: a document or one sentence."""

from __future__ import annotations

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from studio.errors import StudioError
from studio.project.format import to_bytes
from studio.project.migrations import STEPS
from studio.project.reading import parse
from tests.project.strategies import small_document

GOOD = to_bytes(small_document(), "Title")


def changed(**fields) -> bytes:
    return json.dumps({**json.loads(GOOD), **fields}).encode()


def outcome(data: bytes):
    """Parsed file or None; anything but a StudioError is a failure."""
    try:
        return parse(data, "a.studio")
    except StudioError as error:
        text = str(error)
        assert "a.studio" in text
        assert "\n" not in text
        assert len(text) < 600
        return None


def test_truncated_at_every_length():
    for length in range(len(GOOD) - 2):
        assert outcome(GOOD[:length]) is None, length


def test_random_byte_flips():
    source = random.Random(1)
    for _ in range(3000):
        data = bytearray(GOOD)
        for _ in range(source.randint(1, 3)):
            data[source.randrange(len(data))] = source.randrange(256)
        parsed = outcome(bytes(data))
        if parsed is not None:
            to_bytes(parsed.document, parsed.title, parsed.description, parsed.extras)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=5), inner),
    max_leaves=5,
)


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(json.loads(GOOD))), json_values)
def test_any_json_in_any_section(section, value):
    outcome(changed(**{section: value}))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"PK\x03\x04....", "zip archive"),
        (b"\x89HDF\r\n", "HDF5"),
        (b"\xff\xfe\x00", "byte 0 is not UTF-8"),
        (b"[]", "not a Layer Studio project"),
        (b"{}", "not a Layer Studio project"),
        (b'{"nodes": []}', "not a Layer Studio project"),
        (b'{"a": 1, "a": 2}', "“a” stands twice"),
        (b"[" * 100000, "nested too deeply"),
        (b"[" * 100 + b"]" * 100, "nested too deeply"),
        (b'{"a": ' + b"9" * 5000 + b"}", "limit"),
        (GOOD.replace(b'"edges"', b'"edges'), r"line \d+, column \d+ stands something"),
        (changed(version=0), '"version" is 0'),
        (changed(version="1"), '"version" is "1"'),
        (changed(version=999), r"newer Layer Studio \(file version 999; .* up to 1\)"),
        (changed(nodes=3), "nodes: input should be a valid list"),
        (changed(nodes=[{"id": "n1"}]), r"nodes\[0\].kind is missing"),
        (
            changed(comments=[{"id": "c1", "text": "", "position": [1, float("nan")]}]),
            r"comments\[0\].position\[1\]: input should be a finite number",
        ),
        (
            changed(nodes=[{"id": 1, "kind": "x"}, {"id": 2, "kind": "y"}]),
            r"nodes\[0\].id.*nodes\[0\].kind.*nodes\[1\].id.*and 1 more",
        ),
        (
            changed(
                definitions=[
                    {"id": "l1", "class": "a", "name": "b", "parameters": {"c": v}}
                    for v in [{"$float": "no"}]
                ]
            ),
            "definition l1, c: could not convert",
        ),
        (changed(last_ids={"a\n": None}), r"last_ids.a\\n: input should be"),
    ],
)
def test_one_sentence_with_the_place(data, words):
    with pytest.raises(StudioError, match=words):
        parse(data, "a.studio")


@pytest.mark.parametrize(
    ("section", "record", "words"),
    [
        ("nodes", {"id": "n1", "kind": "output"}, "Two nodes have the id n1"),
        (
            "nodes",
            {"id": "n9", "kind": "layer", "definition": "l9"},
            "Node n9 was left out: its layer l9",
        ),
        ("nodes", {"id": "n9", "kind": "input"}, "Node n9 was left out"),
        (
            "nodes",
            {"id": "n9", "kind": "output", "definition": "l1"},
            "Output n9 named a layer",
        ),
        (
            "definitions",
            {"id": "l1", "class": "keras.layers.Add", "name": "sum"},
            "Two layers have the id l1; the second, “sum”",
        ),
        (
            "edges",
            {"source": "n7", "target": "n2", "port": "mask"},
            "n7 to mask of n2 was left out: n7 is not",
        ),
        (
            "edges",
            {"source": "n2", "target": "n2", "port": "inputs"},
            "that port has another",
        ),
        ("comments", {"id": "c1", "text": "x"}, "Two comments have the id c1"),
    ],
)
def test_misfits_are_left_out_with_a_warning(section, record, words):
    raw = json.loads(GOOD)
    raw[section].append(record)
    parsed = parse(json.dumps(raw).encode(), "a.studio")
    assert words in " ".join(parsed.warnings)
    assert parsed.document.graph.nodes.keys() >= {"n1", "n2", "n3"}
    again = to_bytes(parsed.document, "", "", parsed.extras)
    assert parse(again, "a.studio").warnings == ()


def test_a_half_character_is_replaced_and_reported():
    parsed = parse(changed(title="a\ud800b"), "a.studio")
    assert parsed.title == "a�b"
    assert parsed.warnings
    document = small_document()
    assert parse(to_bytes(document, "a\udc00"), "x").title == "a�"


def test_a_byte_order_mark_is_fine():
    assert parse(b"\xef\xbb\xbf" + GOOD, "x").title == "Title"


def test_missing_sections_get_defaults():
    parsed = parse(b'{"format": "layer-studio", "version": 1}', "x")
    assert parsed.document.setup.compile.optimizer["class_name"] == "Adam"
    assert not parsed.document.graph.nodes


def test_unknown_fields_survive():
    raw = json.loads(GOOD)
    raw["future"] = {"a": [1, None]}
    for section in ("nodes", "definitions", "edges", "comments"):
        raw[section][0]["more"] = {"x": section}
    raw["setup"]["later"] = 1
    for part in ("data", "compile", "fit"):
        raw["setup"][part]["extra"] = [part]
    parsed = parse(json.dumps(raw).encode(), "x")
    again = to_bytes(parsed.document, parsed.title, "", parsed.extras)
    assert json.loads(again) == raw


def test_steps_bring_older_files_up_to_date():
    def rename(data):
        rest = {key: value for key, value in data.items() if key != "called"}
        return {**rest, "title": data["called"]}

    old = json.loads(GOOD) | {"version": 0, "called": "Old", "kept": 1}
    parsed = parse(json.dumps(old).encode(), "x", steps={0: rename})
    assert (parsed.title, parsed.extras.at(())) == ("Old", {"kept": 1})
    assert to_bytes(parsed.document, "Old").startswith(b'{\n"format": "layer-studio",')
    assert b'"version": 1' in to_bytes(parsed.document, "Old")


def test_every_older_version_has_a_step():
    from studio.project.format import VERSION

    assert sorted(STEPS) == list(range(1, VERSION))
