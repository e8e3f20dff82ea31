"""Data service and panel against an engine that answers when told."""

import struct
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QLabel,
    QProgressBar,
    QPushButton,
)

from studio.catalog.store import load_catalog
from studio.graph import commands
from studio.graph.document import Document
from studio.graph.feeds import feeds_of
from studio.graph.setup import ColumnFacts
from studio.project.approvals import Approvals
from studio.protocol.messages import DataDescribed, DescribeData, Failed, Status
from studio.ui.data.file_peek import array_names, column_names, guess_options
from studio.ui.data.panel import DataPanel
from studio.ui.data.preview import is_picture
from studio.ui.data.service import DataService, DataState
from studio.ui.theme import ThemeManager
from studio.ui.workspace import Workspace
from tests.repairs.models import tasks
from tests.ui.sample_workspace import DIGITS, digits_document


class Engine(QObject):
    """Stands at the process border."""

    message_received = Signal(object)
    state_changed = Signal(str)

    def __init__(self):
        super().__init__()
        self.state, self.text, self.ready = "ready", "Ready", None
        self.sent = []

    def next_request(self):
        return len(self.sent) + 1

    def send(self, message):
        self.sent.append(message)

    def become(self, state, text):
        self.state, self.text = state, text
        self.state_changed.emit(state)

    def describe(self, facts=DIGITS, labels=("3", "7"), count=64):
        payload = struct.pack(f"{2 * count}f", *([0.5] * 2 * count))
        request = self.sent[-1].request
        self.message_received.emit(
            DataDescribed(request, facts, len(labels), labels, payload)
        )


class World:
    def __init__(self):
        self.workspace, self.engine = Workspace(load_catalog()), Engine()
        self.service = DataService(self.workspace, self.engine)

    def open(self, document, path=None):
        self.workspace.replace_document(document, path)

    def with_source(self, saved_as=None, **fields):
        document = Document()
        document.apply(commands.change_data(document, **fields))
        self.open(document, saved_as)


@pytest.fixture
def world(qapp):
    made = World()
    yield made
    made.workspace.deleteLater()


@pytest.fixture
def panel(qtbot, world):
    themes = ThemeManager("light")
    panel = DataPanel(world.workspace, world.service, themes)
    qtbot.addWidget(panel)
    panel.resize(1100, 260)
    panel.show()
    yield panel
    panel.preview._numpy.wait()
    themes.deleteLater()


def asked(qtbot, world, count=1):
    qtbot.waitUntil(lambda: len(world.engine.sent) == count)
    return world.engine.sent[-1]


def visible(panel, name):
    return panel.findChild(QPushButton, name).isVisible()


def notice(panel):
    return panel.findChild(QLabel, "data.notice").text()


def test_without_data_nothing_is_asked(world):
    assert world.service.state is DataState.NONE
    assert world.engine.sent == []


def test_data_is_described_and_shared(qtbot, world):
    world.open(digits_document())
    question = asked(qtbot, world)
    assert isinstance(question, DescribeData)
    assert question.source.kind == "digits"
    world.engine.describe()
    assert world.service.state is DataState.KNOWN
    assert world.workspace.data is DIGITS
    assert world.service.preview.labels == ("3", "7")


def test_edits_in_a_row_are_described_once(qtbot, world):
    world.open(digits_document())
    for split in (0.1, 0.15, 0.25):
        edit = commands.change_data(world.workspace.document, test_split=split)
        world.workspace.edit(edit)
    assert asked(qtbot, world).source.test_split == 0.25


def test_other_settings_ask_nothing(qtbot, world):
    world.open(digits_document())
    asked(qtbot, world)
    world.engine.describe()
    world.workspace.edit(commands.change_fit(world.workspace.document, epochs=3))
    assert world.service.state is DataState.KNOWN
    world.workspace.edit(commands.change_fit(world.workspace.document, seed=3))
    assert asked(qtbot, world, 2).seed == 3


def test_a_stale_answer_is_dropped(qtbot, world):
    world.open(digits_document())
    asked(qtbot, world)
    world.service.choose_kind("iris")
    world.engine.describe()
    assert world.service.facts is None


def test_another_kind_forgets_the_facts_but_a_split_keeps_them(qtbot, world):
    world.open(digits_document())
    asked(qtbot, world)
    world.engine.describe()
    edit = commands.change_data(world.workspace.document, test_split=0.1)
    world.workspace.edit(edit)
    assert world.workspace.data is DIGITS
    world.service.choose_kind("iris")
    assert world.workspace.data is None


def test_failures_are_told_and_may_be_retried(qtbot, world, panel):
    world.open(digits_document())
    question = asked(qtbot, world)
    text = "MNIST could not be downloaded: no network. Connect and try again."
    world.engine.message_received.emit(Failed(question.request, text, ""))
    assert world.service.state is DataState.FAILED
    assert notice(panel) == text
    panel.findChild(QPushButton, "data.retry").click()
    asked(qtbot, world, 2)


