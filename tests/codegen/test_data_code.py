"""The generated loaders, executed on small data."""

from pathlib import Path

import numpy as np
import pytest

from studio.codegen.data_code import data_code
from studio.codegen.training_code import generate_data
from studio.errors import StudioError
from studio.graph.feeds import Feed, Feeds
from studio.graph.setup import DataSource


def module(source, seed=0, base=None):
    names = {"__name__": "data"}
    exec(generate_data(source, seed, base), names)
    return names


def load(source, seed=0, base=None):
    return module(source, seed, base)["load_data"]()


@pytest.mark.parametrize(
    ("kind", "shape", "label", "count"),
    [
        ("digits", (8, 8, 1), "int64", 1797),
        ("iris", (4,), "int64", 150),
        ("diabetes", (10,), "float32", 442),
        ("gate", (2,), "int64", 200),
    ],
)
def test_embedded_data(kind, shape, label, count):
    splits = load(DataSource(kind))
    for x, y in splits:
        assert (x.shape[1:], x.dtype) == (shape, "float32")
        assert (y.shape, y.dtype) == ((len(x),), label)
        assert np.isfinite(x).all()
    sizes = [len(x) for x, _ in splits]
    assert sum(sizes) == count
    assert sizes[1] == sizes[2] == round(0.2 * count)


def test_digits_lie_between_0_and_1():
    (x, y), _, _ = load(DataSource("digits"))
    assert (x.min(), x.max()) == (0.0, 1.0)
    assert set(y) == set(range(10))


def test_regression_targets_keep_their_unit():
    splits = load(DataSource("diabetes"))
    y = np.concatenate([y for _, y in splits])
    assert (y.min(), y.max()) == (25.0, 346.0)


def test_the_gate_is_and():
    (x, y), _, _ = load(DataSource("gate"))
    assert np.array_equal((x > 0.5).all(axis=1), y == 1)


def test_features_are_standardised_by_the_training_split_alone():
    train, _, test = load(DataSource("iris"))
    assert np.allclose(train[0].mean(axis=0), 0, atol=1e-5)
    assert np.allclose(train[0].std(axis=0), 1, atol=1e-5)
    assert not np.allclose(test[0].mean(axis=0), 0, atol=1e-3)


def test_the_seed_decides_the_split():
    one, again = load(DataSource("iris"), 1), load(DataSource("iris"), 1)
    other = load(DataSource("iris"), 2)
    for (x, y), (same_x, same_y) in zip(one, again, strict=True):
        assert np.array_equal(x, same_x)
        assert np.array_equal(y, same_y)
    assert not np.array_equal(one[0][1], other[0][1])


def test_no_sample_is_in_two_splits(tmp_path):
    np.savez(tmp_path / "n.npz", x=np.arange(100.0)[:, None], y=np.arange(100))
    splits = load(DataSource("npz", "n.npz"), base=tmp_path)
    everything = np.concatenate([x[:, 0] for x, _ in splits])
    assert sorted(everything) == list(range(100))
    for x, y in splits:
        assert np.array_equal(x[:, 0], y)


def test_splits_of_zero(tmp_path):
    source = DataSource("digits", validation_split=0.0, test_split=0.0)
    train, validation, test = load(source)
    assert [len(s[0]) for s in (train, validation, test)] == [1797, 0, 0]


def npz(tmp_path, **arrays):
    np.savez(tmp_path / "data.npz", **arrays)
    return DataSource("npz", str(tmp_path / "data.npz"))


def test_npz_types(tmp_path):
    x, y = np.ones((10, 3), "uint8"), np.arange(10, dtype="uint8")
    train, _, _ = load(npz(tmp_path, x=x, y=y))
    assert (train[0].dtype, train[1].dtype) == ("float32", "int64")
    train, _, _ = load(npz(tmp_path, x=x, y=y.astype("float64")))
    assert train[1].dtype == "float32"


def test_npz_without_the_array(tmp_path):
    source = npz(tmp_path, images=np.ones((4, 2)), y=np.ones(4))
    with pytest.raises(ValueError, match=r"has no array 'x'. It has: images, y"):
        load(source)


def test_npz_of_unequal_lengths(tmp_path):
    source = npz(tmp_path, x=np.ones((4, 2)), y=np.ones(3))
    with pytest.raises(ValueError, match=r"\(4, 2\) samples, but \(3,\) labels"):
        load(source)


def test_npz_of_objects_runs_no_code(tmp_path):
    source = npz(tmp_path, x=np.array([{}, {}], dtype=object), y=np.ones(2))
    with pytest.raises(ValueError, match="allow_pickle"):
        load(source)


