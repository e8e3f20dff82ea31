"""A request being worked on: it says what it does and explains what goes wrong."""

from __future__ import annotations

from types import TracebackType

from studio.errors import StudioError
from studio.runtime.engine.context import Context
from studio.runtime.engine.explain import explain


class Job:
    """Inside ``with``, any error becomes a `StudioError` with a sentence."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._doing = "Starting"

    def begin(self, doing: str) -> None:
        """Say what comes next, e.g. ``Loading data``."""
        self._doing = doing
        self._context.status(doing)

    def __enter__(self) -> Job:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if isinstance(error, Exception) and not isinstance(error, StudioError):
            raise StudioError(explain(error, self._doing)) from error
