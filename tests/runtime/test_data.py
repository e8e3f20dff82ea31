"""Described data is the data that is trained on."""

import numpy as np
import pytest

from studio.codegen.training_code import generate_data
from studio.errors import StudioError
from studio.graph.feeds import Feed, Feeds
from studio.graph.setup import DataSource
from studio.protocol.messages import DataDescribed, DescribeData

pytestmark = pytest.mark.engine

TABLE = "width,height,kind\n" + "1,2.5,cat\n-3,4e2,dog\n5,6,owl\n" * 20


def describe(session, source, base="", seed=3, feeds=None):
    request = DescribeData(session.next_request(), source, seed, str(base), feeds)
    return session.ask(request, DataDescribed)


def load(source, base, seed=3):
    namespace = {"__name__": "loaded"}
    exec(generate_data(source, seed, base), namespace)
    return namespace["load_data"]()


def sources(folder):
    (folder / "animals.csv").write_text(TABLE)
    random = np.random.default_rng(0)
    x, y = random.random((50, 4, 4, 3)), random.integers(0, 3, 50)
    np.savez(folder / "images.npz", pictures=x, kinds=y)
    np.savez(folder / "values.npz", x=x, y=random.random((50, 2)))
    return {
        "digits": DataSource("digits"),
        "iris": DataSource("iris", validation_split=0.1, test_split=0.3),
        "diabetes": DataSource("diabetes"),
        "gate": DataSource("gate"),
        "classes": DataSource("csv", "animals.csv", {"target": "kind"}),
        "numbers": DataSource(
            "csv", "animals.csv", {"target": "width", "task": "regression"}
        ),
        "images": DataSource("npz", "images.npz", {"x": "pictures", "y": "kinds"}),
        "values": DataSource("npz", "values.npz"),
    }


NAMES = ["digits", "iris", "diabetes", "gate", "classes", "images", "values"]


@pytest.mark.parametrize("name", NAMES)
def test_what_is_described_is_what_the_script_loads(train_engine, tmp_path, name):
    source = sources(tmp_path)[name]
    answer = describe(train_engine, source, tmp_path)
    splits = load(source, tmp_path)
    facts = answer.facts
    x, y = splits[0]
    assert (facts.train, facts.validation, facts.test) == tuple(
        len(labels) for _, labels in splits
    )
    assert (facts.input_shape, facts.target_shape) == (x.shape[1:], y.shape[1:])
    assert (facts.input_dtype, facts.target_dtype) == (x.dtype.name, y.dtype.name)
    everything = np.concatenate([part for part, _ in splits])
    assert facts.input_range == (everything.min(), everything.max())
    samples = np.frombuffer(answer.payload, np.float32)
    assert answer.count == len(answer.labels) == 24
    assert np.array_equal(samples.reshape(24, *x.shape[1:]), x[:24])
    if facts.classes:
        assert answer.labels == tuple(facts.classes[int(label)] for label in y[:24])
        labels = np.concatenate([part for _, part in splits])
        assert facts.class_counts == tuple(np.bincount(labels))


def test_classes_and_columns_have_their_names(train_engine, tmp_path):
    made = sources(tmp_path)
    iris = describe(train_engine, made["iris"]).facts
    assert iris.classes == ("setosa", "versicolor", "virginica")
    assert iris.columns[0].name == "sepal length (cm)"
    assert (iris.columns[0].minimum, iris.columns[0].maximum) == (4.3, 7.9)
    table = describe(train_engine, made["classes"], tmp_path).facts
    assert table.classes == ("cat", "dog", "owl")
    assert [column.name for column in table.columns] == ["width", "height"]
    assert table.title == "animals.csv"
    assert describe(train_engine, made["digits"]).facts.classes == tuple("0123456789")
    assert describe(train_engine, made["values"], tmp_path).facts.classes == ()


def test_a_number_column_wanted_as_value_needs_number_columns(train_engine, tmp_path):
    with pytest.raises(StudioError, match="Column kind holds text"):
        describe(train_engine, sources(tmp_path)["numbers"], tmp_path)


def test_thin_splits_are_remarked(train_engine, tmp_path):
    (tmp_path / "few.csv").write_text("x,kind\n1,a\n2,b\n3,b\n4,b\n")
    options = {"target": "kind"}
    source = DataSource("csv", "few.csv", options, validation_split=0.0, test_split=0.0)
    notes = " ".join(describe(train_engine, source, tmp_path).facts.notes)
    assert "validation is skipped" in notes
    assert "evaluation is skipped" in notes
    source = DataSource("csv", "few.csv", options, 0.5, 0.49)
    with pytest.raises(StudioError, match="left to train on"):
        describe(train_engine, source, tmp_path)


