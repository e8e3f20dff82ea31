"""What run.json says of a run."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from studio.graph.values import Value, from_jsonable, to_jsonable

FORMAT = 1


class RunState(StrEnum):
    """How far a run came."""

    RUNNING = "running"
    FINISHED = "finished"
    STOPPED = "stopped"
    """Ended early by the user; the weights are kept."""
    FAILED = "failed"
    INTERRUPTED = "interrupted"
    """The process that watched it ended before it did."""
    DAMAGED = "damaged"
    """Its run.json cannot be read; never written, only shown."""


@dataclass(frozen=True, slots=True)
class RunRecord:
    """A run, as its run.json describes it.

    Attributes:
        id: name of its folder.
        title: what the user calls the model.
        state: how far it came.
        started, ended: ISO 8601 in UTC; `ended` is empty while it runs.
        seed, device: as set; `device` becomes the one used once it is known.
        epochs: how many were asked for.
        epochs_done: how many were completed.
        seconds: time spent in training.
        base: the document's folder, against which relative paths are meant.
        data: kind, path and options of the data source.
        versions: of python, tensorflow, keras, numpy and studio.
        parameters: weights of the model; 0 if nobody counted.
        evaluation: metrics on the held-out split.
        goals: whether more (``max``) or less (``min``) of a metric is better, by
            its name, as far as Keras says.
        error: why it failed, for a person; empty if it did not.
    """

    id: str
    title: str = ""
    state: RunState = RunState.RUNNING
    started: str = ""
    ended: str = ""
    seed: int = 0
    device: str = "auto"
    epochs: int = 0
    epochs_done: int = 0
    seconds: float = 0.0
    base: str = ""
    data: dict[str, Value] = field(default_factory=dict)
    versions: dict[str, str] = field(default_factory=dict)
    parameters: int = 0
    evaluation: dict[str, float] = field(default_factory=dict)
    goals: dict[str, str] = field(default_factory=dict)
    error: str = ""


_TYPES: dict[str, tuple[type, ...]] = {
    "str": (str,),
    "int": (int,),
    "float": (int, float),
    "dict[str, Value]": (dict,),
    "dict[str, str]": (dict,),
    "dict[str, float]": (dict,),
}
"""What JSON may hold for each annotation of a record."""


def now() -> str:
    """Present time as records state it."""
    return datetime.now(UTC).isoformat(timespec="milliseconds")


def record_to_text(record: RunRecord) -> str:
    """JSON text of a record."""
    data = {"format": FORMAT, **to_jsonable(asdict(record))}
    return json.dumps(data, indent=2, allow_nan=False) + "\n"


def record_from_text(text: str) -> RunRecord:
    """Inverse of `record_to_text`; fields that are not known are left out.

    Raises:
        ValueError: it is no record, or one field is wrong; says which.
    """
    data = json.loads(text)
    if not isinstance(data, dict):
        raise ValueError("it holds no record")
    if data.get("format") != FORMAT:
        raise ValueError(f"its format is {data.get('format')!r}, known is {FORMAT}")
    fields = RunRecord.__dataclass_fields__
    known = {name: from_jsonable(data[name]) for name in fields if name in data}
    for name, value in known.items():
        _check_field(name, str(fields[name].type), value)
    if "id" not in known:
        raise ValueError("id is missing")
    return RunRecord(**{**known, "state": RunState(known.get("state", "running"))})


def _check_field(name: str, kind: str, value: Any) -> None:
    if kind == "RunState":
        if value not in set(RunState) - {RunState.DAMAGED}:
            raise ValueError(f"state is {value!r}")
        return
    if isinstance(value, bool) or not isinstance(value, _TYPES[kind]):
        raise ValueError(f"{name} is {str(value)!r:.40}")
    if isinstance(value, dict) and kind != "dict[str, Value]":
        inner = kind.partition(", ")[2].rstrip("]")
        for key, item in value.items():
            _check_field(f"{name}.{key}", inner, item)
