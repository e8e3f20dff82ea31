"""Who runs which test, where pytest-xdist has several workers."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).parents[1]
_STARTS_ENGINES = re.compile(r"\bmark\.(engine|e2e)\b")


class Lanes(LoadScopeScheduling):
    """What starts TensorFlow runs one after the other, all the rest beside it."""

    def _split_scope(self, nodeid: str) -> str:
        path = nodeid.partition("::")[0]
        return "engines" if starts_engines(path) else path


@cache
def starts_engines(path: str) -> bool:
    """Whether tests of a file are marked as starting TensorFlow."""
    file = ROOT / path
    return file.is_file() and bool(_STARTS_ENGINES.search(file.read_text("utf-8")))
