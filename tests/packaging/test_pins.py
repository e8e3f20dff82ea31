"""The pinned versions: complete, plain, and ones we do not refuse."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

from packaging.requirements import Requirement

from studio.compat import binding_problem

ROOT = Path(__file__).parents[2]
LINES = (ROOT / "constraints.txt").read_text().splitlines()
PINS = dict(line.lower().replace("_", "-").split("==") for line in LINES)


def test_each_line_is_one_exact_version():
    assert all(re.fullmatch(r"[A-Za-z0-9_.-]+==[A-Za-z0-9_.]+", line) for line in LINES)


def test_every_requirement_is_pinned_to_a_version_it_allows():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    for text in project["dependencies"] + project["optional-dependencies"]["dev"]:
        requirement = Requirement(text)
        pinned = PINS[requirement.name.lower()]
        if requirement.marker is None or requirement.marker.evaluate():
            assert requirement.specifier.contains(pinned), text


def test_the_pinned_binding_works_here():
    assert binding_problem(PINS["pyside6-essentials"], (3, 11)) == ""
