"""Makes the pictures of the README; run it as `make images`."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from studio.commands.console import Console
from studio.commands.demo import PROJECT, run_demo
from studio.errors import StudioError
from studio.paths import runs

SCALES = ("1.0", "1.5", "2.0")
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
        except StudioError as error:
            console.fail(str(error))
            return 1
        shutil.copytree(folder / "runs", runs())
        draw("window", str(folder / PROJECT))
        draw("canvas")
        for name in ("graph.svg", "plots.png"):
            (IMAGES / name).write_bytes((folder / name).read_bytes())
    return 0


def draw(what: str, *arguments: str) -> None:
    """Draw window or canvas in both themes, on screens of three densities."""
    script = Path(__file__).with_name(f"{what}_picture.py")
    for mode in ("light", "dark"):
        for scale in SCALES:
            target = IMAGES / f"{what}-{mode}-{scale}.png"
            subprocess.run(
                [sys.executable, str(script), *arguments, mode, str(target)],
                env={**os.environ, "QT_SCALE_FACTOR": scale},
                cwd=script.parents[1],
                check=True,
            )


if __name__ == "__main__":
    sys.exit(main())
