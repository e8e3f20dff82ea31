"""Offers the work that a crash left behind, once the window is up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from studio.ui.documents import Documents
from studio.ui.notifications import NoticeAction, Notifications

if TYPE_CHECKING:
    from studio.project.recovery import Recovery


class RecoveryOffer(QObject):
    """Tells of unsaved work in a notice; its button shows both versions."""

    def __init__(
        self, window: QWidget, documents: Documents, notifications: Notifications
    ) -> None:
        super().__init__(window)
        self._window = window
        self._documents, self._notifications = documents, notifications

    def look(self) -> None:
        """Look for journals of processes that are gone."""
        from studio.project.recovery import find_recoveries

        found = find_recoveries()
        for path in found.unreadable:
            self._notifications.warning(
                f"A safety copy of unsaved work cannot be read. It is kept as “{path}”."
            )
        for recovery in found.recoveries:
            self._tell(recovery)

    def _tell(self, recovery: Recovery) -> None:
        name = recovery.path.name if recovery.path else recovery.title
        offer = _Offer(self, recovery)
        self._notifications.warning(
            f"“{name}” has changes that were not saved when Studio ended.",
            actions=[NoticeAction("Look at Both Versions…", offer.show)],
        )

    def show(self, recovery: Recovery) -> None:
        """Show both versions and let a person choose."""
        from studio.ui.dialogs.recovery import RecoveryDialog

        dialog = RecoveryDialog(recovery, self._window)
        dialog.recover_requested.connect(self._documents.recover)
        dialog.discard_requested.connect(_discard)
        dialog.show()


class _Offer:
    """One recovery with the way to show it."""

    def __init__(self, owner: RecoveryOffer, recovery: Recovery) -> None:
        self._owner, self._recovery = owner, recovery

    def show(self) -> None:
        """Show the dialog."""
        self._owner.show(self._recovery)


def _discard(recovery: Recovery) -> None:
    recovery.discard()
