"""Numbers, shapes and counts as people read them."""

from __future__ import annotations

from studio.protocol.messages import NodeFacts, OutputFacts, Shape


def shape_text(shape: Shape) -> str:
    """``(None, 28, 28, 1)``, as Keras writes it."""
    inside = ", ".join(str(size) for size in shape)
    return f"({inside},)" if len(shape) == 1 else f"({inside})"


def tensor_text(output: OutputFacts) -> str:
    """Shape and dtype of a tensor."""
    return f"{shape_text(output.shape)} {output.dtype}"


def count_text(number: int, noun: str) -> str:
    """``1 layer``, ``12,345 parameters``."""
    return f"{number:,} {noun}" if number == 1 else f"{number:,} {noun}s"


def parameters_text(total: int, trainable: int) -> str:
    """``1,280``, with the trained ones where they are not all."""
    return f"{total:,}" if total == trainable else f"{total:,} ({trainable:,} trained)"


def node_parameters_text(facts: NodeFacts) -> str:
    """Parameter count of one node."""
    return parameters_text(facts.params, facts.trainable_params)
