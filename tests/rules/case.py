"""A rule's example and the nearest document that does not break it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from studio.catalog.foreign import fingerprint
from studio.graph.problems import Problem
from studio.project.approvals import TrustedCode
from studio.runtime.session import EngineSession
from tests.repairs.asking import problems_of
from tests.repairs.models import Model


@dataclass(frozen=True)
class Desk:
    """What a case is asked with: an engine, a folder of its own, patches."""

    engine: EngineSession
    folder: Path
    patch: pytest.MonkeyPatch


def reviewed(model: Model, desk: Desk, value: Any) -> list[Problem]:
    """What window and commands tell of a document whose code is trusted."""
    code = model.document.setup.code
    if code.custom:
        TrustedCode().trust(fingerprint(code.custom, code.modules))
    return problems_of(model, desk.engine)


@dataclass(frozen=True)
class Case:
    """A valid model in which one thing varies: `bad` breaks the rule, `good` does not.

    Attributes:
        vary: sets the one thing to a value.
        node: name of the node that the problem is told of.
        parameter: the field that it is told of.
        ask: how the problems are found, given the value as well.
    """

    code: str
    base: Callable[[], Model]
    vary: Callable[[Model, Any], object]
    bad: Any
    good: Any
    node: str | None = None
    parameter: str | None = None
    ask: Callable[[Model, Desk, Any], list[Problem]] = reviewed

    def told(self, desk: Desk, value: Any) -> tuple[Model, list[Problem]]:
        """The model with the value, and all problems of it."""
        model = self.base()
        self.vary(model, value)
        return model, self.ask(model, desk, value)
