"""The log file, and what becomes of an error nobody expected."""

from __future__ import annotations

import faulthandler
import logging
import sys
import threading
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType

from studio import paths

_BYTES = 1_000_000
_FILES = 3
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_log = logging.getLogger("studio")

Tell = Callable[[str, str], None]
"""Shows a person a sentence, and its traceback as the detail."""


def log_file() -> Path:
    """The file that messages name."""
    return paths.logs() / "studio.log"


@contextmanager
def logging_to_file() -> Iterator[Path]:
    """Log into a rotating file for as long as the context lasts."""
    path = log_file()
    path.parent.mkdir(parents=True, exist_ok=True)
    handler = _make_handler(path)
    handler.setFormatter(logging.Formatter(_FORMAT))
    _log.addHandler(handler)
    _log.setLevel(logging.INFO)
    try:
        yield path
    finally:
        _log.removeHandler(handler)
        handler.close()


def _make_handler(path: Path) -> logging.Handler:
    # It brings sockets and pickle, which the command line need not wait for.
    from logging.handlers import RotatingFileHandler

    return RotatingFileHandler(
        path, maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8"
    )


@contextmanager
def crash_file() -> Iterator[Path]:
    """Write the stack of a hard crash into ``crash.log`` beside the log."""
    path = paths.logs() / "crash.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a", encoding="utf-8") as file:
        faulthandler.enable(file)
        try:
            yield path
        finally:
            faulthandler.disable()


@contextmanager
def unexpected_errors(tell: Tell) -> Iterator[None]:
    """Log every unhandled error and tell of it in a sentence."""
    hooks = _Hooks(tell)
    hooks.install()
    try:
        yield
    finally:
        hooks.remove()


class _Hooks:
    """Python's three places where an unhandled error ends up."""

    def __init__(self, tell: Tell) -> None:
        self._tell = tell

    def install(self) -> None:
        """Take the places, and remember who was there."""
        self._old = sys.excepthook, threading.excepthook, sys.unraisablehook
        sys.excepthook = self._on_error
        threading.excepthook = self._on_thread_error
        sys.unraisablehook = self._on_unraisable

    def remove(self) -> None:
        """Give the places back."""
        sys.excepthook, threading.excepthook, sys.unraisablehook = self._old

    def _on_error(
        self,
        kind: type[BaseException],
        error: BaseException,
        trace: TracebackType | None,
    ) -> None:
        if issubclass(kind, KeyboardInterrupt):
            sys.__excepthook__(kind, error, trace)
            return
        self._report(kind, error, trace, "")

    def _on_thread_error(self, args: threading.ExceptHookArgs) -> None:
        name = args.thread.name if args.thread else "a thread"
        self._report(args.exc_type, args.exc_value, args.exc_traceback, f" in {name}")

    def _on_unraisable(self, args: sys.UnraisableHookArgs) -> None:
        where = f" in {args.object!r}" if args.object is not None else ""
        self._report(args.exc_type, args.exc_value, args.exc_traceback, where)

    def _report(
        self,
        kind: type[BaseException],
        error: BaseException | None,
        trace: TracebackType | None,
        where: str,
    ) -> None:
        detail = "".join(traceback.format_exception(kind, error, trace))
        _log.error("Unexpected error%s\n%s", where, detail)
        self._tell(
            "Something in Studio went wrong that should not have: "
            f"{kind.__name__}{where}. Your document is untouched; save it and go "
            f"on. The details are in “{log_file()}”.",
            detail,
        )
