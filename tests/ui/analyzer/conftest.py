from tests.ui.inspector.conftest import themes, workspace

__all__ = ["themes", "workspace"]
