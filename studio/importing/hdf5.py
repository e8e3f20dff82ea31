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
_DEEPEST = 200


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


def model_config(file: IO[bytes], name: str, limit: int) -> bytes:
    """The model's description in an `.h5` file.

    Raises:
        StudioError: there is none, or the file is damaged.
    """
    with _opened(file, name) as root:
        if "model_config" not in root.attrs:
            raise StudioError(
                f"“{name}” holds weights but no model. Open the model first, then "
                "these weights with it."
            )
        value = root.attrs["model_config"]
    data = value.encode() if isinstance(value, str) else value
    if not isinstance(data, bytes) or len(data) > limit:
        raise _damaged(name, "its model is not described in text")
    return data


def check_weights(file: IO[bytes], name: str) -> WeightsLayout:
    """Read what a file of weights holds, and make sure that it is data alone.

    Raises:
        StudioError: it refers to other files, or is damaged.
    """
    layout = WeightsLayout()
    with _opened(file, name) as root:
        waiting = [("", root, 0)]
        while waiting:
            path, group, depth = waiting.pop()
            if depth > _DEEPEST or len(layout.arrays) > _MEMBERS:
                raise _damaged(name, "it has too many parts")
            for key in group:
                place = f"{path}/{key}" if path else key
                item = _member(group, key, name)
                if _is_group(item):
                    waiting.append((place, item, depth + 1))
                    _note_name(layout, path, key, item)
                else:
                    layout.arrays[place] = _array(item, place, name)
    return layout


@contextmanager
def _opened(file: IO[bytes], name: str) -> Iterator[Any]:
    import h5py

    try:
        with h5py.File(file, "r") as root:
            yield root
    except (OSError, KeyError, RuntimeError, ValueError, TypeError) as error:
        raise _damaged(name, "it is no whole HDF5 file") from error


def _member(group: Any, key: str, name: str) -> Any:
    import h5py

    if not isinstance(group.get(key, getlink=True), h5py.HardLink):
        raise _damaged(name, f"“{key}” in it lies elsewhere")
    return group[key]


def _is_group(item: Any) -> bool:
    import h5py

    return isinstance(item, h5py.Group)


def _array(item: Any, place: str, name: str) -> tuple[int, ...]:
    """Shape of an array that lies whole in this very file."""
    import h5py

    if not isinstance(item, h5py.Dataset) or item.dtype.kind not in _PLAIN:
        raise _damaged(name, f"“{place}” in it is no array of numbers")
    if item.external or item.is_virtual:
        raise _damaged(name, f"“{place}” in it lies in another file")
    stored = item.id.get_storage_size()
    if item.nbytes > max(_SMALL, stored * _RATIO):
        raise _damaged(name, f"“{place}” in it is larger than what is stored of it")
    return tuple(item.shape or ())


def _note_name(layout: WeightsLayout, path: str, key: str, item: Any) -> None:
    if key == "vars" and isinstance(item.attrs.get("name"), str):
        layout.names[path] = item.attrs["name"]


def _damaged(name: str, reason: str) -> StudioError:
    return StudioError(
        f"“{name}” is not opened: {reason}. Save the model with Keras again."
    )
