"""Jobs in a process and on a screen of their own."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def run(*command: str, cwd: Path, **environment: str) -> str:
    """Run a child to its end; its output."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        timeout=560,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def run_job(name: str, out: Path) -> None:
    """Run ``tests.e2e.NAME`` with a real window; its files go into `out`."""
    for program in ("xvfb-run", "xdotool"):
        assert shutil.which(program), f"the real-window test needs {program}"
    screen = ["xvfb-run", "-a", "-s", "-screen 0 1600x1000x24"]
    job = [sys.executable, "-m", f"tests.e2e.{name}", str(out)]
    run(*screen, *job, cwd=ROOT, QT_QPA_PLATFORM="xcb")
