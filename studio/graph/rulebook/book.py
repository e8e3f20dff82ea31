"""All rules by code."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from studio.graph.rulebook.data import DATA
from studio.graph.rulebook.head import HEAD
from studio.graph.rulebook.keras import KERAS
from studio.graph.rulebook.rule import Rule
from studio.graph.rulebook.structure import STRUCTURE
from studio.graph.rulebook.training import TRAINING

CHAPTERS: tuple[tuple[str, str, tuple[Rule, ...]], ...] = (
    ("Structure", "Answered at once, without asking Keras.", STRUCTURE),
    ("Layers and shapes", "Keras' word on every layer and what comes in.", KERAS),
    ("Data and settings", "What is trained on, and how.", DATA),
    ("Head, loss and labels", "What comes out against what is wanted.", HEAD),
    ("Training sense and style", "No error, but seldom what one wants.", TRAINING),
)
"""Title, one line and rules of each chapter of the page."""


def _by_code() -> Mapping[str, Rule]:
    rules = [rule for _, _, chapter in CHAPTERS for rule in chapter]
    table = {rule.code: rule for rule in rules}
    if len(table) != len(rules):
        raise ValueError("a rule's code stands twice")
    return MappingProxyType(table)


RULES = _by_code()
"""Every rule by its code."""
