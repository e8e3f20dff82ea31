"""One engine at a time for all tests that do not end it."""

from __future__ import annotations

import pytest

from studio.runtime.session import EngineSession

FIXTURES = {"engine": "infer", "train_engine": "train"}
"""Fixtures that use a shared engine, and its role."""


class SharedEngines:
    """Tests with an engine come last, those that share one together.

    A shared engine ends before a test starts another, so that no two of them are there
    at the same time.
    """

    def __init__(self) -> None:
        self._role = ""
        self._session: EngineSession | None = None

    def session(self, role: str, folders: pytest.TempPathFactory) -> EngineSession:
        """The engine of a role, on the CPU, with a home of its own."""
        if self._session is None or self._role != role:
            self.close()
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("STUDIO_HOME", str(folders.mktemp("engine-home")))
                self._session, self._role = EngineSession(role, "cpu"), role
        return self._session

    def close(self) -> None:
        """End the engine there is."""
        if self._session is not None:
            self._session.close()
            self._session = None

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Function]) -> None:
        """Keep the order within what starts no engine, and within each role."""
        items.sort(key=_rank)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Function) -> None:
        """End the shared engine before another starts."""
        if _rank(item) == len(FIXTURES) + 1:
            self.close()

    def pytest_sessionfinish(self) -> None:
        self.close()


def _rank(item: pytest.Function) -> int:
    """0 without an engine, then those with a shared one, then those with their own."""
    if not any(item.iter_markers("engine")) and not any(item.iter_markers("e2e")):
        return 0
    for number, name in enumerate(FIXTURES, 1):
        if name in item.fixturenames:
            return number
    return len(FIXTURES) + 1
