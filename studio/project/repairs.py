"""What is changed to open a file: noted, one sentence each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from studio.graph.values import from_jsonable


@dataclass(slots=True)
class Repairs:
    """Sentences on what was changed to open a file, each once."""

    sentences: list[str] = field(default_factory=list)

    def note(self, sentence: str) -> None:
        """Report a repair."""
        if sentence not in self.sentences:
            self.sentences.append(sentence)


def document_values(place: str, data: dict[str, Any]) -> dict[str, Any]:
    """Values of a record's field, as a document holds them.

    Raises:
        ValueError: one is malformed; names `place` and the value's name.
    """
    return {key: document_value(place, key, value) for key, value in data.items()}


def document_value(place: str, name: str, data: Any) -> Any:
    """Value as a document holds it.

    Raises:
        ValueError: it is malformed; names `place` and `name`.
    """
    try:
        return from_jsonable(data)
    except (ValueError, TypeError) as error:
        raise ValueError(f"{place}, {name}: {error}") from error
