"""What the user allowed: data files by absolute path, Python text by its hash."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path

from studio import paths
from studio.catalog.foreign import fingerprint
from studio.errors import StudioError
from studio.graph.setup import CodeSettings
from studio.project.atomic import make_folder, write_atomic

LIMIT = 500


class ApprovedKeys:
    """A list in the state folder, shared by all windows."""

    def __init__(self, file: Path) -> None:
        self._file = file

    def has(self, key: str) -> bool:
        """Whether it is on the list."""
        return key in self.all()

    def add(self, key: str) -> None:
        """Put it on the list, as the newest.

        Raises:
            StudioError: the list could not be written.
        """
        kept = [entry for entry in self.all() if entry != key]
        text = json.dumps([*kept, key][-LIMIT:], indent=1, ensure_ascii=False)
        make_folder(self._file.parent)
        write_atomic(self._file, text.encode() + b"\n")

    def all(self) -> list[str]:
        """The whole list, the newest last."""
        try:
            entries = json.loads(self._file.read_text("utf-8"))
        except (FileNotFoundError, ValueError):
            return []  # A damaged list allows nothing: the user is asked again.
        if not isinstance(entries, list):
            return []
        return [entry for entry in entries if isinstance(entry, str)]


class Approvals:
    """Data files and folders that may be read.

    A model from somebody else may name any file of yours: none is read before
    you said so once. Those that came with Layer Studio are nobody's secret.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._keys = ApprovedKeys(file or paths.state() / "approved-files.json")

    def allows(self, path: Path) -> bool:
        """Whether this very file or folder was allowed, or is one of ours."""
        shipped = Path(_key(paths.resources() / "examples"))
        return Path(_key(path)).is_relative_to(shipped) or self._keys.has(_key(path))

    def allow(self, path: Path) -> None:
        """Remember that the user allowed this file.

        Raises:
            StudioError: it could not be remembered.
        """
        self._keys.add(_key(path))


class TrustedCode:
    """Python text that may be executed: exactly this text, wherever it stands."""

    def __init__(self, file: Path | None = None) -> None:
        self._keys = ApprovedKeys(file or paths.state() / "trusted-code.json")

    def trusts(self, text: str) -> bool:
        """Whether the user trusted exactly this text."""
        return self._keys.has(_hash(text))

    def trust(self, text: str) -> None:
        """Remember that the user trusts this text.

        Raises:
            StudioError: it could not be remembered.
        """
        self._keys.add(_hash(text))


def allowed_mark(code: CodeSettings) -> str:
    """Fingerprint of a project's own code if the user allowed it; else nothing."""
    if not (code.custom or code.modules):
        return ""
    mark = fingerprint(code.custom, code.modules)
    return mark if TrustedCode().trusts(mark) else ""


def refuse_untrusted(code: CodeSettings) -> None:
    """Let nothing run that a project brings along before the user allowed it.

    Raises:
        StudioError: the user did not allow its own text and modules.
    """
    if (code.custom or code.modules) and not allowed_mark(code):
        raise StudioError(
            "The project brings Python code of its own, which was not allowed to run. "
            "Open it in the window, read the code and allow it."
        )


def _key(path: Path) -> str:
    # Links are followed: what was allowed is a file, not a name for it.
    return os.path.realpath(path)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
