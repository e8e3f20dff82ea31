"""Training in a real engine: the script's own history, and every way to end."""

import os
import signal

import pytest

from studio.codegen.weights_templates import KNOWN_WEIGHTS, SHAPES_OF, STORED_LAYERS
from studio.errors import StudioError
from studio.protocol.messages import Failed, Status
from studio.protocol.run_messages import (
    BatchEnd,
    EpochEnd,
    RunFinished,
    StartTraining,
    StopTraining,
    TrainingStarted,
)
from studio.runtime.run_record import RunState
from tests.runtime.bench import ENDLESS, REGRESSION, SCRIPT

pytestmark = pytest.mark.engine


def of_kind(events, kind):
    return [event for event in events if isinstance(event, kind)]


def test_the_history_is_that_of_the_script_alone(history_alone, bench):
    run, _ = bench.train()
    assert run.history() == history_alone(SCRIPT)


def test_a_second_training_in_the_same_engine_gives_the_same(bench):
    first, _ = bench.train()
    second, _ = bench.train()
    assert first.history() == second.history()
    assert first.record.evaluation == second.record.evaluation


def test_a_training_tells_what_it_does(bench):
    run, events = bench.train()
    said = [event.text for event in of_kind(events, Status)]
    assert said[:3] == ["Loading data", "Building the model", "Training"]
    [started] = of_kind(events, TrainingStarted)
    assert (started.steps, started.epochs, started.device) == (19, 2, "cpu")
    epochs = of_kind(events, EpochEnd)
    assert [event.epoch for event in epochs] == [1, 2]
    history = run.history()
    for name in ("loss", "accuracy", "val_loss", "val_accuracy"):
        assert [event.metrics[name] for event in epochs] == history[name]
        assert run.metrics().epochs[name].values == history[name]
    steps = [event.step for event in of_kind(events, BatchEnd)]
    assert steps[0] >= 1
    assert steps == sorted(set(steps))
    assert steps[-1] <= 38
    assert isinstance(events[-1], RunFinished)


def test_a_finished_run_has_everything(bench):
    run, events = bench.train()
    assert events[-1].outcome == "finished"
    assert run.record.state is RunState.FINISHED
    assert set(run.record.evaluation) == {"loss", "accuracy"}
    assert run.record.epochs_done == 2
    assert run.record.goals == {"accuracy": "max"}
    assert run.record.parameters == (9 + 1) * 4 + (6 * 6 * 4 + 1) * 10
    assert sorted(path.name for path in run.folder.iterdir()) == [
        "document.studio",
        "history.json",
        "metrics.jsonl",
        "model.keras",
        "model.weights.h5",
        "run.json",
        "script.py",
    ]


def test_batches_are_reported_at_most_thirty_times_a_second(bench):
    script = SCRIPT.replace("BATCH_SIZE = 32", "BATCH_SIZE = 1")
    run, events = bench.train(script, epochs=1)
    seconds = sum(event.seconds for event in of_kind(events, EpochEnd))
    assert len(of_kind(events, BatchEnd)) <= seconds * 30 + 2
    assert run.metrics().batches["loss"].at[-1] <= 600


def test_what_callbacks_write_stands_in_the_runs_folder(bench):
    own = 'callbacks=[keras.callbacks.ModelCheckpoint("best.keras"), *callbacks]'
    script = SCRIPT.replace("callbacks=list(callbacks)", own)
    assert script != SCRIPT
    run, _ = bench.train(script, epochs=1)
    assert (run.folder / "best.keras").is_file()


def test_a_package_that_a_callback_lacks_is_named(bench):
    lacking = 'raise ImportError("TensorBoard is not installed, missing it")'
    script = SCRIPT.replace("    model.compile(", f"    {lacking}\n    model.compile(")
    _, sentence = bench.fail(script)
    assert "pip install tensorboard" in sentence


def test_training_starts_from_the_weights_that_the_script_names(bench):
    first, _ = bench.train(epochs=3)
    script = f"{SCRIPT}\nWEIGHTS = {str(first.weights_path)!r}\n"
    again, _ = bench.train(script, epochs=1)
    new, _ = bench.train(epochs=1)
    assert again.history()["loss"][0] < first.history()["loss"][0]
    assert new.history()["loss"][0] == first.history()["loss"][0]


def test_weights_of_layers_that_changed_begin_anew_and_it_is_told(bench):
    first, _ = bench.train(epochs=1)
    script = SCRIPT.replace("Dense(10, ", "Dense(12, ")
    assert script != SCRIPT
    script = f"{script}\nWEIGHTS = {str(first.weights_path)!r}\n"
    _, sentence = bench.fail(script)
    assert "Building the model failed" in sentence
    imports = "import tempfile\nfrom collections.abc import Iterator\nimport h5py\n"
    functions = f"NAMES_IN_FILE = {{}}\n{STORED_LAYERS}\n{SHAPES_OF}\n{KNOWN_WEIGHTS}"
    run, events = bench.train(imports + script + functions, epochs=1)
    assert run.record.state == "finished"
    [started] = of_kind(events, TrainingStarted)
    assert started.told == "Layers with trained weights: 1, with new ones: 1 (dense)."


def test_stopping_keeps_the_weights_and_ends_the_epoch_early(own_bench):
    script = SCRIPT.replace("BATCH_SIZE = 32", "BATCH_SIZE = 2")
    run, recorder, events = own_bench.start(script, ENDLESS)
    is_asked = False
    for event in events:
        recorder.record(event)
        if isinstance(event, BatchEnd) and not is_asked:
            own_bench.session.send(StopTraining(99))
            is_asked = True
        if recorder.is_over:
            break
    assert event.outcome == "stopped"
    assert run.record.state is RunState.STOPPED
    assert run.record.evaluation
    assert run.has_model
    assert run.weights_path.is_file()
    assert len(run.history()["loss"]) == run.record.epochs_done < ENDLESS