def test_too_few_samples(tmp_path):
    source = npz(tmp_path, x=np.ones((1, 2)), y=np.ones(1))
    source = DataSource("npz", source.path, {}, 0.5, 0.49)
    train, validation, test = load(source)
    assert [len(s[0]) for s in (train, validation, test)] == [1, 0, 0]
    source = npz(tmp_path, x=np.ones((2, 2)), y=np.ones(2))
    source = DataSource("npz", source.path, {}, 0.49, 0.49)
    with pytest.raises(ValueError, match="2 samples are too few"):
        load(source)


def table(tmp_path, text, target="kind", **options):
    (tmp_path / "t.csv").write_text(text, encoding="utf-8", newline="")
    options = {"target": target, **options}
    return DataSource("csv", str(tmp_path / "t.csv"), options, 0.0, 0.0)


def test_csv_with_words_as_classes(tmp_path):
    source = table(tmp_path, "\ufeffa,kind,b\n1,pear,5\n\n2,apple,5\n3,pear,5\n")
    (x, y), _, _ = load(source)
    assert sorted(y) == [0, 1, 1]
    assert x.shape == (3, 2)
    assert np.array_equal(x[:, 1], [0, 0, 0])  # a constant column
    assert y[np.argmin(np.abs(x[:, 0]))] == 0  # the middle row is the apple


def test_csv_with_numbers_as_classes_counts_by_size(tmp_path):
    rows = "".join(f"{i},{i}\n" for i in range(12))
    source = table(tmp_path, f"a,kind\n{rows}")
    (x, y), _, _ = load(source)
    assert np.array_equal(np.argsort(x[:, 0]), np.argsort(y))
    assert module(source)["class_names"](["10", "nan", "2", "b", "a", "inf"]) == [
        "2", "10", "a", "b", "inf", "nan",
    ]  # fmt: skip


def test_csv_regression(tmp_path):
    source = table(
        tmp_path, "a;y\n1;0.5\n2;-3\n", "y", task="regression", delimiter=";"
    )
    (_, y), _, _ = load(source)
    assert sorted(y) == [-3.0, 0.5]
    assert y.dtype == "float32"


def test_csv_regression_of_several_columns(tmp_path):
    text = "a,height,b,weight\n1,0.5,3,8\n2,-3,4,9\n"
    source = table(tmp_path, text, ("weight", "height"), task="regression")
    (x, y), _, _ = load(source)
    assert sorted(y.tolist()) == [[8.0, 0.5], [9.0, -3.0]]
    assert (x.shape, y.dtype) == ((2, 2), "float32")
    with pytest.raises(ValueError, match=r"columns \('weight', 'height'\): could not"):
        load(
            table(tmp_path, text + "1,x,2,3\n", ("weight", "height"), task="regression")
        )
    with pytest.raises(ValueError, match="no column 'size'"):
        load(table(tmp_path, text, ("weight", "size"), task="regression"))
    with pytest.raises(StudioError, match="only be predicted as values"):
        load(table(tmp_path, text, ("weight", "height")))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", r"t.csv has no column 'kind', only \[\]"),
        ("a,b\n1,2\n", r"has no column 'kind', only \['a', 'b'\]"),
        ("a,kind\n1,x\n1\n", "line 3: 1 cells, not 2"),
        ("a,kind\n1,x\n1,x,2\n", "line 3: 3 cells, not 2"),
        ("a,kind\n1,x\nzwei,x\n", "line 3: could not convert string to float: 'zwei'"),
        ("a,kind\n1,x\n,x\n", "line 3: could not convert string to float: ''"),
        ("a,kind\n1,x\nnan,x\n", "line 3: a cell is not a finite number"),
        ("a,kind\n", "0 samples are too few"),
    ],
)
def test_csv_with_mistakes(tmp_path, text, said):
    with pytest.raises(ValueError, match=said):
        load(table(tmp_path, text))


@pytest.mark.parametrize("value", ["abc", "", "inf"])
def test_csv_with_a_target_that_is_no_number(tmp_path, value):
    source = table(tmp_path, f"a,y\n1,2\n1,{value}\n", "y", task="regression")
    with pytest.raises(ValueError, match=r"t.csv, column 'y'"):
        load(source)


def test_a_relative_path_starts_at_the_document():
    source = DataSource("npz", "data/a.npz")
    home = Path("/home/me")
    assert 'DATA_PATH = "/home/me/data/a.npz"' in generate_data(source, 0, home)
    assert 'DATA_PATH = "data/a.npz"' in generate_data(source, 0)


