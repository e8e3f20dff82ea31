import io
from dataclasses import replace

import h5py
import numpy as np
import pytest

from studio.errors import StudioError
from studio.graph.document import Document
from studio.graph.setup import ModelSettings, Setup, WeightsFile
from studio.project import weights as weights_module
from studio.project.store import save
from studio.project.weights import find_weights, keep_weights, with_weights_found

DATA = b"weights" * 1000


@pytest.fixture
def kept():
    return keep_weights(io.BytesIO(DATA), "My model", ".weights.h5")


def document(weights):
    return Document(setup=replace(Setup(), model=ModelSettings(weights=weights)))


def test_weights_are_named_after_their_model_and_content(kept):
    assert kept.path == f"My_model-{kept.sha256[:8]}.weights.h5"
    assert keep_weights(io.BytesIO(DATA), "My model", ".weights.h5") == kept


def test_weights_are_found_before_and_after_saving(kept, tmp_path):
    assert find_weights(kept, None).read_bytes() == DATA
    saved = save(document(kept), tmp_path / "a.studio", "a")
    assert saved.warnings == ()
    assert find_weights(kept, tmp_path) == tmp_path / kept.path


def test_saving_elsewhere_takes_the_weights_along(kept, tmp_path):
    home, away = tmp_path / "home", tmp_path / "away"
    home.mkdir()
    away.mkdir()
    (home / kept.path).write_bytes(DATA)
    find_weights(kept).unlink()
    saved = save(document(kept), away / "a.studio", "a", origin=home)
    assert saved.warnings == ()
    assert (away / kept.path).read_bytes() == DATA


def test_weights_that_are_gone_are_told(tmp_path):
    lost = WeightsFile("a-1234.weights.h5", "0" * 64)
    saved = save(document(lost), tmp_path / "a.studio", "a")
    assert "are gone" in saved.warnings[0]


def test_what_is_there_is_not_looked_at_for_who_cannot_wait(
    kept, tmp_path, monkeypatch
):
    find_weights(kept).rename(tmp_path / kept.path)
    monkeypatch.setattr(weights_module, "_read_digest", _never)
    saved = save(document(kept), tmp_path / "a.studio", "a", read=False)
    assert saved.warnings == ()
    with pytest.raises(AssertionError):
        save(document(kept), tmp_path / "a.studio", "a")


def test_other_content_that_was_read_is_told_to_everybody(kept, tmp_path):
    find_weights(kept).unlink()
    (tmp_path / kept.path).write_bytes(b"other")
    assert find_weights(kept, tmp_path) is None
    saved = save(document(kept), tmp_path / "a.studio", "a", read=False)
    assert "are gone" in saved.warnings[0]


def _never(path):
    raise AssertionError(f"{path} was read")


def test_other_content_under_the_name_is_no_weights(kept, tmp_path):
    find_weights(kept).unlink()
    (tmp_path / kept.path).write_bytes(b"other")
    assert find_weights(kept, tmp_path) is None


@pytest.mark.parametrize("path", ["../a.h5", "/etc/a.h5", "x/a.h5", "a.npy", ""])
def test_a_path_that_leads_elsewhere_is_not_looked_at(kept, tmp_path, path):
    place = tmp_path / "in"
    place.mkdir()
    (tmp_path / "a.h5").write_bytes(DATA)
    weights = WeightsFile(path, kept.sha256)
    saved = save(document(weights), place / "a.studio", "a")
    assert "are gone" in saved.warnings[0]
    assert [p.name for p in place.iterdir()] == ["a.studio"]
    find_weights(kept).unlink()
    assert find_weights(weights, place) is None


def test_the_numbers_of_the_layers_are_counted(tmp_path, monkeypatch):
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path / "home"))
    path = tmp_path / "a.weights.h5"
    with h5py.File(path, "w") as file:
        file["layers/dense/vars/0"] = np.zeros((3, 4))
        file["layers/dense/vars/1"] = np.zeros(4)
        file["layers/dropout/seed_generator/vars/0"] = np.zeros(2)
        file["optimizer/vars/0"] = np.zeros(9)
    with path.open("rb") as source:
        assert keep_weights(source, "a", ".weights.h5").numbers == 16


def test_document_for_a_script_names_the_whole_path_of_its_weights(kept, tmp_path):
    located = with_weights_found(document(kept), None).setup.model.weights
    assert located.path == str(find_weights(kept))
    save(document(kept), tmp_path / "a.studio", "a")
    located = with_weights_found(document(kept), tmp_path).setup.model.weights
    assert located.path == str(tmp_path / kept.path)
    find_weights(kept).unlink()
    (tmp_path / kept.path).unlink()
    with pytest.raises(StudioError, match="are gone"):
        with_weights_found(document(kept), tmp_path)
    bare = Document()
    assert with_weights_found(bare, None) is bare
