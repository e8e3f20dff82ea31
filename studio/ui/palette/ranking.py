"""Entries in the order in which they suit a tensor."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from studio.catalog.fitting import Closeness, closeness, misfit
from studio.catalog.spec import Catalog
from studio.graph.known import KnownTensor
from studio.ui.palette.entries import Entry, is_folded
from studio.ui.palette.matching import find


@dataclass(frozen=True, slots=True)
class Offer:
    """An entry, and why it does not fit: empty if it does."""

    entry: Entry
    misfit: str = ""


def ranked(
    entries: Iterable[Entry], catalog: Catalog, tensor: KnownTensor | None
) -> list[Offer]:
    """Entries to place behind an output; the tensor is None while it is unknown.

    What is made for such tensors comes first, the best of each category in turn;
    then what takes them as well, operations, and what does not take them.
    """
    offers: list[tuple[bool, bool, Closeness, Offer]] = []
    for entry in entries:
        spec = catalog.find(entry.path)
        reason = misfit(spec, tensor) if spec else ""
        close = closeness(spec, tensor) if spec else Closeness.GENERAL
        offer = Offer(entry, reason)
        offers.append((bool(reason), is_folded(entry.category), close, offer))
    offers.sort(key=lambda found: found[:3])
    seen: Counter[tuple[object, ...]] = Counter()
    keyed = []
    for *group, offer in offers:
        place = (*group, offer.entry.category)
        keyed.append(((*group, seen[place]), offer))
        seen[place] += 1
    return [offer for _, offer in sorted(keyed, key=lambda pair: pair[0])]


def matching(offers: Sequence[Offer], text: str) -> list[Offer]:
    """Offers that fit a typed text, those that do not fit the tensor last.

    A name typed in full comes first all the same.
    """
    if not text.strip():
        return list(offers)
    by_path = {offer.entry.path: offer for offer in offers}
    found = [by_path[e.path] for e in find([o.entry for o in offers], text)]
    whole = text.strip().lower()
    return sorted(found, key=lambda o: (o.entry.name.lower() != whole, bool(o.misfit)))
