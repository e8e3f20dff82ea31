"""`python -m benchmarks.inference_list`: write docs/inference-proof.md."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from benchmarks.inference_proof import GROUPS, Row, measured, prove
from benchmarks.profiler import OPEN_SIZE

TARGET = Path(__file__).parent.parent / "docs" / "inference-proof.md"
HEAD = f"""\
# Proof of the inference

Each model below was built by Keras, drawn as a document and looked at by Studio's
engine. *Equal* means: no problem is told; every node, those of models inside as well,
has the shapes, dtypes and number of parameters that Keras' own layer has; all
parameters and all trained ones are as many; and the FLOPs of one sample are within 1%
of what TensorFlow's profiler counts in the graph of the whole model.

What the profiler counts is compared op by op:

- It has no formula for activation functions, `Einsum`, `Max` and others
  ([flops.md](flops.md)): those are in neither number.
- It counts the body of a loop once, so RNNs are unrolled for it; Studio counts its own
  loops.
- It needs sizes: those that a model leaves open are {OPEN_SIZE} here, in both. Shapes
  are compared with the sizes open.
- Each layer is called as the model calls it, by itself: Keras would train all that
  follows a layer called with `training=True`.
- Only what the outputs depend on counts: losses of regularizers and updates of moving
  averages do not.
- Where the sizes of a node's work stay unknown, Studio tells no FLOPs of it and its ops
  are left out; where the profiler's formula is another on purpose, that type of op is.
  The last column says so, and the one before names every type of op that differs.

Masks are what differs: Keras computes with the mask of an `Embedding` or a `Masking`,
and Studio looks at each layer without it. Where a mask would be lost is told (T-MASK).

Written by `python -m benchmarks.inference_list`; do not edit.
"""


def main() -> None:
    """Compare all models and write the list."""
    import keras
    import tensorflow as tf

    rows = list(prove())
    versions = f"Keras {keras.__version__}, TensorFlow {tf.__version__}"
    text = "\n".join(_lines(rows, versions))
    TARGET.write_text(f"{HEAD}\n{text}\n", encoding="utf-8")
    for figure in measured(rows):
        print(f"{figure.value:.0f} {figure.name}, {figure.detail}")


def _lines(rows: list[Row], versions: str) -> Iterator[str]:
    yield f"| {versions} | models | equal | nodes | FLOPs equal to the last digit |"
    yield "|---|---|---|---|---|"
    for group, title in GROUPS.items():
        yield _total(title, [row for row in rows if row.group == group])
    yield _total("all", rows)
    counted = sum(row.profiled > 0 for row in rows)
    yield ""
    yield f"The profiler counts something in {counted} of the {len(rows)} models."
    for group, title in GROUPS.items():
        yield ""
        yield f"## {title[:1].upper()}{title[1:]}"
        yield (
            "| model | nodes | parameters | FLOPs by Studio | by the profiler "
            "| differing | not compared |"
        )
        yield "|---|---|---|---|---|---|---|"
        yield from (_line(row) for row in rows if row.group == group)


def _total(title: str, rows: list[Row]) -> str:
    equal = sum(row.holds for row in rows)
    nodes = sum(row.nodes for row in rows)
    exact = sum(row.counted == row.profiled for row in rows)
    return f"| {title} | {len(rows)} | {equal} | {nodes:,} | {exact} |"


def _line(row: Row) -> str:
    differing = [*row.differences, *row.unlike]
    if row.counted != row.profiled:
        differing.append(f"{row.deviation:.2%} of all")
    return (
        f"| {row.name} | {row.nodes:,} | {row.params:,} | {row.counted:,} "
        f"| {row.profiled:,} | {'; '.join(differing) or 'none'} "
        f"| {'; '.join(row.left_out)} |"
    )


if __name__ == "__main__":
    main()
