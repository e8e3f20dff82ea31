"""The toolbar: file, history, layout | model, data, device | train | export."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QToolBar,
    QToolButton,
    QWidget,
)

from studio.ui import icons
from studio.ui.actions import Actions
from studio.ui.chips import Chip
from studio.ui.progress import Progress
from studio.ui.text_size import scaled, scaled_size
from studio.ui.theme import ThemeManager

_LEFT = (
    ("file.new", "file.open", "file.save"),
    ("edit.undo", "edit.redo"),
    ("view.tidy", "view.fit", "view.code"),
)


class ToolBar(QToolBar):
    """Buttons of the commonest actions, and what the model's state is.

    Signals:
        tab_requested(str): a chip was pressed; show the dock of that name.
    """

    tab_requested = Signal(str)

    def __init__(self, actions: Actions, themes: ThemeManager) -> None:
        super().__init__("Toolbar")
        self._actions, self._themes = actions, themes
        self.setObjectName("toolbar")
        self.setMovable(False)
        self.setIconSize(scaled_size(20, 20))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.model_chip = Chip("model_chip", "State of the model", themes)
        self.data_chip = Chip("data_chip", "Data to train on", themes)
        self.device_chip = Chip("device_chip", "Device to train on", themes)
        self.train_button = _ActionPush("train_button", actions["model.train"])
        self.progress = TrainingProgress()
        for group in _LEFT:
            for action_id in group:
                self._add(actions[action_id])
            self.addSeparator()
        self._add_state()
        self._add_training()
        self.model_chip.clicked.connect(self._on_model_chip)
        self.data_chip.clicked.connect(self._on_data_chip)
        themes.changed.connect(self.draw)

    def draw(self) -> None:
        """Draw the icons in the theme's colours."""
        theme = self._themes.theme
        self.train_button.setIconSize(scaled_size(16, 16))
        self.train_button.setIcon(icons.icon("train", theme, "on_accent"))
        for chip in (self.model_chip, self.data_chip, self.device_chip):
            chip.draw()

    def show_training(self, running: bool) -> None:
        """Show Stop and the progress while a run is on."""
        self.progress.clear()
        for widget_action in self._training_only:
            widget_action.setVisible(running)
        self._train_action.setVisible(not running)

    def _add(self, action: QAction) -> None:
        self.addAction(action)
        button = self.widgetForAction(action)
        button.setObjectName("button_" + action.objectName().removeprefix("action_"))
        button.setAccessibleName(action.text())

    def _add_state(self) -> None:
        for chip in (self.model_chip, self.data_chip, self.device_chip):
            self.addWidget(chip)
            self.addWidget(_Gap(4))
        stretch = QWidget()
        stretch.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.addWidget(stretch)

    def _add_training(self) -> None:
        stop = _ActionPush("stop_button", self._actions["model.stop"], "Stop")
        self._training_only = [self.addWidget(self.progress)]
        self._training_only += [self.addWidget(_Gap(8)), self.addWidget(stop)]
        self._train_action = self.addWidget(self.train_button)
        self.addWidget(_Gap(4))
        export = self._actions["file.export"]
        self._add(export)
        button = self.widgetForAction(export)
        if isinstance(button, QToolButton):
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setText("Export")
        self.show_training(False)

    def _on_model_chip(self) -> None:
        self.tab_requested.emit("problems")

    def _on_data_chip(self) -> None:
        self.tab_requested.emit("data")


class TrainingProgress(QWidget):
    """A bar, and in words how far the run is and how long it still takes."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("training_progress")
        self.setAccessibleName("Training progress")
        self._label = QLabel()
        self._label.setObjectName("progress_label")
        self._label.setTextFormat(Qt.TextFormat.PlainText)
        self._bar = Progress("progress_bar", "Training progress")
        self._bar.setFixedWidth(scaled(140))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(8)
        layout.addWidget(self._label)
        layout.addWidget(self._bar)

    def clear(self) -> None:
        """Show a run whose length is not known yet."""
        self._bar.show_fraction(None)
        self._label.setText("Starting…")

    def show_progress(self, fraction: float | None, text: str) -> None:
        """Show how much is done, 0 to 1 (None: unknown), and the words for it."""
        self._bar.show_fraction(fraction)
        self._label.setText(text)


class _ActionPush(QPushButton):
    """A push button that is an action's."""

    def __init__(self, name: str, action: QAction, text: str = "") -> None:
        super().__init__(text or action.text())
        self._action, self._text = action, text
        self.setObjectName(name)
        self.setAccessibleName(action.text())
        self.setToolTip(action.toolTip())
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setEnabled(action.isEnabled())
        self.clicked.connect(action.trigger)
        action.enabledChanged.connect(self.setEnabled)


class _Gap(QWidget):
    """Empty room in the toolbar."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.setFixedWidth(scaled(width))
