"""A workspace that is checked live."""

import pytest

from studio.catalog.store import load_catalog
from studio.ui.checker import LiveChecker
from studio.ui.desk import Desk
from studio.ui.workspace import Workspace
from tests.ui.checker.asked_engine import Engine
from tests.ui.sample_workspace import digits_document


@pytest.fixture
def world(qapp):
    workspace, engine = Workspace(load_catalog()), Engine()
    workspace.replace_document(digits_document(), None)
    checker = LiveChecker(workspace, engine, Desk(workspace))
    yield workspace, engine, checker
    checker.deleteLater()
    workspace.deleteLater()
