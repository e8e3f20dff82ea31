"""Finds entries by a few typed letters."""

from __future__ import annotations

from collections.abc import Iterable

from studio.ui.palette.entries import Entry, is_folded

_WHOLE, _PREFIX, _INITIALS, _INSIDE, _LETTERS, _SUMMARY = range(6)


def find(entries: Iterable[Entry], query: str) -> list[Entry]:
    """Entries that fit every word of the query, the best first.

    Of equally good ones, layers come before models and ops.
    """
    words = query.lower().split()
    ranked: list[tuple[int, bool, int, int, Entry]] = []
    for position, entry in enumerate(entries):
        ranks = [_rank(entry, word) for word in words]
        if None not in ranks:
            worst = max((rank for rank in ranks if rank is not None), default=0)
            length = len(entry.name) if words else 0
            ranked.append((worst, is_folded(entry.category), length, position, entry))
    return [entry for *_, entry in sorted(ranked, key=lambda found: found[:4])]


def _rank(entry: Entry, word: str) -> int | None:
    """How well a word fits an entry, 0 best; None if it does not."""
    name = entry.name.lower()
    initials = "".join(c for c in entry.name if c.isupper() or c.isdigit()).lower()
    if name.startswith(word):
        return _WHOLE if name == word else _PREFIX
    if initials.startswith(word):
        return _INITIALS
    if word in name:
        return _INSIDE
    if len(word) > 2 and _in_order(word, name):
        return _LETTERS
    if len(word) > 2 and word in f"{entry.summary} {entry.category}".lower():
        return _SUMMARY
    return None


def _in_order(word: str, name: str) -> bool:
    letters = iter(name)
    return name[0] == word[0] and all(letter in letters for letter in word)
