"""Ruff with the project's rules, over many generated modules at once."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent


def lint(texts: dict[str, str], folder: Path) -> str:
    """What Ruff says of modules by name: nothing, if all is well."""
    for name, text in texts.items():
        (folder / f"{name}.py").write_text(text, encoding="utf-8", newline="")
    config = str(ROOT / "pyproject.toml")
    # The project bans heavy imports at module level; a script is made of them.
    check = ["check", "--config", config, "--ignore", "TID253,INP001", "--quiet"]
    style = ["format", "--config", config, "--diff", "--quiet"]
    said = []
    for arguments in (check, style):
        command = [sys.executable, "-m", "ruff", *arguments, "--no-cache", str(folder)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        said.append(done.stdout + done.stderr)
    return "".join(said)
