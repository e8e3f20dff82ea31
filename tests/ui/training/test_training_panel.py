"""The training panel."""

import pytest
from PySide6.QtWidgets import QLabel, QPushButton

from studio.graph import commands
from studio.graph.document import Document
from studio.graph.model import Point
from studio.graph.problems import Fix, Problem, Severity
from studio.graph.values import object_path
from studio.ui.training.panel import TrainingPanel
from tests.repairs.models import tasks
from tests.ui.sample_workspace import digits_document
from tests.ui.training.test_trainer import TRAIN, UNTIL_STOPPED, run


@pytest.fixture
def make_panel(qtbot, make_world, themes):
    def make(script=TRAIN):
        world = make_world(script)
        panel = TrainingPanel(world.workspace, world.trainer, world.data, themes)
        qtbot.addWidget(panel)
        panel.resize(1100, 260)
        panel.show()
        panel.plots.library.wait()
        return world, panel

    return make


def status(panel):
    return panel.findChild(QLabel, "training.status").text()


def settings(world):
    return world.workspace.document.setup


def test_settings_show_the_document(make_panel):
    world, panel = make_panel()
    form = panel.settings
    edit = commands.change_fit(world.workspace.document, epochs=7, seed=5)
    world.workspace.edit(edit)
    assert (form.epochs.value(), form.seed.value()) == (7, 5)
    assert form.batch_size.value() == 32
    assert object_path(form.optimizer.value()) == "keras.optimizers.Adam"
    assert [editor.value() for editor in form.metrics.editors] == ["accuracy"]


def test_settings_are_edits_that_can_be_undone(make_panel):
    world, panel = make_panel()
    panel.settings.epochs.setValue(3)
    panel.settings.batch_size.setValue(64)
    assert settings(world).fit.epochs == 3
    assert settings(world).fit.batch_size == 64
    world.workspace.undo_stack.undo()
    assert panel.settings.batch_size.value() == 32
    assert settings(world).fit.epochs == 3


def test_typing_a_number_is_one_step(make_panel):
    world, panel = make_panel()
    before = world.workspace.undo_stack.count()
    for value in (1, 12, 120):
        panel.settings.epochs.setValue(value)
    assert world.workspace.undo_stack.count() == before + 1


def test_metrics_are_added_and_removed(make_panel):
    world, panel = make_panel()
    panel.findChild(QPushButton, "metrics.add").click()
    assert len(settings(world).compile.metrics) == 2
    panel.settings.metrics._on_removed(0)
    panel.settings.metrics._on_removed(0)
    assert settings(world).compile.metrics == ()
    world.workspace.undo_stack.undo()
    assert settings(world).compile.metrics == ("accuracy",)
    assert len(panel.settings.metrics.editors) == 1


def test_each_of_several_outputs_has_loss_weight_and_metrics(make_panel):
    world, panel = make_panel()
    form = panel.settings
    assert form.loss.isVisible()
    assert form.outputs.parts == []
    model = tasks()
    before = model.document.setup.compile
    world.workspace.replace_document(model.document, None)
    assert not form.loss.isVisible()
    assert not form.metrics.isVisible()
    digit, odd = form.outputs.parts
    assert object_path(digit.loss.value()).endswith("SparseCategoricalCrossentropy")
    assert object_path(odd.loss.value()).endswith("BinaryCrossentropy")
    odd.weight.setValue(0.25)
    panel.findChild(QPushButton, f"metrics.{digit.feed.id}.add").click()
    outputs = settings(world).compile.outputs
    assert outputs[odd.feed.id].weight == 0.25
    assert outputs[odd.feed.id].metrics is None
    assert outputs[digit.feed.id].metrics == ("accuracy", "accuracy")
    assert outputs[digit.feed.id].loss is None
    world.workspace.undo_stack.undo()
    world.workspace.undo_stack.undo()
    assert odd.weight.value() == 1
    assert settings(world).compile == before
    world.workspace.replace_document(digits_document(), None)
    assert form.loss.isVisible()
    assert form.outputs.parts == []


def test_callbacks_are_added_edited_and_removed(make_panel):
    world, panel = make_panel()
    panel.findChild(QPushButton, "callbacks.add").click()
    (value,) = settings(world).fit.callbacks
    assert object_path(value) == "keras.callbacks.EarlyStopping"
    (editor,) = panel.settings.callbacks.editors
    combo = editor.controls()[0]
    index = combo.findText("ModelCheckpoint")
    combo.setCurrentIndex(index)
    combo.activated.emit(index)
    (value,) = settings(world).fit.callbacks
    assert value["config"] == {"filepath": "model.keras"}
    panel.settings.callbacks._on_removed(0)
    assert settings(world).fit.callbacks == ()


