import json
import zipfile

import h5py
import numpy as np
import pytest

from studio.errors import StudioError
from studio.graph.setup import CompileSettings
from studio.importing.archive import import_file
from tests.faults.watch import FileWatch
from tests.importing import files
from tests.importing.sample import catalog, config, definition

TEXT = {
    "assets/layers/string_lookup/vocabulary.txt": b"[UNK]\n1\n2",
    "assets/layers/integer_lookup/vocabulary.txt": b"-1\n7\n9",
    "assets/layers/text_vectorization/vocabulary.txt": b"\n[UNK]\nb\na",
    "assets/layers/text_vectorization/_lookup_layer/vocabulary.txt": b"\n[UNK]\nb\na",
}
NAMES = {
    "layers/string_lookup": "sl",
    "layers/integer_lookup": "il",
    "layers/text_vectorization": "tv",
    "layers/text_vectorization/_lookup_layer": "string_lookup",
}
ARRAYS = {"layers/dense/vars/0": np.ones((4, 3))}


@pytest.fixture
def sequential(tmp_path):
    data = files.weights({"layers/dense": "a"}, ARRAYS)
    return files.keras_file(tmp_path / "seq.keras", config("sequential"), data)


def refusal(path):
    with pytest.raises(StudioError) as caught:
        import_file(path, catalog())
    return str(caught.value)


def test_keras_file_gives_its_model_and_its_weights(sequential):
    model = import_file(sequential, catalog())
    assert model.title == "seq"
    assert model.weights.suffix == ".weights.h5"
    with model.weights.open() as file, h5py.File(file) as root:
        assert root["layers/dense/vars/0"].shape == (4, 3)


def test_compressed_weights_are_read_as_well(tmp_path):
    data = files.weights({"layers/dense": "a"}, ARRAYS)
    members = {
        "config.json": json.dumps(config("sequential")).encode(),
        "model.weights.h5": data,
    }
    path = files.archive(
        tmp_path / "a.keras", members, compression=zipfile.ZIP_DEFLATED
    )
    with import_file(path, catalog()).weights.open() as file:
        assert file.read() == data


def test_hdf5_file_is_its_own_file_of_weights(tmp_path):
    path = files.hdf5_file(tmp_path / "a.h5", config("sequential"))
    model = import_file(path, catalog())
    with model.weights.open() as file:
        assert file.read() == path.read_bytes()
    assert model.weights.suffix == ".h5"


def compiled(tmp_path, training):
    path = tmp_path / "a.h5"
    model = import_file(
        files.hdf5_file(path, config("sequential"), training), catalog()
    )
    return model.document.setup.compile, model.warnings


def test_how_an_hdf5_model_was_compiled_is_kept(tmp_path):
    rate = {"name": "sgd", "learning_rate": 0.10000000149011612, "momentum": 0.9}
    training = {
        "loss": {"d": "mse"},
        "loss_weights": None,
        "metrics": [[{"class_name": "MeanMetricWrapper", "config": MEAN}, "mae"]],
        "optimizer_config": {"class_name": "SGD", "config": rate},
    }
    settings, warnings = compiled(tmp_path, json.dumps(training))
    assert settings.optimizer["class_name"] == "SGD"
    assert settings.optimizer["config"] == {"learning_rate": 0.1, "momentum": 0.9}
    assert settings.loss["class_name"] == "MeanSquaredError"
    assert settings.metrics == ("accuracy", "mae")
    assert warnings == ()


MEAN = {"name": "accuracy", "fn": "sparse_categorical_accuracy"}


def test_settings_that_cannot_be_read_are_told(tmp_path):
    settings, warnings = compiled(tmp_path, "{")
    assert settings == CompileSettings()
    assert "compiled cannot be read" in warnings[0]
    weighted = json.dumps({"loss": "mse", "weighted_metrics": ["mae"]})
    assert "weighted samples" in compiled(tmp_path, weighted)[1][0]


def test_weights_in_another_form_and_files_of_layers_are_told(tmp_path):
    members = {
        "config.json": json.dumps(config("sequential")).encode(),
        "model.weights.npz": b"PK",
        "assets/layers/own/table.bin": b"1",
        "assets/layers/own/more.bin": b"1",
    }
    model = import_file(files.archive(tmp_path / "a.keras", members), catalog())
    assert model.weights is None
    weights, assets = model.warnings
    assert "“model.weights.npz” are not kept" in weights
    assert "“assets/layers/own/table.bin” and 1 more" in assets


def test_json_of_json_is_read(tmp_path):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(json.dumps(config("functional"))))
    assert import_file(path, catalog()).title == "fun"


@pytest.mark.parametrize("name", ["functional", "functional_3", "sequential_1"])
def test_a_model_that_nobody_named_is_called_after_its_file(tmp_path, name):
    data = config("functional")
    data["config"]["name"] = name
    path = tmp_path / "digits.json"
    path.write_text(json.dumps(data))
    model = import_file(path, catalog())
    assert model.title == "digits"
    assert model.document.setup.model.name == name


def test_vocabularies_of_the_archive_become_parameters(tmp_path):
    data = files.weights(NAMES, ARRAYS)
    path = files.keras_file(tmp_path / "a.keras", config("text"), data, **TEXT)
    graph = import_file(path, catalog()).document.graph
    found = {n: definition(graph, n).parameters for n in ("sl", "il", "tv")}
    assert found["sl"]["vocabulary"] == ("[UNK]", "1", "2")
    assert found["il"]["vocabulary"] == (-1, 7, 9)
    assert found["tv"]["vocabulary"] == ("", "[UNK]", "b", "a")


