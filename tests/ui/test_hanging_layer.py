"""A layer of the user's own that never returns, in a real engine."""

import pytest

from studio.catalog.foreign import fingerprint
from studio.catalog.store import load_catalog
from studio.project.approvals import TrustedCode
from studio.ui.checker import LiveChecker
from studio.ui.desk import Desk
from studio.ui.engine_bridge import EngineBridge
from studio.ui.workspace import Workspace
from tests.runtime.hanging import CODE, drawn

PATIENCE_MS = 200_000
"""The engine starts twice, and one layer's limit passes in between."""


@pytest.mark.engine
def test_it_costs_its_own_node_only(qtbot, tmp_path, monkeypatch):
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path))
    TrustedCode().trust(fingerprint(CODE, ()))
    workspace, engine = Workspace(load_catalog()), EngineBridge("infer")
    checker = LiveChecker(workspace, engine, Desk(workspace))
    workspace.replace_document(drawn(), None)
    engine.start()
    qtbot.waitUntil(lambda: checker.state == "problems", timeout=PATIENCE_MS)
    hanging = [p.node for p in workspace.problems if p.code == "K-HANG"]
    assert hanging == ["n2"]
    assert workspace.facts["n3"].outputs[0].shape == (None, 3)
    engine.close()
    checker.deleteLater()
    engine.deleteLater()
    workspace.deleteLater()
