"""NumPy files: nothing is unpickled, every fault is told."""

import os
import pickle

import numpy as np
import pytest

from studio.errors import StudioError
from studio.graph.feeds import Feed, Feeds
from studio.runtime.engine.array_check import (
    check_arrays,
    check_named_arrays,
    names_in,
)

X = np.arange(12.0, dtype="float32").reshape(6, 2)
Y = np.array([0, 1, 2, 0, 1, 2])


def check(tmp_path, **arrays):
    path = tmp_path / "data.npz"
    np.savez(path, **arrays)
    check_arrays(path, "x", "y")


def test_good_arrays_pass(tmp_path):
    check(tmp_path, x=X, y=Y)
    check(tmp_path, x=X, y=X)
    check(tmp_path, x=X.astype("uint8"), y=Y.astype("float32"))
    check(tmp_path, x=X > 3, y=Y > 1)


BAD = np.where(X == 5.0, np.nan, X)

FAULTS = {
    "another name": ({"samples": X, "y": Y}, ["no array 'x'", "samples, y"]),
    "no arrays": ({}, ["no array 'x'", "none"]),
    "unequal lengths": ({"x": X, "y": Y[:4]}, ["6 samples", "4 labels"]),
    "no samples": ({"x": X[:0], "y": Y[:0]}, ["no samples"]),
    "single values": ({"x": X[0, 0], "y": Y}, ["must be arrays"]),
    "not finite": ({"x": BAD, "y": Y}, ["1 values that are not finite", "[2, 1]"]),
    "text": ({"x": X, "y": np.array(list("abcdef"))}, ["not numbers"]),
    "complex": ({"x": X * 1j, "y": Y}, ["complex", "not numbers"]),
    "a negative label": ({"x": X, "y": Y - 1}, ["label -1", "count from 0"]),
    "one class": ({"x": X, "y": Y * 0}, ["nothing to tell apart"]),
}


@pytest.mark.parametrize(("arrays", "parts"), FAULTS.values(), ids=FAULTS.keys())
def test_a_fault_is_told(tmp_path, arrays, parts):
    with pytest.raises(StudioError) as caught:
        check(tmp_path, **arrays)
    for part in ("data.npz", *parts):
        assert part in str(caught.value)


def test_several_faults_are_told_at_once(tmp_path):
    with pytest.raises(StudioError, match="not finite") as caught:
        check(tmp_path, x=BAD, y=Y - 1)
    assert "label -1" in str(caught.value)


class Bomb:
    def __init__(self, mark):
        self.mark = mark

    def __reduce__(self):
        return os.mkdir, (self.mark,)


def test_pickled_objects_are_refused_and_not_run(tmp_path):
    mark = tmp_path / "exploded"
    bombs = np.array([Bomb(str(mark))] * 6, dtype=object)
    with pytest.raises(StudioError, match="Python objects"):
        check(tmp_path, x=bombs, y=Y)
    path = tmp_path / "pickle.npz"
    path.write_bytes(pickle.dumps(Bomb(str(mark))))
    with pytest.raises(StudioError, match="no NumPy file"):
        check_arrays(path, "x", "y")
    assert not mark.exists()


def test_other_files_are_told(tmp_path):
    path = tmp_path / "data.npz"
    with pytest.raises(StudioError, match="is not there"):
        check_arrays(path, "x", "y")
    for content in (b"", b"PK\x03\x04 torn", b"hello"):
        path.write_bytes(content)
        with pytest.raises(StudioError, match="no NumPy file"):
            check_arrays(path, "x", "y")
    with path.open("wb") as file:
        np.save(file, X)
    with pytest.raises(StudioError, match="without a name"):
        check_arrays(path, "x", "y")


def test_a_file_cut_anywhere_is_told(tmp_path):
    path = tmp_path / "data.npz"
    np.savez(path, x=X, y=Y)
    whole = path.read_bytes()
    for length in range(0, len(whole) - 1, 7):
        path.write_bytes(whole[:length])
        with pytest.raises(StudioError, match=r"data\.npz"):
            check_arrays(path, "x", "y")


def test_a_flipped_bit_is_told_or_harmless(tmp_path):
    path = tmp_path / "data.npz"
    np.savez(path, x=X, y=Y)
    whole = path.read_bytes()
    refused = 0
    for at in range(0, len(whole), 3):
        torn = bytearray(whole)
        torn[at] ^= 0x10
        path.write_bytes(torn)
        refused += is_refused(path)
    assert refused > len(whole) / 10


def is_refused(path):
    """Whether a file is refused; any error without a sentence fails the test."""
    try:
        check_arrays(path, "x", "y")
    except StudioError:
        return True
    return False


def check_named(tmp_path, **arrays):
    path = tmp_path / "data.npz"
    np.savez(path, **arrays)
    inputs = (Feed("n1", "a", "a"), Feed("n2", "b", "b"))
    check_named_arrays(path, Feeds(inputs, (Feed("n3", "y", "y"),)))


def test_an_array_for_each_input_and_output_passes(tmp_path):
    check_named(tmp_path, a=X, b=X > 3, y=Y, more=np.array(["text"]))


NAMED_FAULTS = {
    "one is missing": ({"a": X, "y": Y}, ["no array 'b'", "a, y"]),
    "one is short": ({"a": X, "b": X[:4], "y": Y}, ["'a' has 6", "'b' has 4"]),
    "one is a single value": ({"a": X, "b": X[0, 0], "y": Y}, ["'b' is a single"]),
    "no samples": ({"a": X[:0], "b": X[:0], "y": Y[:0]}, ["no samples"]),
    "not finite": ({"a": X, "b": BAD, "y": Y}, ["'b' has 1 values", "[2, 1]"]),
    "a negative label": ({"a": X, "b": X, "y": Y - 1}, ["label -1"]),
}


@pytest.mark.parametrize(
    ("arrays", "told"), NAMED_FAULTS.values(), ids=NAMED_FAULTS.keys()
)
def test_a_fault_of_one_array_is_told(tmp_path, arrays, told):
    with pytest.raises(StudioError) as caught:
        check_named(tmp_path, **arrays)
    for part in ("data.npz", *told):
        assert part in str(caught.value)


def test_all_names_are_read(tmp_path):
    np.savez(tmp_path / "data.npz", one=X, two=Y)
    assert names_in(tmp_path / "data.npz") == ("one", "two")
