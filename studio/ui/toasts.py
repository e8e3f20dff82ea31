"""Notices that appear in a corner of the window and take no focus."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QEnterEvent, QGuiApplication
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from studio.ui import icons
from studio.ui.notifications import Level, Notice, NoticeAction, Notifications
from studio.ui.text_size import scaled, scaled_size
from studio.ui.theme import ThemeManager

TOAST_MS = 6000
_MOST = 4
_WIDTH = 400
_MARGIN = 12
_BOTTOM = 38
"""Room below in pixels: the status bar stays readable."""
_ICONS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "info"}
_COLORS = {Level.ERROR: "error", Level.WARNING: "warning", Level.INFO: "accent"}


class Toast(QFrame):
    """One notice.

    Signals:
        closed(Toast): it is to be taken away.
    """

    closed = Signal(object)

    def __init__(self, notice: Notice, themes: ThemeManager, parent: QWidget) -> None:
        super().__init__(parent)
        self.notice = notice
        self._themes = themes
        self.setObjectName("toast")
        self.setProperty("card", True)
        self.setAccessibleName(f"{notice.level}: {notice.text}")
        self.setFixedWidth(scaled(_WIDTH))
        self._icon = QLabel()
        self._close = self._make_close()
        self._detail = self._make_detail()
        self._lay_out()
        self._timer = QTimer(self, singleShot=True, interval=TOAST_MS)
        self._timer.timeout.connect(self._on_close)
        self._start_timer()
        self.refresh()

    def refresh(self) -> None:
        """Draw the icons in the theme's colours."""
        theme, level = self._themes.theme, self.notice.level
        ratio = self.devicePixelRatioF()
        name, color = _ICONS[level], _COLORS[level]
        self._icon.setPixmap(icons.pixmap(name, theme, scaled(18), color, ratio))
        self._close.setIcon(icons.icon("close", theme, "muted"))

    def fitting_height(self) -> int:
        """Height that shows all of it; the layout's least is more at times."""
        least = self.minimumSizeHint().height()
        return max(self.heightForWidth(self.width()), least)

    def enterEvent(self, event: QEnterEvent) -> None:
        """Stay while it is being read."""
        self._timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        """Go some time after it was read."""
        super().leaveEvent(event)
        self._start_timer()

    def _start_timer(self) -> None:
        lasts = self.notice.actions or not self._detail.isHidden()
        if self.notice.level is Level.INFO and not lasts:
            self._timer.start()

    def _lay_out(self) -> None:
        text = QLabel(self.notice.text)
        text.setObjectName("toast_text")
        text.setTextFormat(Qt.TextFormat.PlainText)
        text.setWordWrap(True)
        top = QHBoxLayout()
        top.setSpacing(8)
        top.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        top.addWidget(text, 1)
        top.addWidget(self._close, 0, Qt.AlignmentFlag.AlignTop)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(12, 10, 8, 10)
        layout.setSpacing(8)
        layout.addLayout(top)
        layout.addWidget(self._detail)
        if self.notice.detail or self.notice.actions:
            layout.addLayout(self._make_buttons())

    def _make_close(self) -> QToolButton:
        button = QToolButton()
        button.setObjectName("toast_close")
        button.setAccessibleName("Close this notice")
        button.setIconSize(scaled_size(12, 12))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(self._on_close)
        return button

    def _make_detail(self) -> QPlainTextEdit:
        view = QPlainTextEdit(self.notice.detail)
        view.setObjectName("toast_detail")
        view.setAccessibleName("Details")
        view.setReadOnly(True)
        view.setFixedHeight(scaled(140))
        view.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        view.hide()
        return view

    def _make_buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(26, 0, 0, 0)
        for action in self.notice.actions:
            row.addWidget(_ActionButton(action, self))
        if self.notice.detail:
            row.addWidget(self._button("Details", "toast_details", self._on_details))
            row.addWidget(self._button("Copy", "toast_copy", self._on_copy))
        row.addStretch(1)
        return row

    def _button(self, title: str, name: str, slot: object) -> QPushButton:
        button = QPushButton(title)
        button.setObjectName(name)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(slot)
        return button

    def _on_details(self) -> None:
        self._timer.stop()
        self._detail.setVisible(self._detail.isHidden())
        self.adjustSize()

    def _on_copy(self) -> None:
        text = f"{self.notice.text}\n\n{self.notice.detail}"
        QGuiApplication.clipboard().setText(text)

    def _on_close(self) -> None:
        self.closed.emit(self)


class _ActionButton(QPushButton):
    """A button of a notice; the notice goes when it is pressed."""

    def __init__(self, action: NoticeAction, toast: Toast) -> None:
        super().__init__(action.title)
        self._action, self._toast = action, toast
        self.setObjectName("toast_action")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.clicked.connect(self._on_clicked)

    def _on_clicked(self) -> None:
        self._toast.closed.emit(self._toast)
        self._action.run()


class Toasts(QObject):
    """Stacks toasts in the lower right corner of `host`."""

    def __init__(
        self, host: QWidget, notifications: Notifications, themes: ThemeManager
    ) -> None:
        super().__init__(host)
        self._host, self._themes = host, themes
        self._toasts: list[Toast] = []
        self._timer = QTimer(self, singleShot=True, interval=0)
        self._timer.timeout.connect(self._place)
        host.installEventFilter(self)
        themes.changed.connect(self._on_theme_changed)
        notifications.posted.connect(self._on_posted)
        notifications.withdrawn.connect(self._on_withdrawn)

    @property
    def shown(self) -> tuple[Toast, ...]:
        """Toasts that are on screen, oldest first."""
        return tuple(self._toasts)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the corner when the window changes size, and grow with details."""
        if event.type() is QEvent.Type.Resize and watched is self._host:
            self._place()
        elif event.type() is QEvent.Type.LayoutRequest:
            # Later: a layout that is resized while it lays out stays half done.
            self._timer.start()
        return False

    def _on_posted(self, notice: Notice) -> None:
        if notice.level is Level.LOG:
            return
        self._on_withdrawn(notice.text)
        for toast in self._toasts[: -_MOST + 1]:
            self._on_closed(toast)
        toast = Toast(notice, self._themes, self._host)
        toast.closed.connect(self._on_closed)
        toast.installEventFilter(self)
        toast.ensurePolished()
        self._toasts.append(toast)
        toast.show()
        self._place()

    def _on_withdrawn(self, text: str) -> None:
        for toast in [t for t in self._toasts if t.notice.text == text]:
            self._on_closed(toast)

    def _on_closed(self, toast: Toast) -> None:
        if toast in self._toasts:
            self._toasts.remove(toast)
            toast.hide()
            toast.deleteLater()
            self._place()

    def keep_on_top(self) -> None:
        """Lift the toasts above a panel that has just been raised."""
        for toast in self._toasts:
            toast.raise_()

    def _on_theme_changed(self) -> None:
        for toast in self._toasts:
            toast.refresh()

    def _place(self) -> None:
        bottom = self._host.height() - scaled(_BOTTOM)
        width = scaled(_WIDTH)
        for toast in reversed(self._toasts):
            height = toast.fitting_height()
            left = self._host.width() - width - _MARGIN
            bottom -= height
            toast.setGeometry(left, bottom, width, height)
            toast.raise_()
            bottom -= 8
