"""Records as JSON data and back: one form for pipes, journals and the catalog.

A dataclass becomes an object of its fields. Where the annotation allows several
dataclasses (an `Edit`), ``"type"`` names the class. Tuples are arrays; values
and floats are written by `studio.graph.values.to_jsonable`. Bytes are written
as null: they travel beside the JSON.
"""

from __future__ import annotations

import dataclasses
import math
import types
import typing
from collections.abc import Callable
from enum import Enum
from functools import cache
from typing import Any, NamedTuple, TypeVar, Union

from studio.graph.edits import Edit
from studio.graph.values import freeze, from_jsonable, same, to_jsonable

TYPE = "type"
T = TypeVar("T")


class RecordError(ValueError):
    """JSON data does not describe the expected record."""


class Form(NamedTuple):
    """How values of one annotation are written as JSON data and read back."""

    write: Callable[[Any], Any]
    read: Callable[[Any], Any]


def to_json(record: Any, *, omit_defaults: bool = False) -> Any:
    """JSON data of a dataclass; `omit_defaults` leaves out fields at default."""
    kind: Any = type(record)
    return record_form(kind, omit_defaults).write(record)


def edit_to_json(edit: Edit) -> Any:
    """Write an edit, with its class as ``"type"``."""
    return form_of(Edit, False).write(edit)


def edit_from_json(data: Any) -> Edit:
    """Inverse of `edit_to_json`.

    Raises:
        RecordError: the data is no edit.
    """
    edit: Edit = read(form_of(Edit, False), data)
    return edit


def read(form: Form, data: Any) -> Any:
    """Read `data`, with every failure as a `RecordError`."""
    try:
        return form.read(data)
    except RecordError:
        raise
    except RecursionError as error:
        raise RecordError("the data is nested too deeply") from error
    except (ValueError, TypeError, KeyError, OverflowError) as error:
        raise RecordError(f"not a legal value: {error}") from error


def _expect(kind: type | tuple[type, ...], data: Any, what: str) -> Any:
    if not isinstance(data, kind):
        raise RecordError(f"expected {what}, got {data!r:.60}")
    return data


def _read_int(data: Any) -> int:
    if isinstance(data, bool) or not isinstance(data, int):
        raise RecordError(f"expected a whole number, got {data!r:.60}")
    return data


def _read_key(data: Any) -> str | int:
    return data if isinstance(data, str) else _read_int(data)


def _read_float(data: Any) -> float:
    if isinstance(data, dict):
        data = from_jsonable(data)
    if isinstance(data, bool) or not isinstance(data, int | float):
        raise RecordError(f"expected a number, got {data!r:.60}")
    return float(data)


def _write_float(value: float) -> Any:
    return value if math.isfinite(value) else {"$float": repr(float(value))}


def _unchanged(value: Any) -> Any:
    return value


def _read_bytes(data: Any) -> bytes:
    raise RecordError("raw bytes do not travel inside JSON")


_PLAIN: dict[Any, Form] = {
    Any: Form(to_jsonable, lambda data: freeze(from_jsonable(data))),
    str: Form(_unchanged, lambda data: _expect(str, data, "text")),
    bool: Form(_unchanged, lambda data: _expect(bool, data, "true or false")),
    int: Form(_unchanged, _read_int),
    str | int: Form(_unchanged, _read_key),
    float: Form(_write_float, _read_float),
    bytes: Form(lambda value: None, _read_bytes),
    type(None): Form(_unchanged, lambda data: _expect(type(None), data, "null")),
}


@cache
def form_of(annotation: Any, omit_defaults: bool) -> Form:
    """Form of any annotation that our records use."""
    if annotation in _PLAIN:
        return _PLAIN[annotation]
    origin, arguments = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in (Union, types.UnionType):
        return _union(arguments, omit_defaults)
    if origin is tuple and arguments[-1] is Ellipsis:
        return _sequence(form_of(arguments[0], omit_defaults))
    if origin is tuple:
        return _fixed(tuple, [form_of(item, omit_defaults) for item in arguments])
    if origin is dict:
        return _mapping(form_of(arguments[1], omit_defaults))
    if _is_record(annotation):
        return record_form(annotation, omit_defaults)
    if issubclass(annotation, Enum):
        return Form(lambda value: value.value, annotation)
    if issubclass(annotation, tuple):
        hints = typing.get_type_hints(annotation).values()
        items = [form_of(hint, omit_defaults) for hint in hints]
        return _fixed(annotation._make, items)
    raise TypeError(f"records cannot hold {annotation!r}")


