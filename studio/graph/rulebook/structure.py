"""Rules of structure: answered at once, without asking Keras."""

from __future__ import annotations

from studio.graph.rulebook.rule import error, warning

STRUCTURE = (
    error(
        "G-EMPTY",
        "Nothing on the canvas",
        "There is no model yet, so nothing can be checked or trained.",
        "A new document.",
        "Place an Input and a layer, or open an example.",
    ),
    error(
        "G-NO-INPUT",
        "The model has no input",
        "A Keras model begins at its inputs: without one no data can enter it.",
        "A Dense layer alone on the canvas.",
        "Fix: place an Input and wire it into the first layer without one.",
    ),
    error(
        "G-NO-LAYER",
        "The model has no layers",
        "An input alone computes nothing and has nothing to learn.",
        "A single Input.",
        "Place a layer and wire the input into it.",
    ),
    error(
        "G-CYCLE",
        "Layers form a loop",
        "Keras computes a model from its inputs to its outputs in one pass. A layer "
        "that needs its own result could never begin.",
        "add → dense → add",
        "Fix: remove the wire that closes the loop.",
    ),
    error(
        "G-INPUT",
        "A layer misses an input",
        "The layer's call fails without this tensor.",
        "An Attention layer whose “value” is not wired.",
        "Fix: wire a loose end of the graph into the port, where exactly that fits.",
    ),
    error(
        "G-ARITY",
        "Too few tensors to join",
        "Layers such as Add and Concatenate join a list of tensors, and one tensor is "
        "no list.",
        "An Add with one wire.",
        "Fix: wire a loose end into it, or take the layer out.",
    ),
    error(
        "G-PORT",
        "A wire ends in a port that is not there",
        "The layer's call has no such argument, so the tensor could not be handed "
        "over.",
        "A wire into “mask” of a Dense layer.",
        "Fix: remove the wire, or move it to the port that is free.",
    ),
    error(
        "G-NAME",
        "Names that are doubled or not allowed",
        "Keras finds layers, and weights in a file, by name: two alike are refused, "
        "and TensorFlow makes scopes of the names. The layers of a group are part of "
        "the model around it, so their names begin with that of the instance.",
        "Two layers called “dense”, or one of that name in a group that stands twice.",
        "Fix: rename one; inside a group, behind the instance's name.",
    ),
    error(
        "G-OUTPUT",
        "An output marks nothing",
        "An Output node says which tensor the model gives back; without a wire it says "
        "nothing.",
        "An Output node alone.",
        "Fix: wire the last loose end into it, or delete it.",
    ),
    warning(
        "G-UNUSED",
        "An input feeds nothing",
        "Data would have to be given for it, and nothing would be made of it.",
        "A second Input without wires.",
        "Fix: delete it.",
    ),
    warning(
        "G-DEAD-END",
        "A layer leads to no output",
        "Where Output nodes mark what the model gives back, a branch that reaches none "
        "is not part of it: it is not trained and not exported.",
        "A Dense layer beside the one that is wired into the Output.",
        "Fix: delete the branch, or mark its end as an output.",
    ),
    warning(
        "G-UNREACHABLE",
        "No input reaches a layer",
        "What no data comes to can compute nothing.",
        "dense → dense_1 → output, with nothing wired into dense.",
        "Wire it behind an input, or delete it.",
    ),
)
