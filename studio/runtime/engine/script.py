"""Generated scripts, executed as modules of their own."""

from __future__ import annotations

import contextlib
import linecache
import sys
import traceback
from collections.abc import Iterator
from types import ModuleType
from typing import Any

_FILE = "script.py"
_MODULE = "studio_script"


def empty_module() -> ModuleType:
    """Make the module a script can be executed in."""
    return ModuleType(_MODULE)


@contextlib.contextmanager
def script_module(text: str, into: ModuleType | None = None) -> Iterator[ModuleType]:
    """Execute `text` as a module that is not ``__main__``; forget it afterwards.

    `into` is an empty module, for who wants what was defined before an error.
    Tracebacks and autograph see its source, without a file being read; the source
    stays known until the next script, for errors that are explained later.
    """
    module = into or empty_module()
    module.__file__ = _FILE
    lines = text.splitlines(keepends=True)
    # Without a time stamp linecache never looks for a file of that name.
    linecache.cache[_FILE] = (len(text), None, lines, _FILE)
    sys.modules[_MODULE] = module
    try:
        exec(compile(text, _FILE, "exec"), module.__dict__)
        yield module
    finally:
        sys.modules.pop(_MODULE, None)


def line_in_script(error: BaseException) -> int | None:
    """Line of the script in which `error` arose; None if it was not in it."""
    frames = traceback.extract_tb(error.__traceback__)
    lines = [frame.lineno for frame in frames if frame.filename == _FILE]
    return lines[-1] if lines else None


def is_raised_by_script(error: BaseException) -> bool:
    """Whether a ``raise`` of the script's own made `error`: its text is for people."""
    *_, last = traceback.extract_tb(error.__traceback__) or [None]
    return (
        last is not None
        and last.filename == _FILE
        and ((last.line or "").startswith("raise "))
    )


def scope_of(module: ModuleType) -> contextlib.AbstractContextManager[Any]:
    """Where the script builds and trains: its strategy's scope, if it has one."""
    make_strategy = getattr(module, "strategy", None)
    if make_strategy is None:
        return contextlib.nullcontext()
    scope: contextlib.AbstractContextManager[Any] = make_strategy().scope()
    return scope
