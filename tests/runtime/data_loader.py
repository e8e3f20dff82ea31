"""What scripts load, in a process of their own: tests themselves have no TensorFlow."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np

Split = tuple[Any, list[int]]


class DataLoader:
    """Executes scripts; leaving the ``with`` block ends the process."""

    def __init__(self, folder: Path) -> None:
        """Start the process; it writes its arrays to the folder."""
        command = [sys.executable, "-m", "tests.runtime.data_child"]
        pipe = subprocess.PIPE
        self._child = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)
        self._path = folder / "arrays.npz"

    def __enter__(self) -> DataLoader:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._child.communicate()
        assert self._child.returncode == 0

    def load(self, text: str, cache: int | None, passes: int) -> list[list[Split]]:
        """Samples and labels of training, validation and test, for each pass.

        `cache` stands in for the bytes that the script keeps in memory.
        """
        assert self._child.stdin is not None
        assert self._child.stdout is not None
        asked = json.dumps([text, cache, passes, str(self._path)])
        print(asked, file=self._child.stdin, flush=True)
        assert self._child.stdout.readline() == "\n"
        with np.load(self._path) as told:
            return [
                [_split(told, f"{number}_{place}") for place in range(3)]
                for number in range(passes)
            ]


def _split(arrays: Any, name: str) -> Split:
    """None where nothing was split off."""
    return arrays.get(f"{name}_x", np.empty(0)), list(arrays.get(f"{name}_y", ()))