def test_the_panel_says_what_it_waits_for(qtbot, world, panel):
    world.engine.become("importing", "Importing TensorFlow…")
    world.open(digits_document())
    assert notice(panel) == "Importing TensorFlow…"
    world.engine.become("ready", "Ready")
    asked(qtbot, world)
    world.engine.message_received.emit(Status("Downloading MNIST"))
    assert notice(panel) == "Downloading MNIST…"
    bar = panel.findChild(QProgressBar, "data.busy")
    assert bar.maximum() == 0
    world.engine.message_received.emit(Status("Downloading MNIST", 0.25))
    assert bar.value() / bar.maximum() == 0.25


def test_a_dead_engine_is_asked_again_when_it_is_back(qtbot, world):
    world.open(digits_document())
    question = asked(qtbot, world)
    world.engine.become("dead", "The engine was killed.")
    world.engine.message_received.emit(Failed(question.request, "Killed.", ""))
    assert world.service.state is DataState.BUSY
    world.engine.become("ready", "Ready")
    asked(qtbot, world, 2)


def test_a_file_of_a_document_is_not_read_before_it_is_allowed(
    qtbot, world, panel, tmp_path
):
    (tmp_path / "flowers.csv").write_text("a,b,kind\n1,2,x\n")
    world.with_source(tmp_path / "m.studio", kind="csv", path="flowers.csv")
    assert world.service.state is DataState.ASK
    assert not world.service._timer.isActive()
    assert panel.findChild(QLabel, "data.path").text() == str(tmp_path / "flowers.csv")
    assert not panel.form._options["target"].isVisible()
    assert visible(panel, "data.allow")
    panel.findChild(QPushButton, "data.allow").click()
    assert asked(qtbot, world).base == str(tmp_path)
    assert panel.form._options["target"].isVisible()


def test_a_file_the_user_chose_is_read_at_once(qtbot, world, tmp_path):
    file = tmp_path / "flowers.csv"
    file.write_text("a;b;kind\n1;2;x\n")
    world.with_source(kind="csv")
    assert world.service.state is DataState.NO_FILE
    world.service.choose_file(file)
    source = asked(qtbot, world).source
    assert source.path == str(file)
    assert source.options == {"target": "kind", "delimiter": ";"}
    world.workspace.undo_stack.undo()
    assert world.service.state is DataState.NO_FILE


def test_a_file_beside_the_document_is_kept_relative(world, tmp_path):
    (tmp_path / "data").mkdir()
    file = tmp_path / "data" / "a.csv"
    file.write_text("a,b\n")
    world.with_source(tmp_path / "m.studio", kind="csv")
    world.service.choose_file(file)
    assert world.service.source.path == "data/a.csv"
    assert world.service.file == file


