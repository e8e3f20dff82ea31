"""Writes docs/coverage.md from the catalog. Run it after the catalog changes."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path

from studio.catalog.overlay import Overlay, load_overlay
from studio.catalog.spec import Catalog, ClassSpec, Parameter, Role
from studio.catalog.store import load_catalog
from studio.graph.ports import InputPort

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "coverage.md"
EXCEPTIONS = ROOT / "tests" / "runtime" / "walk" / "exceptions.toml"

_TITLES = {
    Role.LAYER: "Layers",
    Role.OP: "Operations",
    Role.MODEL: "Models of keras.applications",
    Role.OPTIMIZER: "Optimizers",
    Role.SCHEDULE: "Learning-rate schedules",
    Role.LOSS: "Losses",
    Role.METRIC: "Metrics",
    Role.INITIALIZER: "Initializers",
    Role.REGULARIZER: "Regularizers",
    Role.CONSTRAINT: "Constraints",
    Role.ACTIVATION: "Activations",
    Role.CALLBACK: "Callbacks",
    Role.DTYPE_POLICY: "Dtype policies",
}
_WALKED = (Role.LAYER, Role.OP)
_HEAD = """
# What Studio covers of Keras {version}

Made by `python -m tools.make_coverage` from the catalog, which is read from Keras
itself. *Walked* says that a test places the entry with sample parameters, infers it,
generates its code, executes that and compares the outputs with Keras called directly
(`tests/runtime/test_catalog_walk.py`). Ports in brackets may stay open; a star marks
one that takes a list of tensors. Parameters in bold have to be given.

| | offered | walked |
|---|---|---|
""".lstrip()


def make_page() -> str:
    """Text of the page."""
    catalog, overlay = load_catalog(), load_overlay()
    exceptions = tomllib.loads(EXCEPTIONS.read_text("utf-8"))
    parts = [_HEAD.format(version=catalog.keras_version)]
    parts += [_count(role, catalog, exceptions) for role in _TITLES]
    for role in _TITLES:
        parts.append(f"\n## {_TITLES[role]}\n")
        specs = catalog.of_role(role)
        if role in _WALKED:
            parts += _by_category(specs, overlay, exceptions)
        else:
            parts += _table(specs)
    return "".join([*parts, *_left_out(catalog)])


def _count(role: Role, catalog: Catalog, exceptions: dict[str, str]) -> str:
    specs = catalog.of_role(role)
    walked = sum(spec.path not in exceptions for spec in specs)
    shown = walked if role in _WALKED else ""
    return f"| {_TITLES[role]} | {len(specs)} | {shown} |\n"


def _by_category(
    specs: Iterable[ClassSpec], overlay: Overlay, exceptions: dict[str, str]
) -> Iterator[str]:
    for category, members in groupby(specs, lambda spec: spec.category):
        yield f"\n### {overlay.title(category)}\n\n"
        yield "| entry | ports | parameters | walked |\n|---|---|---|---|\n"
        for spec in members:
            walked = exceptions.get(spec.path, "yes")
            ports = ", ".join(map(_port, spec.inputs))
            yield f"| `{spec.path}` | {ports} | {_parameters(spec)} | {walked} |\n"


def _table(specs: Iterable[ClassSpec]) -> Iterator[str]:
    yield "\n| entry | parameters |\n|---|---|\n"
    for spec in specs:
        yield f"| `{spec.path}` | {_parameters(spec)} |\n"


def _port(port: InputPort) -> str:
    text = port.name + ("*" if port.many else "")
    return text if port.required else f"[{text}]"


def _parameters(spec: ClassSpec) -> str:
    return ", ".join(_parameter(p) for p in spec.parameters if not p.base)


def _parameter(parameter: Parameter) -> str:
    return f"**{parameter.name}**" if parameter.required else parameter.name


def _left_out(catalog: Catalog) -> Iterator[str]:
    yield "\n## Not offered\n\n| entry | it |\n|---|---|\n"
    for path, reason in sorted(catalog.left_out.items()):
        yield f"| `{path}` | {reason} |\n"


if __name__ == "__main__":
    PAGE.write_text(make_page(), "utf-8")
