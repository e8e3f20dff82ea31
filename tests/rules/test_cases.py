"""Every rule: a document that breaks it, and the nearest one that does not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from studio.graph.problems import Severity
from studio.graph.rulebook.book import RULES
from tests.rules.case import Desk
from tests.rules.commands import COMMANDS
from tests.rules.data import DATA, HEAD, SETTINGS
from tests.rules.keras import KERAS
from tests.rules.structure import STRUCTURE
from tests.rules.training import TRAINING

CASES = (*STRUCTURE, *KERAS, *SETTINGS, *DATA, *HEAD, *TRAINING, *COMMANDS)
WINDOW = Path(__file__).parents[1] / "ui"
"""Where the rules are tested that the window alone tells of."""

each = pytest.mark.parametrize("case", CASES, ids=lambda case: case.code)


@pytest.fixture
def desk(engine, tmp_path, monkeypatch):
    return Desk(engine, tmp_path, monkeypatch)


@pytest.mark.engine
@each
def test_what_breaks_a_rule_is_told_where_it_is(case, desk):
    model, problems = case.told(desk, case.bad)
    found = [p for p in problems if p.code == case.code]
    assert found, problems
    (problem,) = found
    assert problem.node == (model.ids[case.node] if case.node else None)
    if case.parameter:
        assert problem.parameter == case.parameter
    assert problem.severity is RULES[case.code].severity
    assert problem.text.endswith((".", "?"))


@pytest.mark.engine
@each
def test_the_nearest_document_that_breaks_no_rule_is_valid(case, desk):
    _, problems = case.told(desk, case.good)
    assert case.code not in [p.code for p in problems]
    assert [p for p in problems if p.severity is Severity.ERROR] == []


def test_every_rule_has_both():
    """In a case here, or as two tests of the window, called after the code."""
    codes = [case.code for case in CASES]
    assert len(codes) == len(set(codes))
    names = re.findall(
        r"^def test_(\w+?)_is_(not_)?told",
        "\n".join(path.read_text("utf-8") for path in WINDOW.rglob("test_*.py")),
        re.M,
    )
    in_window = {
        code
        for code in RULES
        if {(code.lower().replace("-", "_"), no) for no in ("", "not_")} <= set(names)
    }
    assert RULES.keys() - codes - in_window == set()
    assert set(codes) - RULES.keys() == set()