def feeds(*outputs):
    inputs = (Feed("n1", "photo", "pictures"), Feed("n2", "more", "extra"))
    return Feeds(inputs, tuple(Feed(f"o{n}", n, n) for n in outputs))


def test_each_of_several_arrays_is_described(train_engine, tmp_path):
    random = np.random.default_rng(0)
    arrays = {
        "pictures": random.random((50, 4, 4, 3)),
        "extra": random.integers(0, 9, (50, 2)),
        "kind": np.arange(50) % 3,
        "size": random.random(50),
    }
    np.savez(tmp_path / "all.npz", **arrays)
    source = DataSource("npz", "all.npz")
    answer = describe(train_engine, source, tmp_path, feeds=feeds("kind", "size"))
    facts = answer.facts
    assert facts.arrays == ("pictures", "extra", "kind", "size")
    photo, more = facts.inputs
    assert (photo.node, photo.array, photo.shape) == ("n1", "pictures", (4, 4, 3))
    assert (more.node, more.shape, more.range) == ("n2", (2,), (0.0, 8.0))
    kind, size = facts.outputs
    assert (kind.classes, kind.dtype) == (("0", "1", "2"), "int64")
    assert kind.class_counts == (17, 17, 16)
    assert (size.classes, size.dtype, size.shape) == ((), "float32", ())
    assert (facts.train, facts.validation, facts.test) == (30, 10, 10)
    assert answer.count == 24
    assert len(answer.payload) == 24 * 4 * 4 * 3 * 4
    assert answer.labels[0].count(", ") == 1


def test_what_is_missing_leaves_the_rest_described(train_engine, tmp_path):
    np.savez(tmp_path / "all.npz", pictures=np.ones((9, 2)), kind=np.arange(9) % 3)
    source = DataSource("npz", "all.npz")
    facts = describe(train_engine, source, tmp_path, feeds=feeds("kind", "size")).facts
    assert [array.node for array in facts.inputs] == ["n1"]
    assert [array.node for array in facts.outputs] == ["okind"]
    assert facts.of_input("n2") is None
    with pytest.raises(StudioError, match="no array for the outputs") as caught:
        describe(train_engine, source, tmp_path, feeds=feeds("size"))
    assert "all.npz" in str(caught.value)
    assert "It has: pictures, kind" in str(caught.value)


REFUSED = {
    "nothing chosen": (DataSource("none"), "No data is chosen"),
    "no file": (DataSource("csv", options={"target": "a"}), "No data file is chosen"),
    "a missing table": (DataSource("csv", "no.csv", {"target": "a"}), "is not there"),
    "a missing array file": (DataSource("npz", "no.npz"), "is not there"),
    "no target": (DataSource("csv", "animals.csv"), "among: width, height, kind"),
    "a wrong array": (DataSource("npz", "images.npz"), "no array 'x'"),
}


@pytest.mark.parametrize(("source", "why"), REFUSED.values(), ids=REFUSED.keys())
def test_bad_sources_are_refused_in_words(train_engine, tmp_path, source, why):
    sources(tmp_path)
    with pytest.raises(StudioError, match=why) as caught:
        describe(train_engine, source, tmp_path)
    assert "Traceback" not in str(caught.value)


def test_mnist_without_a_connection_is_one_sentence(tmp_path, monkeypatch):
    from studio.runtime.session import EngineSession

    monkeypatch.setenv("KERAS_HOME", str(tmp_path))
    for name in ("http_proxy", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with (
        EngineSession("infer") as session,
        pytest.raises(StudioError, match="there is no connection") as caught,
    ):
        describe(session, DataSource("mnist"))
    assert "Digits" in str(caught.value)


def test_several_columns_to_predict(train_engine, tmp_path):
    (tmp_path / "a.csv").write_text("a,height,b,weight\n" + "1,0.5,3,8\n2,-3,4,9\n" * 9)
    options = {"target": ("weight", "height"), "task": "regression"}
    source = DataSource("csv", "a.csv", options)
    answer = describe(train_engine, source, tmp_path)
    facts = answer.facts
    assert [column.name for column in facts.columns] == ["a", "b"]
    assert (facts.target_shape, facts.target_range) == ((2,), (-3.0, 9.0))
    assert (facts.classes, facts.target_dtype) == ((), "float32")
    assert set(answer.labels) == {"8, 0.5", "9, -3"}
    (tmp_path / "a.csv").write_text("height,weight\n1,2\n")
    with pytest.raises(StudioError, match="only the target column weight and height"):
        describe(train_engine, source, tmp_path)
