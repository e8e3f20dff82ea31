"""What the tests of bad input share."""

from __future__ import annotations

import pytest

from studio.runtime.session import EngineSession
from tests.cli.conftest import studio

__all__ = ["studio"]


@pytest.fixture(scope="session")
def engine(tmp_path_factory):
    """One engine for all questions."""
    home = tmp_path_factory.mktemp("engine-home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STUDIO_HOME", str(home))
        session = EngineSession("infer")
    with session:
        yield session


def is_clear(text: str) -> bool:
    """One paragraph with an end, without what only programmers read."""
    inner = ("Traceback", "Errno", "NoneType", "object at 0x", "<class", "KeyError")
    return (
        text == text.strip()
        and "\n" not in text
        and text.endswith((".", "?"))
        and not any(word in text for word in inner)
    )
