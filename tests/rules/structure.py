"""Cases of the rules of structure."""

from __future__ import annotations

from tests.repairs.models import Model, marked, mlp
from tests.rules.case import Case
from tests.rules.commands import checked


def without_data(make):
    """A model that is not yet held against data."""

    def made() -> Model:
        model = make()
        model.data = None
        return model

    return made


def _rewired(target):
    """Varies what is wired into a node; None leaves it without."""

    def vary(model, source):
        model.cut(target)
        if source:
            model.wire(source, target)

    return vary


def _difference(model, sources):
    model.add("less", "Subtract", sources)
    model.wire("less", "one", "inputs")


def _spare(model, target):
    model.input("spare", 32)
    model.add("sum", "Add", ("one", "one"))
    model.wire("sum", "drop", "inputs")
    if target:
        model.wire("spare", target)


def _side(model, is_marked):
    model.add("side", "Dense", "one", units=4)
    if is_marked:
        model.output("more", "side")


def _lone(model, source):
    model.add("lone", "Dense", source, units=4)
    model.add("behind", "Dense", "lone", units=10)
    model.add("sum", "Add", ("head", "behind"))


STRUCTURE = (
    Case(
        "G-EMPTY",
        mlp,
        lambda m, names: m.delete(*names, heal=False),
        ("image", "flat", "one", "drop", "head"),
        (),
        ask=checked,
    ),
    Case("G-NO-INPUT", mlp, lambda m, name: m.delete(name), "image", "drop"),
    Case(
        "G-NO-LAYER",
        mlp,
        lambda m, names: m.delete(*names),
        ("flat", "one", "drop", "head"),
        ("one", "drop"),
    ),
    Case(
        "G-CYCLE", mlp, lambda m, s: m.wire(s, "one", "inputs"), "drop", "flat", "drop"
    ),
    Case("G-INPUT", mlp, _rewired("one"), None, "flat", "one", "inputs"),
    Case("G-ARITY", mlp, _difference, ("flat",), ("flat", "flat"), "less"),
    Case(
        "G-PORT",
        mlp,
        lambda m, port: m.wire("flat", "one", port),
        "mask",
        "inputs",
        "one",
        "mask",
    ),
    Case("G-NAME", mlp, lambda m, name: m.rename("one", name), "head", "first", "head"),
    Case("G-OUTPUT", marked, _rewired("out"), None, "head", "out"),
    Case("G-UNUSED", without_data(mlp), _spare, None, "sum", "spare"),
    Case("G-DEAD-END", without_data(marked), _side, False, True, "side"),
    Case("G-UNREACHABLE", mlp, _lone, (), ("flat",), "behind"),
)
