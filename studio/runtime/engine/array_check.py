"""NumPy files looked at before they are used, never unpickled."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np

from studio.errors import StudioError
from studio.graph.feeds import Feeds
from studio.runtime.engine.table_check import Faults


def check_arrays(path: Path, x_name: str, y_name: str) -> None:
    """Look at the arrays of an ``.npz`` file as the script uses them.

    Raises:
        StudioError: something in the file is wrong; says all of it.
    """
    arrays = _read(path, x_name, y_name)
    x, y = arrays[x_name], arrays[y_name]
    faults = Faults()
    if x.ndim == 0 or y.ndim == 0:
        faults.add("The samples and the labels must be arrays, not single values.")
    elif len(x) != len(y):
        faults.add(
            f"{x_name!r} has {len(x):,} samples and {y_name!r} has {len(y):,} labels."
        )
    elif x.size == 0 or y.size == 0:
        faults.add("It holds no samples.")
    else:
        _check_values(x_name, x, faults)
        _check_values(y_name, y, faults)
        _check_labels(y_name, y, faults)
    faults.raise_for(path)


def check_named_arrays(path: Path, feeds: Feeds) -> None:
    """Look at an array for each input and output as the script uses them.

    Raises:
        StudioError: something in the file is wrong; says all of it.
    """
    wanted = dict.fromkeys(feed.array for feed in (*feeds.inputs, *feeds.outputs))
    arrays = _read(path, *wanted)
    faults = Faults()
    single = [name for name in wanted if arrays[name].ndim == 0]
    for name in single:
        faults.add(f"{name!r} is a single value, not an array of samples.")
    counts = {name: len(arrays[name]) for name in wanted if name not in single}
    if len(set(counts.values())) > 1:
        told = ", ".join(f"{name!r} has {count:,}" for name, count in counts.items())
        faults.add(f"The arrays differ in the number of samples: {told}.")
    elif not single and 0 in (array.size for array in arrays.values()):
        faults.add("It holds no samples.")
    elif not single:
        for name in wanted:
            _check_values(name, arrays[name], faults)
        for name in dict.fromkeys(feed.array for feed in feeds.outputs):
            _check_labels(name, arrays[name], faults)
    faults.raise_for(path)


def names_in(path: Path) -> tuple[str, ...]:
    """Names of all arrays in a file.

    Raises:
        StudioError: it is no NumPy file, or it is damaged.
    """
    return tuple(_read(path))


def _read(path: Path, *names: str) -> dict[str, Any]:
    """Arrays of a file by name; without names, all names and no arrays."""
    try:
        with path.open("rb") as file:
            return _arrays(np.load(file, allow_pickle=False), path, names)
    except FileNotFoundError as error:
        raise StudioError(
            f"The data file {path} is not there. Choose the file again."
        ) from error
    except (StudioError, MemoryError):
        raise
    except Exception as error:  # a torn archive raises errors of a dozen kinds
        raise StudioError(
            f"{path.name} is no NumPy file, or it is damaged. Save the arrays again "
            "with numpy.savez."
        ) from error


def _arrays(loaded: Any, path: Path, names: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(loaded, np.lib.npyio.NpzFile):
        raise StudioError(
            f"{path.name} holds one array without a name. Save samples and labels "
            "together with numpy.savez."
        )
    with loaded:
        if not names:
            return dict.fromkeys(loaded.files)
        for name in names:
            if name not in loaded.files:
                raise StudioError(_missing(path, name, loaded.files))
        return {name: _array(loaded, path, name) for name in names}


def _missing(path: Path, name: str, names: list[str]) -> str:
    there = ", ".join(names) if names else "none"
    wanted = f"no array {name!r}" if name else "an array that is not chosen yet"
    return f"{path.name} has {wanted}. Choose among its arrays: {there}."


def _array(arrays: Any, path: Path, name: str) -> Any:
    try:
        return arrays[name]
    except ValueError as error:
        if "allow_pickle" not in str(error):
            raise
        raise StudioError(
            f"The array {name!r} of {path.name} holds Python objects, which could run "
            "code and are not read. Save it as an array of numbers."
        ) from error


def _check_values(name: str, array: Any, faults: Faults) -> None:
    if array.dtype.kind not in "biuf":
        faults.add(f"{name!r} holds {array.dtype.name} values, not numbers.")
    elif array.dtype.kind == "f" and not np.isfinite(array).all():
        bad = np.argwhere(~np.isfinite(array))
        place = ", ".join(str(index) for index in bad[0])
        faults.add(
            f"{name!r} has {len(bad):,} values that are not finite, the first at "
            f"[{place}]."
        )


def _check_labels(name: str, y: Any, faults: Faults) -> None:
    if y.dtype.kind not in "biu":
        return
    low, high = int(y.min()), int(y.max())
    if low < 0:
        faults.add(
            f"{name!r} has the label {low}; labels count from 0. Values to predict "
            "must be floating point numbers."
        )
    if low == high:
        faults.add(
            f"All labels in {name!r} are {low}, so there is nothing to tell apart."
        )