def _is_record(annotation: Any) -> bool:
    return dataclasses.is_dataclass(annotation)


def _sequence(item: Form) -> Form:
    return Form(
        lambda value: [item.write(entry) for entry in value],
        lambda data: tuple([item.read(x) for x in _expect(list, data, "a list")]),
    )


def _fixed(make: Callable[[Any], Any], items: list[Form]) -> Form:
    def read_items(data: Any) -> Any:
        if len(_expect(list, data, "a list")) != len(items):
            raise RecordError(f"expected {len(items)} entries, got {len(data)}")
        return make([form.read(x) for form, x in zip(items, data, strict=True)])

    def write(value: Any) -> Any:
        return [f.write(x) for f, x in zip(items, value, strict=True)]

    def write_finite(value: Any) -> Any:
        """Thousands of points at once: nearly always they are plain numbers."""
        return [*value] if math.isfinite(sum(value)) else write(value)

    is_point = all(form is _PLAIN[float] for form in items)
    return Form(write_finite if is_point else write, read_items)


def _mapping(item: Form) -> Form:
    return Form(
        lambda value: {key: item.write(entry) for key, entry in value.items()},
        lambda data: {
            key: item.read(entry)
            for key, entry in _expect(dict, data, "an object").items()
        },
    )


def _union(members: tuple[Any, ...], omit_defaults: bool) -> Form:
    records = {m.__name__: m for m in members if _is_record(m)}
    if len(records) == len(members):
        return _tagged(records, omit_defaults)
    if len(members) != 2 or type(None) not in members:
        raise TypeError(f"records cannot hold a choice of {members!r}")
    inner = form_of(next(m for m in members if m is not type(None)), omit_defaults)
    return Form(
        lambda value: None if value is None else inner.write(value),
        lambda data: None if data is None else inner.read(data),
    )


def _tagged(records: dict[str, Any], omit_defaults: bool) -> Form:
    def write(value: Any) -> Any:
        name = type(value).__name__
        return {TYPE: name, **record_form(records[name], omit_defaults).write(value)}

    def read_tagged(data: Any) -> Any:
        fields = dict(_expect(dict, data, "an object"))
        name = fields.pop(TYPE, None)
        if not isinstance(name, str) or name not in records:
            raise RecordError(f"unknown type {name!r:.60}")
        return record_form(records[name], omit_defaults).read(fields)

    return Form(write, read_tagged)


@cache
def record_form(kind: Any, omit_defaults: bool) -> Form:
    """Form of one dataclass; its fields' forms are found at first use."""

    @cache
    def forms() -> dict[str, Form]:
        hints = typing.get_type_hints(kind)
        names = [f.name for f in dataclasses.fields(kind)]
        return {name: form_of(hints[name], omit_defaults) for name in names}

    defaults = _defaults(kind) if omit_defaults else {}

    def write(value: Any) -> dict[str, Any]:
        known = forms()
        pairs = {name: getattr(value, name) for name in known}
        if defaults:
            pairs = {
                name: item
                for name, item in pairs.items()
                if name not in defaults or not same(item, defaults[name])
            }
        return {
            name: item if known[name].write is _unchanged else known[name].write(item)
            for name, item in pairs.items()
        }

    def read_record(data: Any) -> Any:
        known = forms()
        fields = {}
        for name, item in _expect(dict, data, "an object").items():
            if name not in known:
                raise RecordError(f"{kind.__name__} has no field {name!r:.60}")
            try:
                fields[name] = known[name].read(item)
            except RecordError as error:
                raise RecordError(f"{kind.__name__}.{name}: {error}") from error
        return kind(**fields)

    return Form(write, read_record)


def _defaults(kind: Any) -> dict[str, Any]:
    missing = dataclasses.MISSING
    plain = {f.name: f.default for f in dataclasses.fields(kind)}
    made = {
        f.name: f.default_factory()
        for f in dataclasses.fields(kind)
        if f.default_factory is not missing
    }
    return {k: v for k, v in plain.items() if v is not missing} | made
