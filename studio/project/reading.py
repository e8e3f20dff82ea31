"""The text of a `.studio` file as a document, or one sentence on why not."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from studio.errors import StudioError
from studio.graph.document import Document
from studio.project.extras import Extras
from studio.project.format import FORMAT, VERSION
from studio.project.migrations import STEPS, Step, migrate
from studio.project.pictures import document_in
from studio.project.repair import build_document
from studio.project.repairs import Repairs

if TYPE_CHECKING:
    from pydantic import ValidationError
    from pydantic_core import ErrorDetails

    from studio.project.schema import ProjectRecord

_MAX_DEPTH = 60
"""Deeper nesting is an attack or an accident, and would exhaust the stack."""

_MAX_LISTED = 3
_LONE_SURROGATE = re.compile("[\ud800-\udfff]")
_FOREIGN = {
    b"PK\x03\x04": "a zip archive, perhaps a saved Keras model (.keras)",
    b"\x89HDF": "an HDF5 file, perhaps Keras weights (.h5)",
    b"\x89PNG": "a PNG picture",
    b"%PDF": "a PDF",
    b"\x1f\x8b": "a gzip archive",
}


@dataclass(frozen=True, slots=True)
class Parsed:
    """A file's content.

    Attributes:
        warnings: sentences on what had to be repaired to open it.
    """

    document: Document
    title: str
    description: str
    extras: Extras
    warnings: tuple[str, ...]


def parse(
    data: bytes,
    name: str,
    steps: Mapping[int, Step] = STEPS,
    newest: int = VERSION,
) -> Parsed:
    """Read the content of the file called `name`.

    Raises:
        StudioError: it is no project, or damaged, or from a newer version.
    """
    repairs = Repairs()
    raw = _mended_text(_json_of(data, name), repairs)
    if not isinstance(raw, dict) or raw.get("format") != FORMAT:
        raise StudioError(
            f"“{name}” is not a Layer Studio project: it has no "
            f'"format": "{FORMAT}" entry. Choose a .studio file.'
        )
    version = _version_of(raw, name, min([*steps, newest]), newest)
    record = _validated(migrate(raw, version, newest, steps), name)
    try:
        document, extras = build_document(record, repairs)
    except (ValueError, TypeError) as error:
        raise _damaged(name, str(error)) from error
    return Parsed(
        document, record.title, record.description, extras, tuple(repairs.sentences)
    )


def _out_of_picture(data: bytes, name: str) -> bytes:
    """The document in a picture; the picture itself where none is in it."""
    try:
        inside = document_in(data)
    except ValueError as error:
        raise _damaged(name, str(error)) from error
    return data if inside is None else inside


def _json_of(data: bytes, name: str) -> Any:
    if data.startswith((b"\x89PNG", b"<?xml", b"<svg")):
        data = _out_of_picture(data, name)
    for magic, kind in _FOREIGN.items():
        if data.startswith(magic):
            raise StudioError(
                f"“{name}” is not a Layer Studio project but {kind}. "
                "Choose a .studio file."
            )
    if not data.strip():
        raise StudioError(
            f"“{name}” is empty. Open another file, or one of its previous versions."
        )
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise StudioError(
            f"“{name}” is not a Layer Studio project: byte {error.start} is not "
            "UTF-8 text. Choose a .studio file."
        ) from error
    try:
        raw = json.loads(text, object_pairs_hook=_no_duplicate_keys)
        _check_depth(raw)
    except json.JSONDecodeError as error:
        raise _unreadable(text, name, error) from error
    except RecursionError as error:
        raise _damaged(name, "its brackets are nested too deeply") from error
    except ValueError as error:
        raise _damaged(name, str(error)) from error
    return raw


def _unreadable(text: str, name: str, error: json.JSONDecodeError) -> StudioError:
    if not text.lstrip().startswith("{"):
        return StudioError(
            f"“{name}” is not a Layer Studio project: it is another kind of text. "
            "Choose a .studio file."
        )
    place = f"line {error.lineno}, column {error.colno}"
    if not text[error.pos :].strip() or error.msg.startswith("Unterminated"):
        return _damaged(name, f"it ends in the middle, at {place}")
    return _damaged(name, f"at {place} stands something that does not belong there")


def _no_duplicate_keys(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) < len(pairs):
        keys = [key for key, _ in pairs]
        twice = next(key for key in keys if keys.count(key) > 1)
        raise ValueError(f"the field “{twice:.40}” stands twice in one record")
    return result


def _check_depth(raw: Any) -> None:
    level = [raw]
    for _ in range(_MAX_DEPTH):
        below: list[Any] = []
        for item in level:
            if isinstance(item, dict):
                below += item.values()
            elif isinstance(item, list):
                below += item
        level = below
    if level:
        raise RecursionError


def _mended_text(raw: Any, repairs: Repairs) -> Any:
    """Replace half characters, which cannot be shown or saved."""
    if isinstance(raw, str):
        if not _LONE_SURROGATE.search(raw):
            return raw
        repairs.note("A broken character in a text was replaced by �.")
        return _LONE_SURROGATE.sub("�", raw)
    if isinstance(raw, list):
        return [_mended_text(item, repairs) for item in raw]
    if isinstance(raw, dict):
        return {
            _mended_text(key, repairs): _mended_text(value, repairs)
            for key, value in raw.items()
        }
    return raw


def _version_of(raw: dict[str, Any], name: str, oldest: int, newest: int) -> int:
    version = raw.get("version")
    if type(version) is not int or version < oldest:
        raise _damaged(
            name, f'"version" is {json.dumps(version)[:40]}, not one there is'
        )
    if version > newest:
        raise StudioError(
            f"“{name}” was saved by a newer Layer Studio (file version {version}; "
            f"this one reads up to {newest}). It was left untouched; update Layer "
            "Studio to open it."
        )
    return version


def _validated(raw: dict[str, Any], name: str) -> ProjectRecord:
    from pydantic import ValidationError

    from studio.project.schema import ProjectRecord

    try:
        return ProjectRecord.model_validate(raw)
    except ValidationError as error:
        raise _damaged(name, _all_errors(error)) from error


def _all_errors(error: ValidationError) -> str:
    found = error.errors(include_url=False)
    listed = "; ".join(_error_text(item) for item in found[:_MAX_LISTED])
    rest = len(found) - _MAX_LISTED
    return listed + (f"; and {rest} more" if rest > 0 else "")


def _error_text(item: ErrorDetails) -> str:
    place = ""
    for part in item["loc"]:
        # A key may hold anything; the sentence stays one line.
        place += f"[{part}]" if isinstance(part, int) else "." + ascii(part)[1:-1]
    message = item["msg"][:1].lower() + item["msg"][1:]
    if item["type"] == "missing":
        return f"{place[1:]} is missing"
    found = repr(item["input"])
    return f"{place[1:]}: {message} (found {found[:40]})"


def _damaged(name: str, cause: str) -> StudioError:
    return StudioError(
        f"“{name}” cannot be opened: {cause}. Correct it in a text editor, or open "
        "one of its previous versions."
    )
