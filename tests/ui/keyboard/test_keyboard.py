"""What docs/keyboard.md promises, done with its very keys, and nothing else."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from studio.graph.model import Point

PAGE = Path(__file__).parents[3] / "docs" / "keyboard.md"
_ROW = re.compile(r"^\| ([^|]+?) \| ([^|]*?) ?\| (.+?) \|$", re.MULTILINE)
ROWS = [row for row in _ROW.findall(PAGE.read_text("utf-8")) if row[0] != "What"]


def bent(keys):
    keys.go("flatten")
    keys.press("`E` `W`")


def comment(keys):
    keys.press("`N` “why” `Ctrl+Return` `Shift+N`")


def nodes(keys):
    keys.go("conv2d")
    keys.press("`Shift+Down`")


def block(keys):
    nodes(keys)
    keys.press("`Ctrl+G`")


def opened(keys):
    block(keys)
    keys.press("`Return`")


def inside(keys):
    opened(keys)
    keys.go("conv2d")


def exposing(keys):
    inside(keys)
    keys.press("`Ctrl+Alt+E` “filters” `Return` `Alt+Up`")


def twins(keys):
    keys.go("dense")
    keys.press("`Ctrl+D` `Ctrl+Shift+A`")


def sharing(keys):
    twins(keys)
    keys.press("`Ctrl+Shift+U`")
    keys.go("dense")


def first_wire(keys):
    keys.go("flatten")
    keys.press("`E`")


STARTS = {
    "": lambda keys: None,
    "node": lambda keys: keys.go("flatten"),
    "nodes": nodes,
    "wire": first_wire,
    "bent wire": bent,
    "comment": comment,
    "frame": lambda keys: (nodes(keys), keys.press("`Ctrl+Shift+F`")),
    "block": block,
    "open block": opened,
    "two blocks": lambda keys: (block(keys), keys.press("`Ctrl+D`")),
    "layer in a block": inside,
    "exposing block": exposing,
    "twins": twins,
    "twin": lambda keys: (twins(keys), keys.go("dense_1")),
    "sharing node": sharing,
}
"""What is selected before, by keys as well."""

BY_CLASS = {
    "Edit a parameter": lambda keys: keys.go("dense"),
    "Edit a parameter of several nodes": twins,
    "Select all of its class": lambda keys: (twins(keys), keys.go("dense_1")),
    "Select the next comment": lambda keys: (comment(keys), keys.press("`Esc`")),
    "Draw a wire": lambda keys: (
        keys.press("`Tab` “dropout” `Return` `Esc`"),
        keys.go("dense"),
    ),
    "Draw a wire to another port": lambda keys: keys.go("input"),
    "Place a kept block": lambda keys: (
        block(keys),
        keys.press("`Ctrl+Alt+S` `Ctrl+Z` `Esc`"),
    ),
    "Tidy the layout": lambda keys: (
        keys.go("dense"),
        keys.press("`Ctrl+Right` `Esc`"),
    ),
}
"""Starts of capabilities that need something else than their column says."""


def is_selected(*titles):
    return lambda keys: keys.selected() == sorted(titles)


def last_step(name):
    return lambda keys: keys.steps[-1] == name


def via(keys):
    return keys.graph.edges_into(keys.node("flatten"))[0].via


def exposed(keys):
    (found,) = keys.document.blocks.values()
    return [p.name for p in found.parameters]


def layers_of(keys, word):
    graph = keys.graph
    return [n.definition for n in graph.nodes.values() if word in graph.title_of(n.id)]


def clip(keys):
    return QGuiApplication.clipboard().text()


ENDS = {
    "Walk along the wires": is_selected("dense"),
    "Select several along the wires": is_selected("flatten", "dense"),
    "Select everything": is_selected("input", "conv2d", "flatten", "dense"),
    "Select what feeds it": is_selected("input", "conv2d", "flatten"),
    "Select what it feeds": is_selected("flatten", "dense"),
    "Select all of its class": is_selected("dense", "dense_1"),
    "Select its wire": lambda k: (
        {e.node for e in k.canvas.selection.edges} == {k.node("flatten")}
    ),
    "Select the next comment": lambda k: len(k.canvas.selection.comments) == 1,
    "Find and jump": is_selected("dense"),
    "Show the selection closely": lambda k: k.canvas.zoom == pytest.approx(1.5),
    "Add a layer": lambda k: "dense_1" in k.titles(),
    "Add a layer behind a node": lambda k: ("flatten", "dropout") in k.wires(),
    "Insert a layer into a wire": lambda k: (
        {
            ("conv2d", "dropout"),
            ("dropout", "flatten"),
        }
        < k.wires()
    ),
    "Replace by another class": lambda k: (
        ("conv2d", "dropout") in k.wires() and "flatten" not in k.titles()
    ),
    "Rename in place": lambda k: ("conv2d", "stem") in k.wires(),
    "Edit a parameter": lambda k: k.layer("dense").parameters["units"] == 16,
    "Edit a parameter of several nodes": lambda k: (
        [k.layer(name).parameters["units"] for name in ("dense", "dense_1")] == [16, 16]
    ),
    "Move by grid steps": lambda k: (
        k.graph.nodes[k.node("flatten")].position == Point(8, 248)
    ),
    "Duplicate": lambda k: "flatten_1" in k.titles(),
    "Mute": lambda k: k.graph.nodes[k.node("flatten")].muted,
    "Delete, and join what was around": lambda k: ("conv2d", "dense") in k.wires(),
    "Delete and keep the gap": lambda k: k.wires() == {("input", "conv2d")},
    "Cut and paste": lambda k: (
        k.titles() == ["conv2d", "dense", "flatten", "input"]
        and ("conv2d", "dense") in k.wires()
    ),
    "Copy as JSON and paste": lambda k: (
        "flatten_1" in k.titles() and "layer-studio-fragment" in clip(k)
    ),
    "Copy as Keras code": lambda k: "keras.layers.Flatten" in clip(k),
    "Tidy the layout": last_step("Tidy layout"),
    "Undo and redo": lambda k: (
        ("conv2d", "dense") in k.wires() and k.steps == ["Delete node"]
    ),
    "Draw a wire": lambda k: ("dense", "dropout") in k.wires(),
    "Draw a wire to another port": lambda k: ("input", "dense") in k.wires(),
    "Delete a wire": lambda k: ("conv2d", "flatten") not in k.wires(),
    "Add a reroute point": lambda k: len(via(k)) == 1,
    "Move a reroute point": last_step("Move reroute point"),
    "Remove a reroute point": lambda k: via(k) == (),
    "Leave a reroute point as it was": last_step("Add reroute point"),
    "Write a comment": lambda k: [n.text for n in k.notes()] == ["why"],
    "Edit a comment": lambda k: [n.text for n in k.notes()] == ["because"],
    "Move a comment": last_step("Move comment"),
    "Resize a comment": last_step("Resize comment"),
    "Delete a comment": lambda k: k.notes() == [],
    "Frame nodes": lambda k: [n.frame for n in k.notes()] == [True],
    "Name a frame": lambda k: [n.text for n in k.notes()] == ["stem"],
    "Resize a frame": last_step("Resize comment"),
    "Group into a block": lambda k: k.titles() == ["block", "dense", "input"],
    "Open a block": lambda k: k.workspace.block_here is not None,
    "Leave a block": lambda k: (
        k.workspace.block_here is None and k.selected() == ["block"]
    ),
    "Ungroup": lambda k: k.titles() == ["conv2d", "dense", "flatten", "input"],
    "Another instance": lambda k: (
        len(set(layers_of(k, "block"))) == 2 and len(k.document.blocks) == 1
    ),
    "Make an instance unique": lambda k: len(k.document.blocks) == 2,
    "Expose a parameter": lambda k: exposed(k) == ["filters"],
    "Rename an exposed parameter": lambda k: exposed(k) == ["width"],
    "Stop exposing a parameter": lambda k: exposed(k) == [],
    "Keep a block": lambda k: "block" in k.workspace.shelf.names,
    "Place a kept block": lambda k: "block" in k.titles(),
    "Share a layer": lambda k: len(set(layers_of(k, "dense"))) == 1,
    "Share with a chosen node": lambda k: len(set(layers_of(k, "dense"))) == 1,
    "Select who shares its layer": lambda k: len(k.workspace.selection) == 2,
    "Stop sharing": lambda k: len(set(layers_of(k, "dense"))) == 2,
}
"""What is so afterwards."""


def test_every_promise_is_checked_and_none_twice():
    promised = [what for what, _, _ in ROWS]
    assert sorted(promised) == sorted(ENDS)


@pytest.mark.parametrize(
    ("what", "start", "keys_to_press"), ROWS, ids=[r[0] for r in ROWS]
)
def test_it_is_done_by_keys(keys, what, start, keys_to_press):
    BY_CLASS.get(what, STARTS[start])(keys)
    before = len(keys.steps)
    keys.press(keys_to_press)
    assert ENDS[what](keys), (keys.titles(), keys.wires(), keys.steps)
    assert len(keys.steps) <= before + 2
