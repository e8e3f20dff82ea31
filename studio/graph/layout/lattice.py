"""Rows of cards, with a stand-in wherever a wire passes a row."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from studio.graph.layout.layers import links_down, rows_of
from studio.graph.layout.sketch import Box, Wire

MOST_PLACES = 20_000
"""Stand-ins for wires; a model of 800 layers needs 4,000."""

Trunk = tuple[int, str]
"""Index of a card and its output: all wires from there share their way."""


class Lattice:
    """Items in rows: cards by index, then stand-ins.

    Attributes:
        boxes: the cards.
        rows: items of each row, left to right.
        row_of: row of each item.
        up, down: of each item, its neighbours in the row above or below, each
            with where the wire ends there and here: 0 left to 1 right.
        stands: stand-ins of a trunk, downwards.
        wires_of: wires of a trunk, without those that run upwards and those that
            are pinned on a way past other rows: they need no room there.
    """

    def __init__(self, boxes: Sequence[Box], wires: Sequence[Wire]) -> None:
        self.boxes = boxes
        self._index = index = {box.id: i for i, box in enumerate(boxes)}
        ends = [(index[w.source], index[w.target]) for w in wires]
        links = links_down(len(boxes), ends)
        self.row_of = rows_of(len(boxes), links)
        self.rows: list[list[int]] = [[] for _ in range(max(self.row_of) + 1)]
        for item, row in enumerate(self.row_of):
            self.rows[row].append(item)
        self.up: list[list[tuple[int, float, float]]] = [[] for _ in boxes]
        self.down: list[list[tuple[int, float, float]]] = [[] for _ in boxes]
        self.stands: dict[Trunk, list[int]] = {}
        self.wires_of: dict[Trunk, list[Wire]] = defaultdict(list)
        down = set(links)
        for wire, pair in zip(wires, ends, strict=True):
            passes = self.row_of[pair[1]] - self.row_of[pair[0]] > 1
            if pair in down and not (wire.pinned and passes):
                self.wires_of[pair[0], wire.output].append(wire)
        self._join()

    def box(self, node: str) -> Box:
        """Card of a node."""
        return self.boxes[self._index[node]]

    def row_of_card(self, node: str) -> int:
        """Row of a node's card."""
        return self.row_of[self._index[node]]

    def is_stand(self, item: int) -> bool:
        """Whether the item stands for a wire."""
        return item >= len(self.boxes)

    def width(self, item: int) -> float:
        """Width of the item; a wire has none."""
        return self.boxes[item].width if item < len(self.boxes) else 0.0

    def _join(self) -> None:
        """Lead each trunk through the rows, short ones first."""
        lows = {
            trunk: max(self.row_of_card(w.target) for w in wires)
            for trunk, wires in self.wires_of.items()
        }
        left = MOST_PLACES
        for trunk in sorted(lows, key=lambda t: lows[t] - self.row_of[t[0]]):
            top = self.row_of[trunk[0]]
            left -= max(lows[trunk] - top - 1, 0)
            whole = left >= 0  # the longest of a tangle run over what is in their way
            self._lead(trunk, lows[trunk] if whole else top + 1)

    def _lead(self, trunk: Trunk, low: int) -> None:
        before, here = trunk[0], self._share(trunk)
        below: dict[int, list[Wire]] = defaultdict(list)
        for wire in self.wires_of[trunk]:
            below[self.row_of_card(wire.target)].append(wire)
        stands = self.stands[trunk] = []
        for row in range(self.row_of[trunk[0]] + 1, low + 1):
            for wire in below[row]:
                target = self._index[wire.target]
                there = wire.end.x / self.boxes[target].width
                self.down[before].append((target, there, here))
                self.up[target].append((before, here, there))
            if row < low:
                stand = len(self.row_of)
                self.row_of.append(row)
                self.rows[row].append(stand)
                self.up.append([(before, here, 0.5)])
                self.down.append([])
                self.down[before].append((stand, 0.5, here))
                stands.append(stand)
                before, here = stand, 0.5

    def _share(self, trunk: Trunk) -> float:
        start = self.wires_of[trunk][0].start
        return start.x / self.boxes[trunk[0]].width