def test_an_engine_killed_leaves_a_failed_run_with_its_metrics(own_bench):
    _, recorder, events = own_bench.start(SCRIPT, ENDLESS)
    sentence = ""
    try:
        for event in events:
            recorder.record(event)
            if isinstance(event, EpochEnd) and event.epoch == 2:
                os.kill(own_bench.session.pid, signal.SIGKILL)
    except StudioError as error:
        sentence = str(error)
        recorder.fail(sentence)
    assert "killed" in sentence
    [listed] = own_bench.store.list()
    assert listed.record.state is RunState.FAILED
    assert listed.record.error == sentence
    assert listed.record.epochs_done >= 2
    assert len(listed.metrics().epochs["loss"].values) >= 2
    assert listed.metrics().damage == []


def test_closing_the_pipe_saves_what_there_is(own_bench):
    run, recorder, events = own_bench.start(SCRIPT, ENDLESS)
    for event in events:
        recorder.record(event)
        if isinstance(event, EpochEnd) and event.epoch == 2:
            own_bench.session.close()
        if recorder.is_over:
            break
    assert event.outcome == "interrupted"
    [listed] = own_bench.store.list()
    assert listed.record.state is RunState.INTERRUPTED
    assert listed.record == run.record
    assert "Studio was closed" in listed.record.error
    assert listed.has_model
    assert len(listed.history()["loss"]) == listed.record.epochs_done


def test_a_loss_that_is_no_number_ends_the_training(bench):
    run, text = bench.fail(SCRIPT.replace("Adam()", "SGD(1e20)"))
    assert "epoch 1, step" in text
    assert "learning rate" in text
    assert not run.has_model


def test_the_last_good_weights_survive_a_loss_that_is_no_number(bench):
    schedule = (
        "SGD(keras.optimizers.schedules.PiecewiseConstantDecay([25], [0.1, 1e30]))"
    )
    run, text = bench.fail(SCRIPT.replace("Adam()", schedule))
    assert "epoch 2, step" in text
    assert run.has_model
    import h5py
    import numpy as np

    with h5py.File(run.weights_path) as file:
        finite = []
        file.visititems(
            lambda name, item: (
                finite.append(np.isfinite(item[()]).all())
                if isinstance(item, h5py.Dataset) and name.startswith("layers")
                else None
            )
        )
    assert finite
    assert all(finite)


def test_labels_out_of_range_are_named_before_the_first_step(bench):
    _, text = bench.fail(SCRIPT.replace("Dense(10", "Dense(8"))
    assert "label 9" in text
    assert "8 outputs" in text
    assert "10 units" in text


def test_negative_labels_are_named(bench):
    script = SCRIPT.replace('astype("int64")', 'astype("int64") - 1')
    _, text = bench.fail(script)
    assert "label -1" in text


def test_too_large_a_model_says_what_to_reduce(bench):
    script = SCRIPT.replace('Dense(10, activation="softmax"', "Dense(10**13")
    _, text = bench.fail(script)
    assert "memory" in text
    assert "Reduce" in text


def test_a_missing_file_is_named(bench):
    load = 'np.load("/nowhere/samples.npz")'
    _, text = bench.fail(SCRIPT.replace("digits = load_digits()", load))
    assert "/nowhere/samples.npz is not there" in text


def test_an_error_in_the_script_names_its_line(bench):
    script = SCRIPT.replace("digits = load_digits()", "digits = 1 / 0")
    line = script.splitlines().index("    digits = 1 / 0") + 1
    _, text = bench.fail(script)
    assert f"line {line} of the script" in text
    assert "division by zero" in text


def test_data_that_does_not_fit_the_model_is_told_in_keras_words(bench):
    _, text = bench.fail(SCRIPT.replace("Input((8, 8, 1))", "Input((9, 9, 1))"))
    assert "expected shape=(None, 9, 9, 1), found shape=(" in text
    assert "\x1b" not in text


def test_a_fault_inside_the_graph_is_told_without_its_noise(bench):
    build = (
        'x = keras.layers.Reshape((64,), name="flat")(inputs)\n'
        '    x = keras.ops.cast(x * 16, "int32")\n'
        "    x = keras.layers.Embedding(10, 4)(x)\n"
    )
    start = SCRIPT.index("x = keras.layers.Conv2D")
    end = SCRIPT.index("    x = keras.layers.Flatten")
    _, text = bench.fail(SCRIPT[:start] + build + SCRIPT[end:])
    assert "is not in [0, 10)" in text
    assert "Graph execution" not in text


def test_no_connection_is_told_with_what_to_do(bench, tmp_path):
    script = SCRIPT.replace(
        "digits = load_digits()",
        "keras.utils.get_file(origin='http://127.0.0.1:9/none.npz', "
        f"cache_dir={str(tmp_path)!r})",
    )
    _, text = bench.fail(script)
    assert "no connection" in text
    assert "Digits" in text


def test_a_folder_without_a_run_is_refused(bench, tmp_path):
    number = bench.session.next_request()
    request = StartTraining(number, str(tmp_path / "none"), SCRIPT, 1, "")
    events = bench.session.request(request)
    failure = next(event for event in events if isinstance(event, Failed))
    assert "is no run" in failure.text
    assert next(events).outcome == "failed"


def test_a_value_can_be_learned_too(bench):
    run, _ = bench.train(REGRESSION)
    assert set(run.record.evaluation) == {"loss", "mae"}
