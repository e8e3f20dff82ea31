"""Data with an array for each input and output, in the words of `DataFacts`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from studio.errors import StudioError
from studio.graph.feeds import Feed, Feeds
from studio.graph.setup import ArrayFacts, DataFacts
from studio.runtime.engine.facts import (
    Array,
    describe_splits,
    label_text,
    number_names,
    preview,
)

Named = Array | dict[str, Array]
"""One array, or several by name: the samples or the labels of a split."""


def parts(data: Named) -> list[Array]:
    """The arrays of samples or labels."""
    return list(data.values()) if isinstance(data, dict) else [data]


def length(data: Named) -> int:
    """How many samples or labels they are."""
    return len(parts(data)[0])


def found_feeds(feeds: Feeds, names: Sequence[str], title: str) -> Feeds:
    """Inputs and outputs whose arrays are there.

    Raises:
        StudioError: there is none for any input, or for any output.
    """
    found = []
    for wanted, what in ((feeds.inputs, "inputs"), (feeds.outputs, "outputs")):
        there = tuple(feed for feed in wanted if feed.array in names)
        if not there:
            arrays = ", ".join(feed.array for feed in wanted if feed.array) or "none"
            raise StudioError(
                f"{title} has no array for the {what} of the model, which take: "
                f"{arrays}. It has: {', '.join(names)}. Choose in the Data panel which "
                "array is for which."
            )
        found.append(there)
    return Feeds(*found)


def describe_named(
    title: str, splits: tuple[Any, Any, Any], feeds: Feeds, names: tuple[str, ...]
) -> tuple[DataFacts, tuple[str, ...], bytes]:
    """Facts of each array; labels of all outputs and samples of the first input."""
    inputs = [_pairs(splits, feeds, feed, feeds.outputs[0]) for feed in feeds.inputs]
    outputs = [_pairs(splits, feeds, feeds.inputs[0], feed) for feed in feeds.outputs]
    told = [describe_splits(title, pairs, number_names(pairs)) for pairs in outputs]
    samples = [describe_splits(title, pairs, ()) for pairs in inputs]
    notes = dict.fromkeys(note for facts in told for note in facts.notes)
    whole = replace(
        told[0],
        notes=tuple(notes),
        arrays=names,
        inputs=tuple(map(_input, feeds.inputs, samples)),
        outputs=tuple(map(_output, feeds.outputs, told)),
    )
    shown, payload = preview(outputs[0][0], told[0].classes)
    labels = [
        ", ".join(
            label_text(pairs[0][1][index], facts.classes)
            for pairs, facts in zip(outputs, told, strict=True)
        )
        for index in range(len(shown))
    ]
    return whole, tuple(labels), payload


def _pairs(splits: Any, feeds: Feeds, x: Feed, y: Feed) -> Any:
    """The splits with the array of one input and that of one output."""
    return tuple(
        (_one(samples, feeds.inputs, x), _one(labels, feeds.outputs, y))
        for samples, labels in splits
    )


def _one(data: Named, feeds: Sequence[Feed], feed: Feed) -> Array:
    return data[feed.name] if isinstance(data, dict) else data


def _input(feed: Feed, facts: DataFacts) -> ArrayFacts:
    return ArrayFacts(
        feed.id, feed.array, facts.input_shape, facts.input_dtype, facts.input_range
    )


def _output(feed: Feed, facts: DataFacts) -> ArrayFacts:
    return ArrayFacts(
        feed.id,
        feed.array,
        facts.target_shape,
        facts.target_dtype,
        facts.target_range,
        facts.classes,
        facts.class_counts,
    )
