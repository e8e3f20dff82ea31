"""Messages about whole models: read from a script, and compared after a round trip."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class ReadScript:
    """Execute Python text and collect the models it makes. Answer: `ModelsRead`.

    Sent only after the user trusted exactly this `text`. The engine is of no
    further use: close it afterwards. It ends itself after `seconds`.
    """

    request: int
    text: str
    seconds: float


@dataclass(frozen=True, slots=True)
class FoundModel:
    """A model that a script made.

    Attributes:
        title: how the script calls it: ``build_model()``, ``encoder``.
        name: its Keras name.
        layers: number of its layers.
        size: bytes of its config in the payload.
    """

    title: str
    name: str
    layers: int
    size: int


@dataclass(frozen=True, slots=True)
class ScriptProblem:
    """What went wrong in a script; `line` counts from 1, 0 where none is to blame."""

    line: int
    text: str


@dataclass(frozen=True, slots=True)
class ModelsRead:
    """Answer to `ReadScript`; the payload holds the configs as JSON, in order."""

    request: int
    models: tuple[FoundModel, ...]
    problems: tuple[ScriptProblem, ...]
    payload: bytes = field(default=b"", repr=False)

    def configs(self) -> tuple[bytes, ...]:
        """JSON text of each model, as `keras.Model.to_json` writes it."""
        configs: list[bytes] = []
        start = 0
        for model in self.models:
            configs.append(self.payload[start : start + model.size])
            start += model.size
        return tuple(configs)


@dataclass(frozen=True, slots=True)
class BuildKnown:
    """Build a model of `keras.applications` without weights. Answer: `KnownBuilt`."""

    request: int
    path: str
    parameters: dict[str, Any]


@dataclass(frozen=True, slots=True)
class KnownBuilt:
    """Answer to `BuildKnown`: the model's config as JSON, or why there is none."""

    request: int
    failure: str = ""
    payload: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Roundtrip:
    """Model to document to code to model, compared. Answer: `RoundtripDone`.

    The model is that of the file at `path` (`.keras`, `.h5`, JSON); without one, the
    payload is its config as JSON.
    """

    request: int
    path: str = ""
    payload: bytes = field(default=b"", repr=False)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing in which a rebuilt model is not the original.

    Attributes:
        layer: name of the layer, or of the model.
        field: what differs, e.g. ``kernel_size`` or ``weight shape``.
        expected, found: the original and the rebuilt, as text.
    """

    layer: str
    field: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class RoundtripDone:
    """Answer to `Roundtrip`.

    Attributes:
        name: Keras name of the original.
        layers: number of its layers.
        differences: empty where the rebuilt model is identical.
        failure: why there is nothing to compare; empty where there is.
        warnings: what the import could not keep.
        code: the generated module, as far as it came to one.
    """

    request: int
    name: str
    layers: int
    differences: tuple[Difference, ...]
    failure: str = ""
    warnings: tuple[str, ...] = ()
    code: str = ""

    @property
    def identical(self) -> bool:
        """Whether the model came back as it was."""
        return not (self.failure or self.differences)


ModelRequest = ReadScript | BuildKnown | Roundtrip
ModelEvent = ModelsRead | KnownBuilt | RoundtripDone
