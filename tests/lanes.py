"""Who runs which test, where pytest-xdist has several workers."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).parents[1]
_STARTS_ENGINES = re.compile(r"\bmark\.(engine|e2e)\b")
_WINDOWS = ("tests/e2e/", "tests/ui/")


class Lanes(LoadScopeScheduling):
    """Engines run one after the other, windows with an engine too; the rest beside.

    With two workers one has the engines, and the other mostly waits for a window when
    both compute.
    """

    def _split_scope(self, nodeid: str) -> str:
        return _lane(nodeid.partition("::")[0])


@cache
def _lane(path: str) -> str:
    """Tests of one lane never run at the same time."""
    if not _STARTS_ENGINES.search((ROOT / path).read_text("utf-8")):
        return path
    return "windows" if path.startswith(_WINDOWS) else "engines"
