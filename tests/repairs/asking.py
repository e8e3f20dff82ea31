"""What is said of the models that tests draw."""

from __future__ import annotations

from studio.commands.checking import infer
from studio.graph.review import Said, review
from tests.repairs.models import CATALOG


def problems_of(model, engine, device=None):
    """All that Keras, rules and data say of a model now."""
    inferred = infer(model.document, engine)
    facts = {node.node: node for node in inferred.nodes}
    said = Said(facts, inferred.problems, model.data, device)
    return review(model.document, CATALOG, said)


def places(problems):
    return [(p.code, p.node) for p in problems]
