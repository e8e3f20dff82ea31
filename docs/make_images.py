"""Makes the pictures of the README; run it as `make images`."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

from studio.commands.console import Console
from studio.commands.demo import PROJECT, run_demo
from studio.commands.snapshots import save_window
from studio.errors import StudioError

IMAGES = Path(__file__).parent / "images"


def main() -> int:
    """Do the demo's job in a folder of its own and keep the pictures."""
    IMAGES.mkdir(exist_ok=True)
    console = Console()
    with tempfile.TemporaryDirectory() as home:
        os.environ["STUDIO_HOME"] = home
        folder = Path(home) / "demo"
        try:
            run_demo(folder, console)
            for mode in ("light", "dark"):
                save_window(folder / PROJECT, IMAGES / f"window-{mode}.png", mode)
        except StudioError as error:
            console.fail(str(error))
            return 1
        for name in ("graph.svg", "plots.png"):
            (IMAGES / name).write_bytes((folder / name).read_bytes())
    return 0


if __name__ == "__main__":
    sys.exit(main())
