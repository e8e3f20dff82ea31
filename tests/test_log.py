"""Unexpected errors reach the log file and a person."""

from __future__ import annotations

import logging
import sys
import threading

from studio import log


def test_unhandled_error_is_logged_and_told():
    told = []
    with (
        log.logging_to_file() as path,
        log.unexpected_errors(lambda *a: told.append(a)),
    ):
        try:
            raise ZeroDivisionError("three halves")
        except ZeroDivisionError:
            sys.excepthook(*sys.exc_info())
    ((text, detail),) = told
    assert str(path) in text
    assert "Traceback" not in text
    assert "three halves" in detail
    assert "three halves" in path.read_text("utf-8")


def test_error_in_a_thread_names_the_thread():
    told = []
    with log.unexpected_errors(lambda *a: told.append(a)):
        thread = threading.Thread(target=lambda: 1 / 0, name="reader")
        thread.start()
        thread.join()
    assert "reader" in told[0][0]


def test_hooks_are_given_back():
    before = sys.excepthook, threading.excepthook, sys.unraisablehook
    with log.unexpected_errors(print):
        assert sys.excepthook is not before[0]
    assert (sys.excepthook, threading.excepthook, sys.unraisablehook) == before


def test_log_file_rotates_and_the_handler_goes():
    with log.logging_to_file() as path:
        logger = logging.getLogger("studio.test")
        for _ in range(30):
            logger.warning("x" * 50_000)
        assert path.with_suffix(".log.1").is_file()
        assert path.stat().st_size <= 1_000_000
    assert not logging.getLogger("studio").handlers
