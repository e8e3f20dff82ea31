"""Problems that commands tell beside the review of a document, and their cases."""

from __future__ import annotations

from argparse import Namespace
from contextlib import nullcontext, suppress

import numpy as np

from studio.commands import check, checking
from studio.commands.console import Console
from studio.errors import StudioError
from studio.graph.problems import Problem, Severity
from studio.project.store import save
from tests.repairs.models import CATALOG, mlp
from tests.rules.case import Case


def unchanged(model, value):
    """The document is the same for both values."""


def checked(model, desk, value):
    """What is told of a document by the check of commands, data left alone."""
    return _checked(model, desk, read_data=False)


def with_data(model, desk, value):
    """The same, the data file read; there is one of the name `a.npz`."""
    x = np.linspace(0.0, 1.0, 20 * 64, dtype="float32").reshape(20, 8, 8, 1)
    np.savez(desk.folder / "a.npz", x=x, y=np.arange(20) % 10)
    return _checked(model, desk, read_data=True)


def _checked(model, desk, read_data):
    desk.patch.setattr(checking, "EngineSession", lambda role: nullcontext(desk.engine))
    base = str(desk.folder)
    report = checking.check_document(model.document, CATALOG, base, read_data)
    return list(report.problems)


def _with_engine(model, desk, value):
    """The same with an engine that starts only if `value` says so."""
    if value:
        return checked(model, desk, value)

    def broken(role):
        raise StudioError("TensorFlow is not installed.")

    desk.patch.setattr(checking, "EngineSession", broken)
    report = checking.check_document(model.document, CATALOG, "", False)
    return list(report.problems)


def _with_script(model, desk, value):
    """What stands in the way of the script, all else being right."""
    report = checking.Report(model.document, ())
    return list(checking._with_code(report, CATALOG, "").problems)


def _of_file(model, desk, value):
    """What `studio check` answers of the first `value` of the file's bytes."""
    path = desk.folder / "model.studio"
    save(model.document, path, "Model")
    path.write_bytes(path.read_bytes()[:value])
    return _answered(desk, path, read_data=False)


def _of_stranger(model, desk, value):
    """What `studio check` answers of a document that names a file."""
    path = desk.folder / "model.studio"
    save(model.document, path, "Model")
    with_data(model, desk, value)
    return _answered(desk, path, read_data=value)


def _answered(desk, path, read_data):
    found = []
    desk.patch.setattr(checking, "EngineSession", lambda role: nullcontext(desk.engine))
    desk.patch.setattr(Console, "answer", lambda console, data: found.append(data))
    options = Namespace(file=str(path), json=True, read_data=read_data)
    with suppress(StudioError):  # told in the answer as well
        check.run(options, Console(is_json=True))
    return [
        Problem(Severity(told["severity"]), told["code"], told["text"], told["node"])
        for told in found[0]["problems"]
    ]


COMMANDS = (
    Case(
        "D-SOURCE",
        mlp,
        lambda m, path: m.source(kind="npz", path=path),
        "none.npz",
        "a.npz",
        ask=with_data,
    ),
    Case(
        "D-CONSENT",
        mlp,
        lambda m, allowed: m.source(kind="npz", path="a.npz"),
        False,
        True,
        ask=_of_stranger,
    ),
    Case(
        "C-CODE",
        mlp,
        lambda m, name: m.add("odd", name, "head"),
        "Odd",
        "Identity",
        ask=_with_script,
    ),
    Case("E-ENGINE", mlp, unchanged, False, True, ask=_with_engine),
    Case("F-FILE", mlp, unchanged, 400, None, ask=_of_file),
)
