"""`python -m benchmarks [NAME ...] [--json FILE]`: print the promised figures."""

from __future__ import annotations

import argparse
import importlib
import json
import platform
import sys
from dataclasses import asdict
from pathlib import Path

from benchmarks.figure import Figure

NAMES = (
    "startup",
    "canvas",
    "big_window",
    "layout",
    "frame_gap",
    "inference",
    "inference_proof",
    "training_overhead",
    "accuracy",
    "training_memory",
    "importing",
    "generating",
    "long_chain",
    "roundtrip",
    "comparing",
    "pictures",
)


def main() -> int:
    """Measure, print a table and JSON; exit code 1 if a promise is broken."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks")
    parser.add_argument("names", nargs="*", default=NAMES, help=", ".join(NAMES))
    parser.add_argument("--json", type=Path, help="also write the figures here")
    options = parser.parse_args()
    unknown = set(options.names) - set(NAMES)
    if unknown:
        parser.error(f"no such benchmark: {', '.join(sorted(unknown))}")
    figures: list[Figure] = []
    for name in options.names:
        print(f"… {name}", file=sys.stderr)
        figures += importlib.import_module(f"benchmarks.{name}").measure()
    _print_table(figures)
    data = json.dumps(
        {
            "python": platform.python_version(),
            "machine": platform.machine(),
            "figures": [{**asdict(f), "kept": f.kept} for f in figures],
        },
        indent=1,
    )
    print(data)
    if options.json:
        options.json.write_text(data, encoding="utf-8")
    return 0 if all(figure.kept for figure in figures) else 1


def _print_table(figures: list[Figure]) -> None:
    width = max(len(figure.name) for figure in figures)
    for figure in figures:
        mark = "ok " if figure.kept else "NO "
        print(
            f"{mark} {figure.name:<{width}} {figure.value:9.3f} {figure.unit:<6}"
            f" promised {figure.promise:<8} {figure.detail}"
        )


if __name__ == "__main__":
    sys.exit(main())
