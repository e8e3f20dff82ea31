"""Data, check and training with real engines, through the window's services."""

import pytest

from studio.catalog.store import load_catalog
from studio.graph.commands import change_fit
from studio.runtime.run_record import RunState
from studio.runtime.totals import Measure, model_totals
from studio.ui.checker import LiveChecker
from studio.ui.data.service import DataService, DataState
from studio.ui.desk import Desk
from studio.ui.engine_bridge import EngineBridge
from studio.ui.training.trainer import Trainer
from studio.ui.workspace import Workspace
from tests.ui.sample_workspace import digits_document

SOON = 200_000


@pytest.mark.engine
def test_digits_are_checked_trained_and_evaluated(qtbot):
    workspace = Workspace(load_catalog())
    engine = EngineBridge("infer", parent=workspace)
    data = DataService(workspace, engine)
    checker = LiveChecker(workspace, engine, Desk(workspace))
    trainer = Trainer(workspace, data)
    workspace.replace_document(digits_document(), None)
    workspace.edit(change_fit(workspace.document, epochs=2))
    engine.start()
    try:
        qtbot.waitUntil(lambda: data.state is DataState.KNOWN, timeout=SOON)
        qtbot.waitUntil(lambda: checker.state == "valid", timeout=SOON)
        totals = model_totals(workspace.document, workspace.facts)
        assert (workspace.data.train, totals[Measure.PARAMS].value) == (1079, 650)
        assert workspace.facts["n3"].outputs[0].shape == (None, 10)
        with qtbot.waitSignal(trainer.run_finished, timeout=SOON):
            trainer.start()
        record = trainer.run.record
        assert (record.state, record.epochs_done) == (RunState.FINISHED, 2)
        assert trainer.run.history()["loss"] == list(
            trainer.curves.metrics["loss"].train.ys
        )
        answers = []
        trainer.jobs.answered.connect(answers.append)
        trainer.jobs.ask(lambda number: evaluation(number, trainer.run))
        qtbot.waitUntil(lambda: answers != [], timeout=SOON)
        assert answers[0].metrics == pytest.approx(record.evaluation, rel=1e-4)
        assert len(answers[0].confusions[""]) == 10
    finally:
        trainer.close()
        engine.close()
        checker.deleteLater()
        workspace.deleteLater()


def evaluation(number, run):
    from studio.protocol.run_messages import Evaluate

    return Evaluate(number, str(run.folder), run.record.base)
