"""What the window remembers of itself: an ini file in the state folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QByteArray, QSettings

from studio import paths
from studio.ui.text_size import text_px
from studio.ui.theme import Mode

if TYPE_CHECKING:  # the window's frame is painted before documents are known
    from studio.graph.model import Flow

_MODES: tuple[Mode, ...] = ("system", "light", "dark")
_LAYOUT_VERSION = 2
"""Raised when docks change so much that an old layout no longer fits."""


class WindowSettings:
    """Geometry, docks, theme. A damaged file is set aside, not repaired."""

    def __init__(self) -> None:
        self._path = paths.state() / "window.ini"
        self._path.parent.mkdir(parents=True, exist_ok=True)
        self._settings = self._open()

    @property
    def mode(self) -> Mode:
        """Light, dark or as the system has it."""
        value = self._settings.value("theme")
        return cast("Mode", value) if value in _MODES else "system"

    @mode.setter
    def mode(self, mode: Mode) -> None:
        self._settings.setValue("theme", mode)

    @property
    def shows_map(self) -> bool:
        """Whether the canvas shows its map."""
        return str(self._settings.value("map")) != "off"

    @shows_map.setter
    def shows_map(self, shows: bool) -> None:
        self._settings.setValue("map", "on" if shows else "off")

    @property
    def reduces_motion(self) -> bool:
        """Whether nothing is to move by itself."""
        return str(self._settings.value("motion")) == "reduced"

    @reduces_motion.setter
    def reduces_motion(self, reduces: bool) -> None:
        self._settings.setValue("motion", "reduced" if reduces else "full")

    @property
    def flow(self) -> Flow:
        """Which way wires run in new documents: as it was chosen last."""
        from studio.graph.model import Flow

        value = self._settings.value("flow")
        return Flow(value) if value in list(Flow) else Flow.TOP_TO_BOTTOM

    @flow.setter
    def flow(self, flow: Flow) -> None:
        self._settings.setValue("flow", flow.value)

    @property
    def geometry(self) -> QByteArray | None:
        """The window's place and size, if known."""
        return self._bytes("geometry")

    @property
    def layout(self) -> QByteArray | None:
        """Where the docks are, if known."""
        return self._bytes(f"docks{_LAYOUT_VERSION}")

    def columns(self, table: str) -> QByteArray | None:
        """How the columns of a table were beside text of this size, if known."""
        return self._bytes(_columns_key(table))

    def keep_columns(self, table: str, columns: QByteArray) -> None:
        """Remember the columns of a table, whose widths fit this size of text."""
        self._settings.setValue(_columns_key(table), columns)

    def keep(self, geometry: QByteArray, layout: QByteArray) -> None:
        """Remember where the window and its docks are."""
        self._settings.setValue("geometry", geometry)
        self._settings.setValue(f"docks{_LAYOUT_VERSION}", layout)
        self._settings.sync()

    def _bytes(self, key: str) -> QByteArray | None:
        value = self._settings.value(key)
        return value if isinstance(value, QByteArray) else None

    def _open(self) -> QSettings:
        settings = QSettings(str(self._path), QSettings.Format.IniFormat)
        if settings.status() is not QSettings.Status.NoError:
            self._path.replace(self._path.with_suffix(".ini.bad"))
            settings = QSettings(str(self._path), QSettings.Format.IniFormat)
        return settings


def _columns_key(table: str) -> str:
    return f"columns/{table}/{text_px()}"
