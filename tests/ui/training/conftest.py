"""What the tests of training share."""

import pytest

from studio.catalog.store import load_catalog
from studio.ui.data.service import DataService, DataState
from studio.ui.engine_bridge import EngineBridge
from studio.ui.theme import ThemeManager
from studio.ui.training.trainer import Trainer
from studio.ui.workspace import Workspace
from tests.ui.sample_workspace import DIGITS, digits_document, digits_node_facts
from tests.ui.scripted_engine import launcher


class World:
    """A workspace that may be trained, and a trainer whose engine is scripted."""

    def __init__(self, script):
        self.workspace = Workspace(load_catalog())
        self.engine = EngineBridge("infer", parent=self.workspace)
        self.data = DataService(self.workspace, self.engine)
        self.trainer = Trainer(self.workspace, self.data, launcher=launcher(script))
        self.workspace.replace_document(digits_document(), None)
        self.data._timer.stop()
        self.data.facts = DIGITS
        self.data._set(DataState.KNOWN)
        self.workspace.set_results(digits_node_facts(), ())
        self.states = []
        self.finished = []
        self.trainer.state_changed.connect(self.states.append)
        self.trainer.run_finished.connect(self.finished.append)

    def close(self):
        self.trainer.close()
        self.trainer._parts.wait()
        self.workspace.deleteLater()


@pytest.fixture
def make_world(qapp):
    worlds = []

    def make(script="list(requests())"):
        worlds.append(World(script))
        return worlds[-1]

    yield make
    for world in worlds:
        world.close()


@pytest.fixture
def themes(qapp):
    manager = ThemeManager("light")
    yield manager
    manager.deleteLater()
