"""Studio's window: prints the wall clock when it has been painted."""

from __future__ import annotations

import sys
import time

from PySide6.QtCore import QTimer

from studio.ui.app import make_application, open_studio
from studio.ui.notifications import Notifications


def main() -> int:
    """Show the start page as `studio` does, and quit after its first paint."""
    app = make_application()
    with open_studio(app, Notifications()) as studio:

        def painted() -> None:
            print(time.time(), flush=True)
            app.quit()

        studio.window.first_painted.connect(lambda: QTimer.singleShot(0, painted))
        studio.show(None)
        return app.exec()


if __name__ == "__main__":
    sys.exit(main())
