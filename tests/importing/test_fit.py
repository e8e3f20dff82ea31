"""Weights that are opened onto a document."""

import h5py
import numpy as np
import pytest

from studio.errors import StudioError
from studio.importing.fit import weights_for
from studio.protocol.messages import NodeFacts, OutputFacts
from tests.codegen import samples
from tests.importing import files
from tests.importing.sample import imported

NESTED = ("dense", "functional", "functional/layers/dense", "sequential")


def written(path, *names, **arrays):
    data = files.weights(
        {f"layers/{name}": name for name in names},
        {f"layers/{name}/vars/0": [1.0] for name in arrays},
    )
    path.write_bytes(data)
    return path


def refusal(document, path):
    with pytest.raises(StudioError) as caught:
        weights_for(document, path)
    return str(caught.value)


def test_weights_with_the_same_kinds_of_layers_fit(tmp_path):
    path = written(tmp_path / "a.weights.h5", *NESTED, "input_layer", dense=1)
    weights = weights_for(imported("nested").document, path)
    with weights.open() as file, h5py.File(file) as root:
        assert "layers/functional" in root
    assert weights.suffix == ".weights.h5"


def test_weights_of_another_model_are_refused(tmp_path):
    path = written(tmp_path / "a.weights.h5", *NESTED, "dense_1", dense=1)
    text = refusal(imported("nested").document, path)
    assert "it has 2 “dense”, the model 1" in text


def test_weights_by_name_must_name_layers_of_the_model(tmp_path):
    path = tmp_path / "a.h5"
    with h5py.File(path, "w") as file:
        file["a/kernel"] = [1.0]
        file["dense/kernel"] = [1.0]
    document = imported("sequential").document
    assert weights_for(document, path).suffix == ".h5"
    with h5py.File(path, "a") as file:
        file["other/kernel"] = [1.0]
    assert "no layer “other”" in refusal(document, path)


def test_files_without_weights_are_refused(tmp_path):
    path = tmp_path / "a.h5"
    h5py.File(path, "w").close()
    assert "holds no weights" in refusal(imported("nested").document, path)
    path.write_bytes(b"hello")
    assert "no whole HDF5" in refusal(imported("nested").document, path)
    assert "no such file" in refusal(imported("nested").document, tmp_path / "b.h5")


def facts(document, **shapes):
    """What Keras said of the layers of these names."""
    return {
        node.id: NodeFacts(
            node.id,
            (OutputFacts("0", (None, 1), "float32"),),
            weight_shapes=shapes[document.graph.title_of(node.id)],
        )
        for node in document.graph.nodes.values()
        if document.graph.title_of(node.id) in shapes
    }


def two_layers(tmp_path, first, second):
    """A file with two dense layers whose kernels have these shapes."""
    path = tmp_path / "a.weights.h5"
    arrays = {
        "layers/dense/vars/0": np.ones(first),
        "layers/dense_1/vars/0": np.ones(second),
    }
    names = {"layers/dense": "hidden", "layers/dense_1": "dense"}
    path.write_bytes(files.weights({**names, "layers/flatten": "flatten"}, arrays))
    return path


def test_shapes_of_weights_are_compared_where_they_are_known(tmp_path):
    document = samples.chain()
    known = facts(document, hidden=((64, 16),), dense=((16, 3),))
    weights_for(document, two_layers(tmp_path, (64, 16), (16, 3)), known)
    weights_for(document, two_layers(tmp_path, (16, 3), (64, 16)), known)
    path = two_layers(tmp_path, (64, 32), (16, 3))
    weights_for(document, path)
    with pytest.raises(StudioError) as caught:
        weights_for(document, path, known)
    assert (
        "“hidden” needs weights of 64 × 16, and “hidden” in the file has 64 × 32"
    ) in str(caught.value)


def test_shapes_of_weights_by_name_are_compared(tmp_path):
    document, path = samples.chain(), tmp_path / "a.h5"
    with h5py.File(path, "w") as file:
        file["hidden/hidden/kernel"] = np.ones((64, 16))
        file["dense/dense/kernel"] = np.ones((16, 4))
    weights_for(document, path, facts(document, dense=((16, 4),)))
    with pytest.raises(StudioError, match="“dense” needs weights of 16 × 3"):
        weights_for(document, path, facts(document, dense=((16, 3),)))
