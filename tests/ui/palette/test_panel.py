import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu

from studio.catalog.spec import Catalog
from studio.catalog.store import load_catalog
from studio.graph.model import INPUT_CLASS
from studio.ui.canvas.mime import LAYER_MIME, OUTPUT_PATH, block_path
from studio.ui.palette.model import PATH_ROLE
from studio.ui.palette.panel import PalettePanel
from studio.ui.theme import ThemeManager
from studio.ui.workspace import Workspace
from tests.ui.canvas.sample import CATALOG, K, chain

KEY = Qt.Key


@pytest.fixture
def workspace(qapp):
    space = Workspace(CATALOG)
    yield space
    space.deleteLater()


@pytest.fixture
def panel(qtbot, workspace):
    themes = ThemeManager("light")
    widget = PalettePanel(workspace, themes, lambda name: name != "precious")
    qtbot.addWidget(widget)
    widget.show()
    yield widget
    themes.deleteLater()


def rows(panel):
    model = panel.model
    found = []
    for row in range(model.rowCount()):
        item = model.item(row)
        found.append(item.text())
        found += [item.child(i).text() for i in range(item.rowCount())]
    return found


def test_everything_is_there(panel):
    shown = rows(panel)
    assert shown[:4] == ["Input", "Output", "Core", "Dense"]
    assert "Recurrent" in shown
    assert panel.model.item(0).data(PATH_ROLE) == INPUT_CLASS
    assert panel.model.item(1).data(PATH_ROLE) == OUTPUT_PATH


def test_typing_searches_and_enter_places(panel, qtbot):
    panel.focus_search()
    QTest.keyClicks(panel.search, "conv")
    assert rows(panel) == ["Conv2D"]
    with qtbot.waitSignal(panel.place_requested) as placed:
        QTest.keyClick(panel.search, KEY.Key_Return)
    assert placed.args == [K + "Conv2D"]
    QTest.keyClick(panel.search, KEY.Key_Escape)
    assert rows(panel)[2:4] == ["Recent", "Conv2D"]


def test_arrows_in_the_search_field_walk_the_list(panel, qtbot):
    QTest.keyClicks(panel.search, "layer")
    assert rows(panel) == ["Dense", "Conv2D"]
    QTest.keyClick(panel.search, KEY.Key_Down)
    with qtbot.waitSignal(panel.place_requested) as placed:
        QTest.keyClick(panel.search, KEY.Key_Return)
    assert placed.args == [K + "Conv2D"]


def test_double_click_places(panel, qtbot):
    QTest.keyClicks(panel.search, "dropout")
    area = panel.tree.visualRect(panel.model.index(0, 0))
    with qtbot.waitSignal(panel.place_requested) as placed:
        at, left = area.center(), Qt.MouseButton.LeftButton
        QTest.mouseClick(panel.tree.viewport(), left, pos=at)
        QTest.mouseDClick(panel.tree.viewport(), left, pos=at)
    assert placed.args == [K + "Dropout"]


def test_nothing_found_says_so(panel):
    panel.search.setText("zzzz")
    assert panel.findChild(object, "palette_nothing").isVisible()
    panel.search.clear()
    assert not panel.findChild(object, "palette_nothing").isVisible()


def test_a_row_travels_as_its_class_path(panel):
    panel.search.setText("flatten")
    data = panel.model.mimeData([panel.model.index(0, 0)])
    assert bytes(data.data(LAYER_MIME)).decode() == K + "Flatten"
    assert not panel.tree.chip(panel.model.index(0, 0)).isNull()


