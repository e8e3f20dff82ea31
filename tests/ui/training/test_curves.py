"""Curves, smoothing, number texts: all without a window."""

import math
from array import array

import pytest

from studio.protocol.run_messages import BatchEnd, EpochEnd
from studio.runtime.metrics import MetricsWriter, read_metrics
from studio.ui.training.curves import Curves
from studio.ui.training.number_text import duration_text, number_text, size_text
from studio.ui.training.progress import Progress
from studio.ui.training.smoothing import Smoother


def filled(epochs=3, steps=4):
    curves = Curves(steps, epochs)
    for step in range(1, epochs * steps + 1):
        epoch = (step - 1) // steps + 1
        curves.add_batch(BatchEnd(epoch, step, {"accuracy": 0.5, "loss": 1 / step}))
        if step % steps == 0:
            curves.add_epoch(EpochEnd(epoch, 0.1, {"loss": 1 / step, "val_loss": 1.0}))
    return curves


def test_the_loss_comes_first():
    assert list(filled().metrics) == ["loss", "accuracy"]


def test_batches_stand_between_epochs():
    loss = filled().metrics["loss"]
    assert list(loss.batches.xs[:4]) == [0.25, 0.5, 0.75, 1.0]
    assert list(loss.train.xs) == [1.0, 2.0, 3.0]


def test_curves_from_disk_equal_those_from_events(tmp_path):
    live = Curves(4, 3)
    writer = MetricsWriter(tmp_path / "metrics.jsonl")
    for step in range(1, 13):
        epoch = (step - 1) // 4 + 1
        events = [BatchEnd(epoch, step, {"loss": 1 / step})]
        if step % 4 == 0:
            events.append(EpochEnd(epoch, 0.1, {"loss": 0.5, "val_loss": 0.7}))
        for event in events:
            writer.append(event)
            add = live.add_epoch if isinstance(event, EpochEnd) else live.add_batch
            add(event)
    writer.close()
    read = Curves.from_metrics(read_metrics(tmp_path / "metrics.jsonl"), 3)
    assert read.metrics == live.metrics
    assert read.steps == 4


def test_csv_has_a_line_per_epoch_and_per_batch():
    lines = filled(2, 2).to_csv().splitlines()
    assert lines[0] == "kind,epoch,loss,accuracy,val_loss,val_accuracy"
    assert lines[1] == "epoch,1,0.5,,1.0,"
    assert lines[3] == "batch,0.5,1.0,0.5,,"
    assert len(lines) == 7


def test_smoothing_has_no_bias_at_the_start():
    smooth = Smoother(0.9).extend(array("d", [2.0] * 20))
    assert list(smooth) == pytest.approx([2.0] * 20)


def test_smoothing_grows_with_the_series():
    values = array("d", [1.0, 5.0, 2.0, 8.0])
    whole = list(Smoother(0.5).extend(values))
    growing = Smoother(0.5)
    growing.extend(values[:2])
    assert list(growing.extend(values)) == whole


def test_smoothing_passes_what_is_no_number():
    smooth = Smoother(0.5).extend(array("d", [1.0, math.nan, 1.0]))
    assert math.isnan(smooth[1])
    assert smooth[2] == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.0, "0"),
        (1.0, "1"),
        (0.05213, "0.0521"),
        (12.3456, "12.35"),
        (0.0000123, "1.23e-05"),
        (math.nan, "nan"),
        (-math.inf, "-inf"),
    ],
)
def test_numbers_in_a_few_characters(value, text):
    assert number_text(value) == text


def test_durations_and_sizes():
    assert duration_text(0.44) == "0.4 s"
    assert duration_text(185) == "3 min 05 s"
    assert duration_text(7800) == "2 h 10 min"
    assert size_text(640) == "640 B"
    assert size_text(305_900) == "306 kB"


def test_progress_knows_nothing_until_fitting_begins():
    progress = Progress("Importing TensorFlow…")
    assert (progress.fraction, progress.text) == (None, "Importing TensorFlow…")
    progress.begin(10, 2)
    progress.advance(1, 5)
    assert progress.fraction == 0.25
    assert progress.text == "Epoch 1/2 · step 5/10"
