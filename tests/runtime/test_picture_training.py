"""Training on a folder of pictures, and what becomes of the run."""

import json

import numpy as np
import pytest

from studio.catalog.store import load_catalog
from studio.codegen.training_code import generate_training
from studio.protocol.run_messages import Evaluate, Evaluated, Predict, Predicted
from tests.pictures import CLASSES, picture_folder, picture_model

pytestmark = pytest.mark.engine


@pytest.fixture
def script(tmp_path):
    folder = picture_folder(tmp_path / "shapes")
    return generate_training(picture_model(folder), load_catalog(), tmp_path).text


@pytest.mark.parametrize("cache", ["1_000_000_000", "0"])
def test_the_history_is_that_of_the_script_alone(
    history_alone, bench, tmp_path, script, cache
):
    script = script.replace("CACHE_BYTES = 1_000_000_000", f"CACHE_BYTES = {cache}")
    run, _ = bench.train(script, epochs=3)
    assert run.history() == history_alone(script)
    assert run.history()["accuracy"][-1] > 0.5
    assert set(run.record.evaluation) == {"loss", "accuracy"}


def described(bench, script, tmp_path):
    """A run whose record says what it was trained on."""
    run, _ = bench.train(script, epochs=3)
    file = run.folder / "run.json"
    record = json.loads(file.read_text())
    record["data"] = {"kind": "images", "path": str(tmp_path / "shapes")}
    file.write_text(json.dumps(record))
    return run


def test_runs_are_evaluated_and_predicted(bench, load_pictures, tmp_path, script):
    run = described(bench, script, tmp_path)
    session, folder = bench.session, str(run.folder)
    answer = session.ask(Evaluate(session.next_request(), folder, ""), Evaluated)
    assert answer.metrics == pytest.approx(run.record.evaluation)
    assert answer.classes == CLASSES
    table = np.array(answer.confusions[""])
    assert (answer.samples, table.sum()) == (7, 7)
    assert table.trace() / 7 == pytest.approx(answer.metrics["accuracy"])
    request = Predict(session.next_request(), folder, "", 5)
    told = session.ask(request, Predicted)
    assert (told.shape, told.classes, told.tried) == ((8, 8, 3), CLASSES, 5)
    shown = np.frombuffer(told.payload, np.float32).reshape(5, 8, 8, 3)
    x, y = load_pictures(tmp_path / "shapes", seed=0)[0][2]
    assert np.array_equal(shown, x[:5])
    assert [one.truth for one in told.predictions] == [CLASSES[n] for n in y[:5]]


def test_wrong_predictions_are_shown_with_their_pictures(
    bench, load_pictures, tmp_path, script
):
    run = described(bench, script.replace("EPOCHS = 3", "EPOCHS = 1"), tmp_path)
    session = bench.session
    request = Predict(session.next_request(), str(run.folder), "", 48, wrong_only=True)
    told = session.ask(request, Predicted)
    x, y = load_pictures(tmp_path / "shapes", seed=0)[0][2]
    assert (told.tried, told.wrong) == (7, len(told.predictions))
    shown = np.frombuffer(told.payload, np.float32).reshape(-1, 8, 8, 3)
    for one, sample in zip(told.predictions, shown, strict=True):
        (row,) = [n for n, other in enumerate(x) if np.array_equal(other, sample)]
        assert one.truth == CLASSES[y[row]] != one.predicted


def test_a_class_that_came_later_is_told_before_training(bench, tmp_path, script):
    picture_folder(tmp_path / "shapes", ("star",))
    _, text = bench.fail(script)
    assert "label 3" in text
    assert "4 units" in text


def test_a_picture_that_breaks_later_is_told(bench, tmp_path, script):
    for file in (tmp_path / "shapes").glob("*/*.png"):
        file.write_bytes(b"no picture")
    _, text = bench.fail(script)
    assert "A picture of the data is damaged" in text
    assert "Choose the folder again" in text


def test_a_picture_that_goes_while_others_are_read_is_told(bench, tmp_path, script):
    files = "pathlib.Path(DATA_PATH).rglob('*.png')"
    gone = f"import pathlib\n    [file.unlink() for file in {files}]"
    script = script.replace("    model.compile(", f"    {gone}\n    model.compile(", 1)
    _, text = bench.fail(script)
    assert "was there before, and is not any more" in text
    assert ".png" in text


def test_a_folder_that_is_gone_is_told(bench, tmp_path, script):
    (tmp_path / "shapes").rename(tmp_path / "other")
    _, text = bench.fail(script)
    assert "shapes" in text
    assert "Choose the" in text
