"""Start of a process: run by path, so that it is this very Studio that runs.

``python -I boot.py --role infer`` is an engine, ``python -I boot.py command import``
a command of the command line, ``python -I boot.py desk`` the desk. It looks at no
environment variable and adds no folder to the import path; a file lying about cannot
be imported by mistake.
"""

from __future__ import annotations

import importlib
import importlib.util
import sys
from pathlib import Path


def _register_studio() -> None:
    home = Path(__file__).resolve().parent.parent
    spec = importlib.util.spec_from_file_location(
        "studio", home / "__init__.py", submodule_search_locations=[str(home)]
    )
    if spec is None or spec.loader is None:
        raise ImportError(f"no studio package in {home}")
    package = importlib.util.module_from_spec(spec)
    sys.modules["studio"] = package
    spec.loader.exec_module(package)


if __name__ == "__main__":
    _register_studio()
    if sys.argv[1:2] == ["command"]:
        sys.exit(importlib.import_module("studio.cli").run(sys.argv[2:]))
    if sys.argv[1:2] == ["desk"]:
        importlib.import_module("studio.runtime.desk.__main__").main()
    importlib.import_module("studio.runtime.engine.__main__").main()