def test_headings_fold_and_cannot_be_dragged(panel):
    heading = panel.model.index(2, 0)
    assert not heading.flags() & Qt.ItemFlag.ItemIsDragEnabled
    assert panel.tree.isExpanded(heading)
    at = panel.tree.visualRect(heading).center()
    QTest.mouseClick(panel.tree.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert not panel.tree.isExpanded(heading)


def test_another_catalog_shows_at_once(panel, workspace):
    workspace.set_catalog(Catalog("4.0", CATALOG.classes[:2]))
    assert rows(panel) == ["Input", "Output", "Core", "Dense"]


def test_every_layer_of_keras_is_offered(panel, workspace):
    catalog = load_catalog()
    workspace.set_catalog(catalog)
    public = [s for s in catalog.classes if not s.path.startswith("keras.src.")]
    layers = {s.name for s in public if s.role == "layer"}
    assert layers - set(rows(panel)) == {"InputLayer"}


def test_models_and_operations_are_folded_and_come_last(panel, workspace):
    workspace.set_catalog(load_catalog())
    model, tree = panel.model, panel.tree
    groups = [model.index(row, 0) for row in range(2, model.rowCount())]
    opened = {str(i.data()): tree.isExpanded(i) for i in groups}
    assert opened["Core"]
    assert not opened["Models"]
    assert not opened["Operations: arithmetic and arrays"]
    assert list(opened)[-1] == "Operations: rearranging axes"


def test_a_layer_is_found_before_the_operation_of_its_name(panel, workspace):
    workspace.set_catalog(load_catalog())
    panel.search.setText("add")
    assert rows(panel)[:2] == ["Add", "add"]
    panel.search.setText("resnet")
    assert rows(panel)[0] == "ResNet50"


def kept(workspace, *names):
    from studio.graph.fragment import copy_fragment
    from studio.graph.grouping import group

    document, ids = chain()
    edit, node = group(document, ids[1:3])
    document.apply(edit)
    for name in names:
        workspace.shelf.keep(name, copy_fragment(document, [node]))


def test_kept_blocks_are_a_group_of_their_own(panel, workspace, qtbot):
    kept(workspace, "stem", "head")
    qtbot.waitUntil(lambda: rows(panel)[2:5] == ["My Blocks", "head", "stem"])
    panel.search.setText("stem")
    (row,) = [panel.model.index(0, 0)]
    data = panel.model.mimeData([row])
    assert bytes(data.data(LAYER_MIME)).decode() == block_path("stem")
    with qtbot.waitSignal(panel.place_requested) as placed:
        QTest.keyClick(panel.search, KEY.Key_Return)
    assert placed.args == [block_path("stem")]


def select(panel, name):
    panel.search.setText(name)
    panel.tree.setCurrentIndex(panel.model.index(0, 0))


def test_a_kept_block_is_renamed_in_place(panel, workspace, qtbot):
    kept(workspace, "stem", "head")
    qtbot.waitUntil(lambda: "stem" in rows(panel))
    select(panel, "stem")
    panel.tree.setFocus()
    QTest.keyClick(panel.tree, KEY.Key_F2)
    editor = panel.tree.findChild(QLineEdit)
    editor.setText("entry flow")
    QTest.keyClick(editor, KEY.Key_Return)
    qtbot.waitUntil(lambda: workspace.shelf.names == ("entry_flow", "head"))
    panel.search.clear()
    qtbot.waitUntil(lambda: "entry_flow" in rows(panel))


def test_a_name_that_is_taken_is_refused_in_words(panel, workspace, qtbot):
    kept(workspace, "stem", "head")
    qtbot.waitUntil(lambda: "stem" in rows(panel))
    select(panel, "stem")
    with qtbot.waitSignal(panel.refused) as told:
        panel.model.item(0).setText("head")
    assert "already" in told.args[0]
    qtbot.waitUntil(lambda: panel.model.item(0).text() == "stem")
    assert workspace.shelf.names == ("head", "stem")


def test_a_kept_block_is_removed_once_that_is_confirmed(panel, workspace, qtbot):
    kept(workspace, "stem", "precious")
    qtbot.waitUntil(lambda: "stem" in rows(panel))
    for name in ("precious", "stem"):
        select(panel, name)
        QTest.keyClick(panel.tree, KEY.Key_Delete)
    panel.search.clear()
    qtbot.waitUntil(lambda: "stem" not in rows(panel))
    assert workspace.shelf.names == ("precious",)


def test_del_on_a_layer_does_nothing(panel, workspace):
    select(panel, "flatten")
    QTest.keyClick(panel.tree, KEY.Key_Delete)
    assert rows(panel) == ["Flatten"]


def test_the_menu_of_a_kept_block_places_renames_and_removes(panel, workspace, qtbot):
    kept(workspace, "stem")
    qtbot.waitUntil(lambda: "stem" in rows(panel))
    select(panel, "stem")
    at = panel.tree.visualRect(panel.model.index(0, 0)).center()
    where = panel.tree.viewport().mapToGlobal(at)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, where)
    QApplication.sendEvent(panel.tree.viewport(), event)
    menu = panel.tree.findChild(QMenu, "palette_menu")
    assert [a.text().split("\t")[0] for a in menu.actions()] == [
        "Place",
        "Rename",
        "Remove…",
    ]
    with qtbot.waitSignal(panel.place_requested) as placed:
        menu.actions()[0].trigger()
    assert placed.args == [block_path("stem")]
    menu.close()
