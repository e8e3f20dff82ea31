"""`python -m benchmarks.roundtrip_list`: write docs/roundtrip.md."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from benchmarks.round_trips import Trip, all_trips, in_deep_thread
from benchmarks.roundtrip import GROUPS, figures

TARGET = Path(__file__).parent.parent / "docs" / "roundtrip.md"
_COLOURS = re.compile(r"\x1b\[\d+m")
HEAD = """\
# Round trips

Each model below was built with Keras, saved, opened in Studio, written as code, and
built anew from that code. *Identical* means: the same class, layers in the same order
with the same names, the same config of every layer, the same calls with the same
arguments, input and output structures, weight shapes, data types and trainable flags,
parameter count, vocabularies; and, with the weights copied and stirred, the same
outputs on random inputs. The code of the rebuilt model is the same code again.

What Keras itself does not keep or numbers by itself is not compared: the numbers in the
names of operations (`add_3`; no public function takes a name), lists against tuples,
whole numbers against equal decimal ones, whether a constant argument was given by
position or was the default anyway, and whether a constant array is NumPy's or
TensorFlow's.

Written by `python -m benchmarks.roundtrip_list`; do not edit.
"""


def main() -> None:
    """Send all models round and write the list."""
    import keras

    found, cases = in_deep_thread(all_trips)
    text = "\n".join(_lines(found, cases, keras.__version__))
    TARGET.write_text(f"{HEAD}\n{text}\n", encoding="utf-8")
    for figure in figures(found):
        print(f"{figure.value:.0f} {figure.name}, {figure.detail}")


def _lines(found: list[Trip], cases: Any, version: str) -> Iterator[str]:
    yield f"| Keras {version} | models | identical |"
    yield "|---|---|---|"
    for group, title in GROUPS.items():
        members = [trip for trip in found if trip.group == group]
        alike = sum(not trip.differences for trip in members)
        what = title.removesuffix(" that come back identical")
        yield f"| {what} | {len(members)} | {alike} |"
    yield ""
    yield "## Not identical"
    others = [trip for trip in found if trip.differences]
    for trip in others:
        told = " · ".join(trip.differences[:3])
        yield f"- **{trip.name}**: {_COLOURS.sub('', ' '.join(told.split()))}"
    if not others:
        yield "None."
    yield from _left_out(cases)
    for group, title in GROUPS.items():
        yield ""
        yield f"## {title[:1].upper()}{title[1:]}"
        yield from _members(group, [t for t in found if t.group == group])


def _left_out(cases: Any) -> Iterator[str]:
    yield ""
    yield "## Cases of Keras' tests that are no model for a round trip"
    yield (
        f"{cases.of_tests} cases are of classes that the tests define themselves. "
        f"{len(cases.unreadable)} cannot be built as a model or read back by Keras:"
    )
    yield ""
    for name, reason in cases.unreadable.items():
        yield f"- {name}: {' '.join(reason.split())}"


def _members(group: str, members: list[Trip]) -> Iterator[str]:
    if group == "cases":
        counts = Counter(trip.name.rpartition(" ")[0] for trip in members)
        yield ", ".join(f"{name} ({count})" for name, count in sorted(counts.items()))
        return
    yield "| model | layers |"
    yield "|---|---|"
    for trip in members:
        yield f"| {trip.name} | {trip.layers} |"


if __name__ == "__main__":
    main()
