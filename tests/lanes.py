"""Who runs which test, where pytest-xdist has several workers."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).parents[1]
_STARTS_TENSORFLOW = re.compile(r"\bmark\.(engine|e2e)\b")


class Lanes(LoadScopeScheduling):
    """Files that start TensorFlow one after the other, the rest beside them."""

    def _split_scope(self, nodeid: str) -> str:
        return _lane(nodeid.partition("::")[0])


@cache
def _lane(path: str) -> str:
    """Tests of one lane never run at the same time."""
    text = (ROOT / path).read_text("utf-8")
    return "TensorFlow" if _STARTS_TENSORFLOW.search(text) else path
