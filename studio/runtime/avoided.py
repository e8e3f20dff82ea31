"""Questions that Keras is not asked again: layers that hang or kill an engine."""

from __future__ import annotations

from collections import Counter

from studio.protocol.infer_messages import Asking

MOST_DEATHS = 2
"""An engine may die of something else; whoever is there twice is to blame."""


class Avoided:
    """Learns from the ends of engines what to leave out.

    Attributes:
        keys: of those questions, as `Infer.avoid` takes them.
    """

    def __init__(self) -> None:
        self.keys: tuple[str, ...] = ()
        self._deaths: Counter[str] = Counter()

    def learn(self, asking: Asking, is_hanging: bool) -> None:
        """Take in that an engine ended at a question."""
        self._deaths[asking.key] += 1
        if is_hanging or self._deaths[asking.key] >= MOST_DEATHS:
            self.keys += (asking.key,)
