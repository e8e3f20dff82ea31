"""The catalog read anew from Keras, against the shipped one."""

from __future__ import annotations

import pytest

from studio.catalog.spec import Role
from studio.catalog.store import load_catalog
from studio.protocol.messages import CatalogRead, Introspect
from tests.runtime.drawing import Drawing, ask

pytestmark = pytest.mark.engine

SHAPES = [
    (8, 8, 3),
    (8,),
    (8, 8),
    (8, 8, 8, 3),
    (4, 8, 8, 8, 3),
    (1,),
    (4096,),
    (4096, 1),
]


@pytest.mark.timeout(600)  # every layer is called some two hundred times
def test_the_shipped_catalog_is_not_stale(engine):
    read = engine.ask(Introspect(engine.next_request()), CatalogRead)
    shipped = load_catalog()
    # Write it anew with: python -m studio.runtime.engine.snapshot
    assert read.catalog == shipped


def test_freshly_placed_layers_are_valid_on_some_input(engine):
    bad = []
    for spec in load_catalog().of_role(Role.LAYER):
        required = [port for port in spec.inputs if port.required]
        if required and not any(_works(engine, spec, s) for s in SHAPES):
            bad.append(spec.name)
    # These take a dictionary of pictures with labels or boxes, or states.
    assert set(bad) <= {"MaxNumBoundingBoxes", "StackedRNNCells"}


def _works(engine, spec, shape):
    for dtype in ("float32", "int32", "string"):
        drawing = Drawing().input("a", *shape, dtype=dtype)
        drawing.input("s", spec.starting_parameters().get("units", 1))
        wires = {}
        for index, port in enumerate(p for p in spec.inputs if p.required):
            source = "s" if index and port.name == "states" else "a"
            wires[port.name] = [source] * port.minimum if port.many else source
        drawing.add("x", spec.path, spec.starting_parameters(), **wires)
        told = ask(engine, drawing)
        if told.facts["x"].outputs:
            return True
    return False
