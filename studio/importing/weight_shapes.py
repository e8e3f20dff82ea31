"""Whether the arrays in a file of weights have the shapes that the model needs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from studio.importing.hdf5 import WeightsLayout

_SEEDS = "seed_generator"
"""States of random generators are no weights to Keras."""
_SHOWN = 4

Shapes = tuple[tuple[int, ...], ...]


@dataclass(frozen=True, slots=True)
class Needed:
    """A layer of the model: its name, its kind, its shapes, None if not known."""

    name: str
    kind: str
    shapes: Shapes | None


def other_shapes(layout: WeightsLayout, needed: Iterable[Needed]) -> str:
    """Which layer has other shapes in a file of Keras 3; empty if none has.

    Keras finds layers by their kind and their order, and the order in the file says
    nothing of names: the layers of a kind are compared all together.
    """
    stored: dict[str, dict[str, Shapes]] = {}
    for place in sorted({path.split("/")[1] for path in layout.arrays if "/" in path}):
        start = f"layers/{place}/"
        shapes = _sorted(
            shape
            for path, shape in layout.arrays.items()
            if path.startswith(start) and _SEEDS not in path
        )
        name = layout.names.get(start.removesuffix("/"), place)
        stored.setdefault(kind_of(place), {})[name] = shapes
    for kind, layers in _by_kind(needed):
        found = stored.get(kind, {})
        known = [layer for layer in layers if layer.shapes is not None]
        if len(known) == len(layers):
            trouble = _difference(found, known)
            if trouble:
                return trouble
    return ""


def other_shapes_by_name(layout: WeightsLayout, needed: Iterable[Needed]) -> str:
    """The same for the form of Keras 2, in which layers stand under their names."""
    for layer in needed:
        start = f"{layer.name}/"
        shapes = [s for path, s in layout.arrays.items() if path.startswith(start)]
        if shapes and layer.shapes is not None:
            trouble = _difference({layer.name: _sorted(shapes)}, [layer])
            if trouble:
                return trouble
    return ""


def kind_of(place: str) -> str:
    """Kind of a layer from its place: Keras counts those of the same kind."""
    stem, _, number = place.rpartition("_")
    return stem if stem and number.isdigit() else place


def _by_kind(needed: Iterable[Needed]) -> Iterator[tuple[str, list[Needed]]]:
    kinds: dict[str, list[Needed]] = {}
    for layer in needed:
        kinds.setdefault(layer.kind, []).append(layer)
    yield from kinds.items()


def _difference(stored: Mapping[str, Shapes], known: list[Needed]) -> str:
    """What differs; nothing is said where the arrays are not as many.

    Some layers keep more than their weights, and Keras leaves it alone.
    """
    wanted = {layer.name: _sorted(layer.shapes or ()) for layer in known}
    if _counts(stored.values()) != _counts(wanted.values()):
        return ""
    extra = Counter(stored.values()) - Counter(wanted.values())
    missing = Counter(wanted.values()) - Counter(stored.values())
    if not extra:
        return ""
    names = sorted(name for name in stored if stored[name] in extra)
    theirs = next((n for n in names if wanted.get(n) in missing), names[0])
    ours = theirs if wanted.get(theirs) in missing else ""
    ours = ours or next(name for name in wanted if wanted[name] in missing)
    return (
        f"“{ours}” needs weights of {_told(wanted[ours])}, and “{theirs}” in the file "
        f"has {_told(stored[theirs])}"
    )


def _counts(all_shapes: Iterable[Shapes]) -> Counter[int]:
    return Counter(len(shapes) for shapes in all_shapes)


def _sorted(shapes: Iterable[tuple[int, ...]]) -> Shapes:
    return tuple(sorted(shapes, key=lambda shape: (-len(shape), shape)))


def _told(shapes: Shapes) -> str:
    words = [" × ".join(map(str, shape)) or "one number" for shape in shapes]
    more = f" and {len(words) - _SHOWN} more" if len(words) > _SHOWN else ""
    return ", ".join(words[:_SHOWN]) + more
