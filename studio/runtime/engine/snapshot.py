"""Writes the shipped catalog: ``python -m studio.runtime.engine.snapshot``."""

from __future__ import annotations

import os

from studio import paths
from studio.catalog.store import write_catalog
from studio.runtime.engine.backend import load_backend


def main() -> None:
    """Read the installed Keras and write its catalog into the resources."""
    version = load_backend("infer", "cpu", os.environ).keras
    from studio.runtime.engine.introspect import read_keras

    folder = paths.resources() / "catalog"
    folder.mkdir(exist_ok=True)
    write_catalog(read_keras(), folder / f"keras-{version}.json")
    print(folder / f"keras-{version}.json")


if __name__ == "__main__":
    main()