def test_choosing_the_same_file_reads_it_anew(qtbot, world, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("a,b\n")
    world.with_source(kind="csv")
    world.service.choose_file(file)
    asked(qtbot, world)
    steps = world.workspace.undo_stack.count()
    world.service.choose_file(file)
    asked(qtbot, world, 2)
    assert world.workspace.undo_stack.count() == steps


def test_options_are_edits(qtbot, world, panel, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("a,b,c\n")
    world.with_source(kind="csv")
    world.service.choose_file(file)
    combo = panel.form._options["target"]
    assert [combo.itemText(i) for i in range(combo.count())] == ["a", "b", "c"]
    combo.setCurrentIndex(0)
    combo.activated.emit(0)
    assert world.service.source.options == {"target": "a"}
    world.workspace.undo_stack.undo()
    assert combo.currentText() == "c"


def test_pictures_are_shown_with_their_labels(qtbot, world, panel):
    world.open(digits_document())
    asked(qtbot, world)
    world.engine.describe()
    pictures = panel.preview.pictures
    qtbot.waitUntil(lambda: len(pictures.tiles) == 2, timeout=30_000)
    tile = pictures.tiles[0]
    assert (tile.caption, tile.image.width()) == ("3", 8)
    assert tile.image.pixelColor(0, 0).red() == 127


def test_rows_are_shown_as_a_table(qtbot, world, panel):
    names = tuple(ColumnFacts(n, 0.0, 1.0) for n in ("a", "b", "c", "d"))
    facts = replace(DIGITS, input_shape=(4,), columns=names, class_counts=())
    world.open(digits_document())
    asked(qtbot, world)
    world.engine.describe(facts, count=4)
    table = panel.preview.table
    qtbot.waitUntil(table.isVisible, timeout=30_000)
    model = table.model()
    assert (model.rowCount(), model.columnCount()) == (2, 5)
    assert model.headerData(1, table.horizontalHeader().orientation()) == "b"
    assert model.index(1, 4).data() == "7"


def test_splits_are_edits(qtbot, world, panel):
    world.open(digits_document())
    panel.facts._validation.setValue(0.3)
    assert world.service.source.validation_split == 0.3
    world.workspace.undo_stack.undo()
    assert panel.facts._validation.value() == 0.2


def test_what_can_be_chosen_in_files(tmp_path):
    import numpy as np

    np.savez(tmp_path / "a.npz", images=np.zeros(3), labels=np.zeros(3))
    assert array_names(tmp_path / "a.npz") == ["images", "labels"]
    assert guess_options("npz", tmp_path / "a.npz") == {"x": "images", "y": "labels"}
    (tmp_path / "a.csv").write_bytes("\ufeffx,größe\r\n".encode())
    assert column_names(tmp_path / "a.csv", ",") == ["x", "größe"]
    assert array_names(tmp_path / "a.csv") == []
    assert column_names(tmp_path / "missing.csv", ",") == []


@pytest.mark.parametrize(
    ("shape", "expected"),
    [((8, 8), True), ((8, 8, 3), True), ((8, 8, 5), False), ((4,), False)],
)
def test_what_is_a_picture(shape, expected):
    assert is_picture(shape) is expected


def test_approvals_are_kept_for_the_next_session(world, tmp_path):
    file = tmp_path / "a.csv"
    file.write_text("a,b\n")
    world.with_source(kind="csv")
    world.service.choose_file(file)
    assert Approvals().allows(file)


def choose(panel, name, array):
    combo = panel.findChild(QComboBox, name)
    combo.setCurrentIndex(combo.findData(array))
    combo.activated.emit(combo.currentIndex())


def rows(panel):
    """Text of each row of arrays, and what is chosen there."""
    form = panel.form._arrays._form
    parts = (QFormLayout.ItemRole.LabelRole, QFormLayout.ItemRole.FieldRole)
    pairs = [
        [form.itemAt(n, p).widget() for p in parts] for n in range(form.rowCount())
    ]
    return {label.text(): field.currentText() for label, field in pairs}


def test_each_of_several_inputs_and_outputs_takes_an_array(qtbot, world, panel):
    model = tasks()
    world.open(model.document)
    question = asked(qtbot, world)
    assert question.feeds == feeds_of(model.document)
    world.engine.describe(model.data)
    assert rows(panel) == {
        "Input image": "image",
        "Input ink": "ink",
        "Output digit": "digit",
        "Output odd": "odd",
    }
    label = panel.findChild(QLabel, "data.samples")
    assert label.text() == ("image: 8 × 8 × 1 float32, 0 to 1\nink: 16 float32, 0 to 1")
    assert "odd: 2 classes" in panel.findChild(QLabel, "data.labels").text()
    odd = model.ids["odd"]
    choose(panel, f"data.array.{odd}", "digit")
    assert world.service.source.arrays == {odd: "digit"}
    assert asked(qtbot, world, 2).feeds.outputs[1].array == "digit"
    choose(panel, f"data.array.{odd}", "odd")
    assert world.service.source.arrays == {}
    world.workspace.undo_stack.undo()
    assert rows(panel)["Output odd"] == "digit"


def test_a_new_name_of_an_input_asks_for_its_array(qtbot, world, panel):
    model = tasks()
    world.open(model.document)
    asked(qtbot, world)
    world.engine.describe(model.data)
    edit = commands.rename(world.workspace.document, model.ids["image"], "photo")
    world.workspace.edit(edit)
    assert asked(qtbot, world, 2).feeds.inputs[0].name == "photo"
    assert world.service.facts is model.data
    assert rows(panel)["Input photo"] == "photo (missing)"


def test_edits_of_other_data_are_no_new_question(qtbot, world):
    document = digits_document()
    world.open(document)
    asked(qtbot, world)
    world.engine.describe()
    world.workspace.edit(commands.rename(document, "n1", "photo"))
    assert world.service.state is DataState.KNOWN
    assert not world.service._timer.isActive()


def test_a_file_offers_its_arrays_once_it_is_allowed(world, panel, tmp_path):
    import numpy as np

    ones = np.ones(3)
    np.savez(tmp_path / "a.npz", scan=ones, ink=ones, digit=ones, odd=ones)
    model = tasks().source(kind="npz", path=str(tmp_path / "a.npz"))
    world.open(model.document)
    assert not panel.form._arrays.isVisible()
    world.service.allow_file()
    assert rows(panel)["Input image"] == "image (missing)"
    choose(panel, f"data.array.{model.ids['image']}", "scan")
    assert world.service.source.arrays == {model.ids["image"]: "scan"}
    assert not panel.findChild(QComboBox, "data.option.x").isVisible()
