"""What the tests of runs share."""

import pytest

from studio.protocol.messages import Ready
from studio.protocol.run_messages import (
    BatchEnd,
    EpochEnd,
    RunFinished,
    TrainingStarted,
)
from studio.runtime.recorder import RunRecorder
from studio.runtime.training import start_run
from tests.ui.training.conftest import make_world, themes

__all__ = ["make_run", "make_world", "themes"]


@pytest.fixture
def make_run(tmp_path):
    """Record a run as a training would, without an engine."""

    def make(world, *, title="Digits", model=True, outcome="finished"):
        workspace, store = world.workspace, world.trainer.store
        run = start_run(workspace.document, workspace.catalog, tmp_path, store, title)
        recorder = RunRecorder(run)
        recorder.record(Ready("3.11", "2.21.0", "3.15.1", "2.0", ()))
        recorder.record(TrainingStarted(2, 2, "cpu"))
        for step in range(1, 5):
            epoch = (step + 1) // 2
            recorder.record(BatchEnd(epoch, step, {"loss": 1 / step}))
            if step % 2 == 0:
                logs = {"loss": 1 / step, "val_loss": 0.5}
                recorder.record(EpochEnd(epoch, 0.1, logs))
        if model:
            run.model_path.write_bytes(b"a model")
        recorder.record(RunFinished(1, outcome, 2, 0.2, {"accuracy": 0.97}))
        return run

    return make
