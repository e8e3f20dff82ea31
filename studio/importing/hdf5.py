"""HDF5 files of Keras: the config and the weights, plain arrays alone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from studio.errors import StudioError

_PLAIN = frozenset("biufcVSO")
_MEMBERS = 200_000
_RATIO = 1_100
_SMALL = 1024 * 1024
TRAINING = "training_config"
"""Attribute that tells how a model was compiled."""
_VARS = "/vars"
"""Group of a layer's own arrays; it knows the layer's name."""


@dataclass(frozen=True, slots=True)
class WholeFile:
    """Weights in a file that holds the model too."""

    path: Path
    suffix: str = ".h5"

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Open them for reading, with seeking."""
        with self.path.open("rb") as file:
            yield file


@dataclass(frozen=True, slots=True)
class WeightsLayout:
    """What a file of weights holds.

    Attributes:
        arrays: shape of each array by its path.
        names: layer names by the path of their group.
    """

    arrays: dict[str, tuple[int, ...]] = field(default_factory=dict)
    names: dict[str, str] = field(default_factory=dict)


def model_config(file: IO[bytes], name: str, limit: int) -> tuple[bytes, bytes]:
    """The model's description in an `.h5` file, and how it was compiled, if it was.

    Raises:
        StudioError: there is none, or the file is damaged.
    """
    with _opened(file, name) as root:
        if "model_config" not in root.attrs:
            raise StudioError(
                f"“{name}” holds weights but no model. Open the model first, then "
                "these weights with it."
            )
        texts = [root.attrs.get(key, b"") for key in ("model_config", TRAINING)]
    model, training = (v.encode() if isinstance(v, str) else v for v in texts)
    if not isinstance(model, bytes) or len(model) > limit:
        raise _damaged(name, "its model is not described in text")
    return model, training if isinstance(training, bytes) else b"?"


def check_weights(file: IO[bytes], name: str) -> WeightsLayout:
    """Read what a file of weights holds, and make sure that it is data alone.

    Raises:
        StudioError: it refers to other files, or is damaged.
    """
    import h5py

    layout = WeightsLayout()
    with _opened(file, name) as root:
        for place, kind in _members(root, name):
            if kind == h5py.h5o.TYPE_DATASET:
                layout.arrays[place] = _array(root[place], place, name)
            elif kind != h5py.h5o.TYPE_GROUP:
                raise _damaged(name, f"“{place}” in it is no array of numbers")
            elif place.endswith(_VARS):
                _note_name(layout, place.removesuffix(_VARS), root[place])
    return layout


def _members(root: Any, name: str) -> list[tuple[str, int]]:
    """Path and kind of all that is in a file, which lies there itself."""
    import h5py

    found: list[tuple[str, int]] = []

    def elsewhere(place: bytes, link: Any) -> bytes | None:
        return None if link.type == h5py.h5l.TYPE_HARD else place

    def note(place: bytes, item: Any) -> bool | None:
        found.append((place.decode("utf-8", "replace"), item.type))
        return True if len(found) > _MEMBERS else None

    strange = root.id.links.visit(elsewhere, info=True)
    if strange is not None:
        raise _damaged(
            name, f"“{strange.decode('utf-8', 'replace')}” in it lies elsewhere"
        )
    if h5py.h5o.visit(root.id, note, info=True):
        raise _damaged(name, "it has too many parts")
    return [(place, kind) for place, kind in found if place != "."]


@contextmanager
def _opened(file: IO[bytes], name: str) -> Iterator[Any]:
    import h5py

    try:
        with h5py.File(file, "r") as root:
            yield root
    except (OSError, KeyError, RuntimeError, ValueError, TypeError) as error:
        raise _damaged(name, "it is no whole HDF5 file") from error


def _array(item: Any, place: str, name: str) -> tuple[int, ...]:
    """Shape of an array that lies whole in this very file."""
    if item.dtype.kind not in _PLAIN:
        raise _damaged(name, f"“{place}” in it is no array of numbers")
    if item.external or item.is_virtual:
        raise _damaged(name, f"“{place}” in it lies in another file")
    stored = item.id.get_storage_size()
    if item.nbytes > max(_SMALL, stored * _RATIO):
        raise _damaged(name, f"“{place}” in it is larger than what is stored of it")
    return tuple(item.shape or ())


def _note_name(layout: WeightsLayout, place: str, item: Any) -> None:
    name = item.attrs.get("name")
    if isinstance(name, str):
        layout.names[place] = name


def _damaged(name: str, reason: str) -> StudioError:
    return StudioError(
        f"“{name}” is not opened: {reason}. Save the model with Keras again."
    )