@pytest.mark.parametrize(
    ("source", "said"),
    [
        (DataSource("npz"), "No data file is chosen"),
        (DataSource("csv", "t.csv"), "no target column"),
        (DataSource("csv", "t.csv", {"target": "y", "delimiter": "ab"}), "delimiter"),
        (DataSource("weather"), r"'weather'. Choose one of: digits, "),
    ],
)
def test_unfinished_sources(source, said):
    with pytest.raises(StudioError, match=said):
        data_code(source, None)


def test_without_data_the_loader_says_so():
    with pytest.raises(NotImplementedError, match="No data is chosen"):
        load(DataSource("none"))


def feeds(inputs, outputs):
    """An array for each: names, and arrays where they differ."""

    def make(names, first):
        pairs = enumerate(names.items(), start=first)
        return tuple(Feed(f"n{n}", name, array) for n, (name, array) in pairs)

    return Feeds(make(inputs, 1), make(outputs, 8))


def load_named(source, wanted, seed=0):
    names = {"__name__": "data"}
    exec(generate_data(source, seed, None, wanted), names)
    return names["load_data"]()


def rows(count=20):
    return np.arange(float(count))


def test_an_array_for_each_input_and_output(tmp_path):
    source = npz(
        tmp_path,
        left=rows()[:, None],
        right=rows()[:, None] + 100,
        kind=np.arange(20) % 3,
        size=rows(),
    )
    wanted = feeds({"a": "left", "b": "right"}, {"kind": "kind", "tall": "size"})
    splits = load_named(source, wanted)
    assert [len(x["a"]) for x, _ in splits] == [12, 4, 4]
    everything = np.concatenate([x["a"][:, 0] for x, _ in splits])
    assert sorted(everything) == list(range(20))
    for x, y in splits:
        assert (list(x), list(y)) == (["a", "b"], ["kind", "tall"])
        assert np.array_equal(x["a"] + 100, x["b"])
        assert np.array_equal(x["a"][:, 0] % 3, y["kind"])
        assert np.array_equal(x["a"][:, 0], y["tall"])
        assert (y["kind"].dtype, y["tall"].dtype) == ("int64", "float32")
        assert x["a"].dtype == "float32"


def test_one_of_inputs_or_outputs_is_a_plain_array(tmp_path):
    source = npz(tmp_path, a=rows()[:, None], b=rows()[:, None], y=rows())
    x, y = load_named(source, feeds({"a": "a", "b": "b"}, {"y": "y"}))[0]
    assert list(x) == ["a", "b"]
    assert np.array_equal(x["a"][:, 0], y)
    x, y = load_named(source, feeds({"a": "a"}, {"b": "b", "y": "y"}))[0]
    assert list(y) == ["b", "y"]
    assert np.array_equal(x[:, 0], y["y"])


def test_a_named_array_that_is_missing_or_short_is_told(tmp_path):
    source = npz(tmp_path, a=rows(), b=rows(19), y=rows())
    with pytest.raises(ValueError, match=r"no array 'c'. It has: a, b, y"):
        load_named(source, feeds({"a": "a", "c": "c"}, {"y": "y"}))
    with pytest.raises(ValueError, match=r"differ in length: a \(20,\), b \(19,\)"):
        load_named(source, feeds({"a": "a", "b": "b"}, {"y": "y"}))


def test_named_arrays_of_objects_run_no_code(tmp_path):
    objects = np.array([{}, {}], dtype=object)
    source = npz(tmp_path, a=objects, b=np.ones(2), y=np.ones(2))
    with pytest.raises(ValueError, match="allow_pickle"):
        load_named(source, feeds({"a": "a", "b": "b"}, {"y": "y"}))


def test_hostile_names_stay_texts(tmp_path):
    name = 'a"]); raise SystemExit(1)  # \\'
    source = npz(tmp_path, a=rows(), b=rows(), y=rows())
    with pytest.raises(ValueError, match="has no array"):
        load_named(source, feeds({name: "a", "b": "b"}, {"y": name}))


def test_digits_of_two_tasks():
    wanted = feeds({"scan": "image", "ink": "ink"}, {"digit": "digit", "odd": "odd"})
    x, y = load_named(DataSource("digit_tasks"), wanted)[0]
    assert (x["scan"].shape[1:], x["ink"].shape[1:]) == ((8, 8, 1), (16,))
    assert np.array_equal(y["digit"] % 2, y["odd"])
    assert np.allclose(x["ink"][:, :8], x["scan"].mean(axis=(2, 3)))