def test_choosing_an_optimizer_is_an_edit(make_panel):
    world, panel = make_panel()
    combo = panel.settings.optimizer.controls()[0]
    index = combo.findText("SGD")
    combo.setCurrentIndex(index)
    combo.activated.emit(index)
    assert object_path(settings(world).compile.optimizer) == "keras.optimizers.SGD"


def test_problems_stand_beside_train_with_their_fix(make_panel):
    world, panel = make_panel()
    edit = commands.change_fit(world.workspace.document, epochs=1)
    problem = Problem(
        Severity.ERROR, "D-FIT", "No epochs.", fixes=(Fix("Use 1 epoch", edit),)
    )
    world.workspace.set_results({}, [problem] * 5)
    assert not panel.train_button.isEnabled()
    texts = panel.blockers.texts()
    assert texts.count("No epochs.") == 3
    assert "2 more stand in Problems." in texts
    panel.findChild(QPushButton, "training.fix.D-FIT").click()
    assert settings(world).fit.epochs == 1
    world.workspace.set_results({}, [])
    assert panel.train_button.isEnabled()
    assert not panel.blockers.isVisible()


def test_a_training_from_start_to_end(qtbot, make_panel):
    world, panel = make_panel()
    with qtbot.waitSignal(world.trainer.run_finished, timeout=20_000):
        panel.train_button.click()
        assert panel.stop_button.isVisible()
        assert panel.plots.is_live
    assert not panel.plots.is_live
    assert set(panel.plots.plots) == {"loss", "accuracy"}
    assert status(panel) == "Finished: 2 epochs in 0.2 s. Test: loss 0.1000."
    assert panel.train_button.isVisible()


def test_stop_is_offered_while_it_trains(qtbot, make_panel):
    world, panel = make_panel(UNTIL_STOPPED)
    panel.train_button.click()
    qtbot.waitUntil(lambda: world.trainer.state == "training", timeout=20_000)
    with qtbot.waitSignal(world.trainer.run_finished, timeout=20_000):
        panel.stop_button.click()
        assert panel.stop_button.text() == "Stop Now"
    assert status(panel).startswith("Stopped; the weights are kept")


def test_an_engine_that_dies_is_told_in_the_panel(qtbot, make_panel):
    world, panel = make_panel("sys.exit(9)")
    with qtbot.waitSignal(world.trainer.run_finished, timeout=20_000):
        panel.train_button.click()
    assert "exit code 9" in status(panel)


def test_another_document_does_not_show_the_last_run(qtbot, make_panel):
    world, panel = make_panel()
    run(qtbot, world)
    assert status(panel).startswith("Finished")
    hint = panel.plots._hint
    qtbot.waitUntil(lambda: not hint.isVisible())
    world.workspace.replace_document(Document(), None)
    assert status(panel) == ""
    assert hint.isVisible()


def test_a_run_that_goes_on_under_another_document_says_whose_it_is(
    qtbot, make_panel, tmp_path
):
    world, panel = make_panel(UNTIL_STOPPED)
    trained = world.workspace.document
    world.workspace.set_file(tmp_path / "digits.studio", "Digits")
    panel.train_button.click()
    qtbot.waitUntil(lambda: len(panel.plots.plots) == 2, timeout=20_000)
    world.workspace.replace_document(Document(), None, "Mine")
    assert status(panel).startswith("“Digits” · ")
    assert not panel.plots.is_live
    assert "Another model" in panel.plots._hint.text()
    world.workspace.replace_document(trained, tmp_path / "digits.studio", "Digits")
    assert not status(panel).startswith("“Digits”")
    assert panel.plots.is_live
    world.workspace.replace_document(Document(), None, "Mine")
    with qtbot.waitSignal(world.trainer.run_finished, timeout=20_000):
        panel.stop_button.click()
    assert status(panel) == ""
    assert world.trainer.run is None
    assert panel.plots._hint.isVisible()
    assert "Another model" not in panel.plots._hint.text()
    (kept,) = world.trainer.store.list()
    assert kept.record.title == "Digits"


def test_results_of_an_earlier_state_say_so(qtbot, make_panel):
    world, panel = make_panel()
    run(qtbot, world)
    document = world.workspace.document
    node = next(iter(document.graph.nodes))
    world.workspace.edit(commands.move(document, {node: Point(500, 0)}))
    world.workspace.set_results(world.workspace.facts, ())
    assert "edited" not in status(panel)
    world.workspace.edit(commands.change_fit(document, epochs=7))
    world.workspace.set_results(world.workspace.facts, ())
    assert status(panel).endswith("The model has been edited since.")
    world.workspace.undo_stack.undo()
    world.workspace.set_results(world.workspace.facts, ())
    assert "edited" not in status(panel)
