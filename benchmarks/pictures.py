"""A folder of thousands of photographs: how long it is read, and who waits."""

from __future__ import annotations

import tempfile
import time
from pathlib import Path

import numpy as np
from PySide6.QtGui import QImage

from benchmarks.figure import Figure
from studio.graph.setup import DataSource
from studio.project.examples import load_example
from studio.protocol.messages import DataDescribed, DescribeData, Inferred, Status
from studio.protocol.questions import infer_request
from studio.runtime.session import EngineSession

CLASSES, EACH = 5, 1_000
SIZE = (375, 500)
"""Height and width, as in the usual folders of cats, dogs and flowers."""


def measure() -> list[Figure]:
    """Describe the folder twice; ask about a model while the first goes on."""
    count = CLASSES * EACH
    with tempfile.TemporaryDirectory() as folder, EngineSession("infer") as session:
        size = _photographs(Path(folder))
        session.wait_ready()
        first, waited = _described(session, folder, asks=True)
        again, _ = _described(session, folder, asks=False)
    detail = f"{count:,} JPEG files of {size / 1e3:.0f} kB, {SIZE[1]}×{SIZE[0]} pixels"
    return [
        Figure(
            "pictures opened for the first time",
            count / first,
            "1/s",
            None,
            100,
            detail,
        ),
        Figure("the same folder read again", 1e3 * again, "ms", 2_000, None, detail),
        Figure(
            "longest wait of a model's question meanwhile", 1e3 * waited, "ms", 2_000
        ),
    ]


def _photographs(folder: Path) -> int:
    """Make them, all alike but in their names; returns the bytes of one."""
    rng = np.random.default_rng(0)
    rough = rng.integers(0, 255, (SIZE[0] // 5, SIZE[1] // 5, 3), dtype=np.uint8)
    pixels = np.ascontiguousarray(rough.repeat(5, axis=0).repeat(5, axis=1))
    height, width, _ = pixels.shape
    image = QImage(pixels.data, width, height, 3 * width, QImage.Format.Format_RGB888)
    image.save(str(folder / "one.jpg"), quality=90)
    data = (folder / "one.jpg").read_bytes()
    (folder / "one.jpg").unlink()
    for number in range(CLASSES):
        part = folder / f"class {number}"
        part.mkdir()
        for file in range(EACH):
            (part / f"{file:04}.jpg").write_bytes(data)
    return len(data)


def _described(
    session: EngineSession, folder: str, *, asks: bool
) -> tuple[float, float]:
    """Seconds of the description, and the longest of a question in between."""
    document = load_example("digits-convnet").document
    source = DataSource("images", folder, {"image_size": (180, 180)})
    start = time.perf_counter()
    session.send(DescribeData(session.next_request(), source, 0, ""))
    asked, longest = 0.0, 0.0
    for event in session.events():
        now = time.perf_counter()
        if isinstance(event, DataDescribed):
            return now - start, longest
        if isinstance(event, Inferred):
            longest, asked = max(longest, now - asked), 0.0
        elif isinstance(event, Status) and asks and not asked:
            session.send(infer_request(session.next_request(), document, "", (), ()))
            asked = now
    raise RuntimeError("the engine went silent")
