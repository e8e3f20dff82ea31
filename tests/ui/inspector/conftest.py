import pytest

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
