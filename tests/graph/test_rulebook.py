"""The rule book: complete, and the page made from it is current."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import studio
from studio.graph.rulebook.book import RULES
from tools.make_rules import PAGE, make_page

CODE = re.compile(r"[A-Z]-[A-Z][A-Z-]+")
HOME = Path(studio.__file__).parent


def codes_in(path: Path) -> set[str]:
    texts = (
        node.value
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    )
    return {text for text in texts if CODE.fullmatch(text)}


def test_the_page_is_current():
    if not PAGE.exists() or PAGE.read_text("utf-8") != make_page():
        PAGE.write_text(make_page(), "utf-8")
        raise AssertionError(f"{PAGE.name} was out of date; it is rewritten now")


def test_every_code_has_a_rule_and_every_rule_is_used():
    files = [p for p in HOME.rglob("*.py") if "rulebook" not in p.parts]
    used = set().union(*map(codes_in, files))
    assert used - RULES.keys() == set()
    assert RULES.keys() - used == set()


def test_every_rule_is_told_in_sentences():
    for rule in RULES.values():
        assert rule.title.rstrip(".") == rule.title != "", rule.code
        for text in (rule.explanation, rule.repair):
            assert text.endswith("."), rule.code
        assert rule.example, rule.code


def test_the_page_has_a_section_for_each_link():
    headings = re.findall(r"^### (.+)$", make_page(), re.M)
    assert [f"docs/rules.md#{h.lower()}" for h in headings] == [
        rule.page for rule in RULES.values()
    ]
