"""Models sent round: to a document, to code, to a model again, and compared."""

from __future__ import annotations

import gc
import json
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from studio.catalog.spec import Catalog

STACK_BYTES = 512 * 2**20
RECURSION_LIMIT = 100_000
"""What an engine's job thread has: Keras builds a model by recursion."""

Builder = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Trip:
    """What became of one model.

    Attributes:
        group: ``applications``, ``corpus`` or ``cases``.
        name: of the model in its group.
        layers: how many it has.
        differences: one sentence each; none where it came back identical.
    """

    group: str
    name: str
    layers: int
    differences: tuple[str, ...] = ()


def in_deep_thread(work: Callable[[], Any]) -> Any:
    """Call `work` where recursion may go as deep as in an engine."""
    result: list[Any] = []
    limit, usual = sys.getrecursionlimit(), threading.stack_size(STACK_BYTES)
    sys.setrecursionlimit(RECURSION_LIMIT)
    thread = threading.Thread(target=lambda: result.append(work()))
    thread.start()
    threading.stack_size(usual)
    thread.join()
    sys.setrecursionlimit(limit)
    if not result:
        raise RuntimeError("The thread failed; its error is printed above.")
    return result[0]


def trips(group: str, builders: Mapping[str, Builder], catalog: Catalog) -> list[Trip]:
    """Send all models of a group round, one after the other."""
    found = []
    for number, (name, make) in enumerate(builders.items(), start=1):
        print(f"{group} {number}/{len(builders)} {name}", file=sys.stderr)
        found.append(send_round(group, name, make, catalog))
        gc.collect()
    return found


def send_round(group: str, name: str, make: Builder, catalog: Catalog) -> Trip:
    """Build a model, save it, and compare what comes of its file with it."""
    import keras

    from studio.importing.archive import import_file
    from studio.runtime.engine.comparison import compare
    from studio.runtime.engine.roundtrip import rebuild

    keras.utils.clear_session(free_memory=False)
    original = make()
    with tempfile.TemporaryDirectory() as folder:
        path = _saved(original, Path(folder), group == "corpus")
        imported = import_file(path, catalog)
    way = rebuild(imported, catalog)
    told = [way.failure] if way.failure else list(way.warnings)
    if way.model is not None:
        told += [
            f"{d.layer}, {d.field}: {d.expected} became {d.found}"
            for d in compare(original, way.model)
        ]
        told += _told_by_second_code(way.code, way.model, catalog)
    return Trip(group, name, len(original.layers), tuple(told))


def _saved(model: Any, folder: Path, whole: bool) -> Path:
    """A file of the model: with its weights, or only as it is built."""
    if whole:
        path = folder / "model.keras"
        model.save(path)
    else:
        path = folder / "model.json"
        path.write_text(model.to_json(), encoding="utf-8")
    return path


def _told_by_second_code(code: str, model: Any, catalog: Catalog) -> Iterator[str]:
    """Code of the rebuilt model is the same code, up to the numbers of operations."""
    from studio.codegen.model_code import generate_model
    from studio.importing.config import import_config

    text = model.to_json()
    for _ in range(2):  # the first time the numbers of operations change
        imported = import_config(json.loads(text), catalog)
        again = generate_model(imported.document, catalog, imported.title).text
        if again == code:
            return
        if len(again.splitlines()) != len(code.splitlines()):
            break
        from studio.runtime.engine.roundtrip import build

        code, text = again, build(again).to_json()
    yield "the code of the rebuilt model is another code"


def all_trips() -> tuple[list[Trip], Any]:
    """Every model of every group, and the harvest of Keras' own tests."""
    import keras

    from benchmarks.applications import applications
    from benchmarks.corpus import corpus
    from benchmarks.keras_cases import harvest
    from studio.catalog.store import load_catalog

    catalog = load_catalog()
    cases = harvest()
    readers = {
        name: lambda text=text: keras.models.model_from_json(text)
        for name, text in cases.configs.items()
    }
    found = trips("corpus", corpus(), catalog)
    found += trips("cases", readers, catalog)
    found += trips("applications", applications(), catalog)
    return found, cases


def seconds(work: Callable[[], Any]) -> tuple[float, Any]:
    """How long a call takes, and its result."""
    start = time.perf_counter()
    result = work()
    return time.perf_counter() - start, result
