"""Running the command line inside the test process."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from studio import cli
from studio.commands import checking
from studio.graph import commands
from studio.graph.document import Document
from studio.graph.model import INPUT_CLASS, Edge, Point
from studio.project.store import save


@dataclass(frozen=True)
class Outcome:
    """Exit code, and what was printed."""

    code: int
    out: str
    err: str

    @property
    def data(self) -> dict[str, Any]:
        """The one JSON object on stdout."""
        assert self.out.count("\n") == 1, self.out
        data = json.loads(self.out)
        assert isinstance(data, dict)
        return data

    def sentence(self) -> str:
        """The one line on stderr of a command that failed."""
        assert self.code == 1, (self.code, self.out, self.err)
        assert "Traceback" not in self.out + self.err
        lines = self.err.strip().splitlines()
        assert len(lines) == 1, self.err
        return lines[0]


Studio = Callable[..., Outcome]


@pytest.fixture
def studio(capfd) -> Studio:
    def run(*arguments: object) -> Outcome:
        capfd.readouterr()
        code = cli.run([str(argument) for argument in arguments])
        return Outcome(code, *capfd.readouterr())

    return run


@pytest.fixture
def quick_studio(studio, engine, monkeypatch) -> Studio:
    """Commands that check with the shared engine instead of starting one."""
    monkeypatch.setattr(checking, "EngineSession", lambda role: nullcontext(engine))
    return studio


def chain(*layers: tuple[str, dict[str, Any]]) -> Document:
    """Layers in a row; names without a package are Keras layers."""
    document = Document()
    before = None
    for name, parameters in layers:
        path = INPUT_CLASS if name == "Input" else f"keras.layers.{name}"
        at = Point(0, 120 * len(document.graph.nodes))
        edit, node = commands.place_layer(document, path, at, parameters)
        document.apply(edit)
        if before:
            document.apply(commands.connect(document, Edge(before, node, "inputs")))
        before = node
    return document


@pytest.fixture
def softmax(tmp_path) -> Path:
    """A softmax classifier of the digits, two epochs."""
    document = chain(
        ("Input", {"shape": (8, 8, 1)}),
        ("Flatten", {}),
        ("Dense", {"units": 10, "activation": "softmax"}),
    )
    document.apply(commands.change_data(document, kind="digits"))
    document.apply(commands.change_fit(document, epochs=2))
    path = tmp_path / "softmax.studio"
    save(document, path, "Softmax")
    return path
