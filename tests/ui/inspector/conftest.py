import pytest

from studio.ui.inspector.panel import InspectorPanel
from studio.ui.theme import ThemeManager
from tests.ui.inspector.sample import make_workspace


@pytest.fixture
def themes(qapp):
    manager = ThemeManager("light")
    yield manager
    manager.deleteLater()


@pytest.fixture
def workspace(qapp):
    made = make_workspace()
    yield made
    made.deleteLater()


@pytest.fixture
def panel(qtbot, workspace, themes):
    panel = InspectorPanel(workspace, themes)
    qtbot.addWidget(panel)
    panel.resize(320, 700)
    panel.show()
    qtbot.waitExposed(panel)
    return panel