def test_two_members_of_one_name_are_refused(tmp_path):
    path = tmp_path / "a.keras"
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("config.json", "{}")
        with pytest.warns(UserWarning, match="Duplicate name"):
            file.writestr("config.json", "{}")
    assert "two members of the same name" in refusal(path)


@pytest.mark.parametrize("name", ["../config.json", "/etc/passwd", "a\\..\\b"])
def test_members_that_lead_outside_are_refused(tmp_path, name):
    path = files.archive(tmp_path / "a.keras", {"config.json": b"{}", name: b""})
    assert "outside" in refusal(path)


def test_bombs_are_refused_before_they_are_unpacked(tmp_path):
    path = files.archive(
        tmp_path / "a.keras",
        {"config.json": b" " * 50_000_000},
        compression=zipfile.ZIP_DEFLATED,
    )
    assert "swell up" in refusal(path)


def test_zip_of_something_else_is_refused(tmp_path):
    path = files.archive(tmp_path / "a.keras", {"hello.txt": b"x"})
    assert "no config.json" in refusal(path)


@pytest.mark.parametrize("cut", [10, 200, 2000, -100, -1])
def test_archives_that_end_in_the_middle_are_refused(sequential, cut):
    sequential.write_bytes(sequential.read_bytes()[:cut])
    assert "“seq.keras”" in refusal(sequential)


@pytest.mark.parametrize("what", ["external", "link", "soft", "virtual"])
def test_weights_that_lie_in_other_files_are_refused(tmp_path, what):
    other = tmp_path / "secret.h5"
    with h5py.File(other, "w") as file:
        file["x"] = np.ones(4, "float32")
    path = files.hdf5_file(tmp_path / "a.h5", config("sequential"))
    with h5py.File(path, "a") as file:
        if what == "external":
            parts = [(str(other), 0, 16)]
            file.create_dataset("w", (4,), "float32", external=parts)
        elif what == "link":
            file["w"] = h5py.ExternalLink(str(other), "/x")
        elif what == "soft":
            file["w"] = h5py.SoftLink("/model_weights")
        else:
            layout = h5py.VirtualLayout((4,), "float32")
            layout[:] = h5py.VirtualSource(str(other), "x", (4,))
            file.create_virtual_dataset("w", layout)
    with FileWatch(other) as watch:
        assert "in it lies" in refusal(path)
        assert not watch.was_touched


def test_array_that_claims_more_than_is_stored_is_refused(tmp_path):
    path = files.hdf5_file(tmp_path / "a.h5", config("sequential"))
    with h5py.File(path, "a") as file:
        file.create_dataset("w", (1_000_000, 1_000), "float32", chunks=(1000, 1000))
    assert "larger than what is stored" in refusal(path)


def test_weights_alone_are_no_model(tmp_path):
    path = tmp_path / "a.weights.h5"
    path.write_bytes(files.weights({"layers/dense": "a"}, ARRAYS))
    assert "weights but no model" in refusal(path)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (b"", "not written in JSON"),
        (b"hello", "not written in JSON"),
        (b"[1, 2]", "no object"),
        (b"{}", "no layers"),
        (b'{"class_name": "Mine", "config": {"a": 1}}', "written as a class"),
        (b"\xff\xfe", "UTF-8"),
        (b'{"a":' * 5000 + b"1" + b"}" * 5000, "nested"),
        (b"[" * 100_000, "nested too deeply"),
    ],
)
def test_other_texts_are_refused_in_a_sentence(tmp_path, text, words):
    path = tmp_path / "a.json"
    path.write_bytes(text)
    assert words in refusal(path)


def test_what_is_too_large_is_refused_without_being_read(tmp_path):
    path = tmp_path / "a.json"
    with path.open("wb") as file:
        file.truncate(100 * 2**20)
    assert "larger than 64 MB" in refusal(path)


def test_folders_and_missing_files_are_refused(tmp_path):
    assert "is a folder" in refusal(tmp_path)
    assert "no such file" in refusal(tmp_path / "none.keras")


def test_saved_model_is_one_opaque_node_and_stays_closed(tmp_path):
    folder = tmp_path / "exported"
    folder.mkdir()
    proto = folder / "saved_model.pb"
    proto.write_bytes(b"x")
    with FileWatch(proto) as watch:
        model = import_file(folder, catalog())
        assert not watch.was_touched
    (layer,) = model.document.graph.definitions.values()
    assert layer.layer_class == "keras.layers.TFSMLayer"
    assert layer.parameters["filepath"] == str(folder)
    assert "compiled functions" in model.warnings[0]


def test_nothing_that_a_config_names_is_touched(tmp_path):
    canary = tmp_path / "canary"
    canary.write_text("alive")
    hostile = config("functional")
    first, second, third = hostile["config"]["layers"][1:4]
    first |= {"module": "os", "class_name": "system", "config": {"command": "rm x"}}
    second |= {"module": "keras.layers", "class_name": "Lambda"}
    second["config"] = {
        "function": {"class_name": "__lambda__", "config": {"code": "x"}}
    }
    third |= {"module": "keras.layers", "class_name": "TFSMLayer"}
    third["config"] = {"filepath": str(canary), "call_endpoint": "serve"}
    hostile["config"]["layers"][4]["config"]["kernel_initializer"] = {
        "module": "builtins",
        "class_name": "open",
        "config": {"file": str(canary)},
    }
    path = tmp_path / "a.json"
    path.write_text(json.dumps(hostile))
    with FileWatch(canary) as watch:
        graph = import_file(path, catalog()).document.graph
        assert not watch.was_touched
    assert definition(graph, "conv").layer_class == "os.system"
    assert definition(graph, "conv").parameters == {"command": "rm x"}
    assert definition(graph, "flatten").parameters["filepath"] == str(canary)
