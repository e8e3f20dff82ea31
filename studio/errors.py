"""The error that is shown to a person."""

from __future__ import annotations


class StudioError(Exception):
    """A job cannot be done, for a reason a person can act on.

    The message is one plain sentence or two: what and where, the cause, the
    next step. The window shows it, the command line prints it and exits 1.
    """
