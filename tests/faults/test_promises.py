"""Every test that docs/reliability.md names is there."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "reliability.md").read_text("utf-8")
FAULTS = 40


def test_every_test_that_is_named_is_there():
    named = re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", PAGE)
    assert named
    tests = {
        file: {
            item.name
            for item in ast.parse((ROOT / file).read_text("utf-8")).body
            if isinstance(item, ast.FunctionDef)
        }
        for file, _ in named
    }
    assert [pair for pair in named if pair[1] not in tests[pair[0]]] == []


def test_every_fault_has_a_row_with_a_proof():
    rows = [line for line in PAGE.splitlines() if line.startswith("| ")]
    told = {int(number) for number in re.findall(r"F(\d\d)", PAGE)}
    assert told == set(range(1, FAULTS + 1))
    bare = [row for row in rows if "---" not in row and "proved by" not in row]
    assert [row for row in bare if "`tests/" not in row and "`python" not in row] == []
