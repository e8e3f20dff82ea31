"""Fields of a file that this version does not know, kept until it is saved again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from studio.project.schema import Record

Place = tuple[str, ...]
"""Where a record stands: names of fields, and what tells records of a list apart."""

_KNOWN_BY = (("id",), ("target", "port"), ("code", "node"), ("name",))
"""Fields that tell the records of a list apart."""


@dataclass(frozen=True, slots=True)
class Extras:
    """Fields of a file that this version does not know; written back on save.

    Attributes:
        fields: unknown fields by the place of their record: ``()`` for the file
            itself, ``("nodes", "n1")``, ``("edges", "n2", "inputs")``...
    """

    fields: Mapping[Place, Mapping[str, Any]] = field(default_factory=dict)

    @classmethod
    def of(cls, record: Record) -> Extras:
        """All unknown fields of a file; of two records at one place, the first's."""
        fields: dict[Place, Mapping[str, Any]] = {}
        for place, inner in _records((), record):
            if inner.model_extra and place not in fields:
                fields[place] = dict(inner.model_extra)
        return cls(fields)

    def at(self, place: Place) -> Mapping[str, Any]:
        """Unknown fields of the record at `place`."""
        return self.fields.get(place, {})

    def sections(self, name: str) -> list[str]:
        """Records right inside `name` that hold unknown fields of their own."""
        return [p[1] for p in self.fields if len(p) == 2 and p[0] == name]

    def added(self, place: Place, fields: Mapping[str, Any]) -> dict[str, Any]:
        """Fields of the record at `place` with the unknown ones, inner records too."""
        inner = {name: self._within((*place, name), v) for name, v in fields.items()}
        return {**inner, **self.at(place)}

    def _within(self, place: Place, value: Any) -> Any:
        if not any(known[: len(place)] == place for known in self.fields):
            return value
        if isinstance(value, dict):
            return self.added(place, value)
        if isinstance(value, list):
            return [self.added(place_of(place, item), item) for item in value]
        return value


NO_EXTRAS = Extras()


def place_of(above: Place, record: Mapping[str, Any]) -> Place:
    """Place of a record in the list at `above`."""
    names = next(names for names in _KNOWN_BY if record.keys() >= set(names))
    return (*above, *(record[name] for name in names))


def _records(place: Place, record: Record) -> Iterator[tuple[Place, Record]]:
    from studio.project.schema import Record

    yield place, record
    for name, value in record:
        if isinstance(value, Record):
            yield from _records((*place, name), value)
        elif isinstance(value, dict):
            for key, item in value.items():
                if isinstance(item, Record):
                    yield from _records((*place, name, key), item)
        elif isinstance(value, list):
            for item in value:
                if isinstance(item, Record):
                    known = {n: getattr(item, n) for n in type(item).model_fields}
                    inside = place_of((*place, name), known)
                    yield from _records(inside, item)
