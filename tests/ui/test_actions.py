"""The action table is consistent and does what it says."""

from __future__ import annotations

from collections import Counter

import pytest
from PySide6.QtCore import QObject
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from studio import paths
from studio.ui.action_spec import When
from studio.ui.action_table import ACTIONS, MENUS
from studio.ui.actions import Actions, readable
from studio.ui.canvas.keys import KEYS
from studio.ui.dialogs.shortcuts import ShortcutsDialog
from studio.ui.menus import Menus


@pytest.fixture
def owner(qapp):
    return QObject()


def test_ids_and_titles_stand_once():
    assert max(Counter(spec.id for spec in ACTIONS).values()) == 1
    assert max(Counter((s.menu, s.title) for s in ACTIONS).values()) == 1


def test_no_shortcut_stands_twice(qapp):
    keys = [QKeySequence(s.shortcut).toString() for s in ACTIONS if s.shortcut]
    assert all(keys), "a shortcut that Qt does not know"
    assert max(Counter(keys).values()) == 1


def test_every_action_has_a_menu_and_its_icon_exists():
    for spec in ACTIONS:
        assert spec.menu in MENUS, spec.id
        icon = paths.resources() / "icons" / f"{spec.icon}.svg"
        assert not spec.icon or icon.is_file(), spec.id


def test_each_action_is_enabled_exactly_when_it_can_be(owner):
    actions = Actions(owner)
    actions.enable({When.DOCUMENT, When.UNDO})
    for spec in ACTIONS:
        wanted = spec.when in (When.ALWAYS, When.DOCUMENT, When.UNDO)
        assert actions[spec.id].isEnabled() == wanted, spec.id


def test_unknown_action_is_refused(owner):
    with pytest.raises(KeyError):
        Actions(owner).bind({"file.explode": print})


def test_menus_hold_every_action(qtbot):
    bar = QMenuBar()
    qtbot.addWidget(bar)
    actions = Actions(bar)
    Menus(bar, actions)
    shown = [a for menu in bar.findChildren(QMenu) for a in menu.actions()]
    assert all(actions[spec.id] in shown for spec in ACTIONS)


def test_recent_file_is_chosen_by_path(qtbot, tmp_path):
    bar = QMenuBar()
    qtbot.addWidget(bar)
    menus = Menus(bar, Actions(bar))
    menus.show_recent([tmp_path / "a & b.studio"])
    with qtbot.waitSignal(menus.recent_requested) as chosen:
        menus.recent.actions()[0].trigger()
    assert chosen.args == [str(tmp_path / "a & b.studio")]


def test_the_list_of_shortcuts_holds_all_of_them_and_is_searched(qtbot):
    window = QWidget()
    qtbot.addWidget(window)
    dialog = ShortcutsDialog(window)
    table = dialog.table

    def shown():
        rows = [r for r in range(table.rowCount()) if not table.isRowHidden(r)]
        return [[table.item(r, c).text() for c in range(3)] for r in rows]

    keys = {shortcut for _, _, shortcut in shown()}
    assert {readable(key) for key in KEYS} <= keys
    assert {readable(s.shortcut) for s in ACTIONS if s.shortcut} <= keys
    dialog.search.setText("reroute b")
    assert ["Canvas", "Move the wire's reroute points", "B"] in shown()
    assert len(shown()) < 5
    dialog.search.setText("zzzz")
    assert shown() == []


def test_an_arrow_is_called_after_where_it_points_whichever_way_wires_run():
    ways = {"Up": "above", "Down": "below", "Left": "on the left"}
    ways["Right"] = "on the right"
    for key, way in ways.items():
        title = KEYS[key].title
        assert [w for w in ways.values() if w in title] == [way]
        runs = "run down" if key in ("Up", "Down") else "run right"
        assert title.endswith(f"along wires that {runs}")


def test_every_menu_fits_a_screen_of_full_hd_at_one_and_a_half(qtbot):
    bar = QMenuBar()
    qtbot.addWidget(bar)
    Menus(bar, Actions(bar))
    heights = {
        menu.title(): menu.sizeHint().height() for menu in bar.findChildren(QMenu)
    }
    assert len(heights) > len(MENUS)
    assert max(heights.values()) < 1080 / 1.5, heights
