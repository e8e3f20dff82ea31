"""Random models, and what Keras must say of them."""

from __future__ import annotations

from dataclasses import dataclass, field

from studio.graph.values import keras_object
from tests.codegen.drawing import Drawing

KINDS = ("dense", "dense", "norm", "drop", "add", "join", "again", "memory", "act")


@dataclass
class Expected:
    """Layer names with their classes and some of their arguments; all weights."""

    layers: dict[str, str] = field(default_factory=dict)
    configs: dict[str, dict[str, object]] = field(default_factory=dict)
    params: int = 0


class RandomModel:
    """A random graph of real layers on tensors of known width."""

    def __init__(self, catalog, random):
        self.drawing = Drawing(catalog)
        self.expected = Expected()
        self._random = random
        self._ends = []
        self._callable = {}
        for _ in range(random.randint(1, 3)):
            width = random.randint(2, 5)
            self._ends.append((self.drawing.input(width), width))
        for node, _ in self._ends:
            self._note(node, {})
        self._unused = dict(self._ends)
        for _ in range(random.randint(1, 14)):
            self._grow(random.choice(KINDS))
        self._finish()

    @property
    def document(self):
        return self.drawing.document

    def _grow(self, kind):
        source, width = self._pick()
        make = getattr(self, f"_{kind}")
        node, width, params = make(source, width)
        self._ends.append((node, width))
        self._unused[_node(node)] = width
        self.expected.params += params

    def _pick(self):
        source, width = self._random.choice(self._ends)
        self._unused.pop(_node(source), None)
        return source, width

    def _note(self, node, config):
        definition = self.document.graph.definition_of(node)
        self.expected.layers[definition.name] = definition.class_name
        self.expected.configs[definition.name] = config

    def _layer(self, class_name, *sources, **parameters):
        name = None
        if self._random.random() < 0.3:
            name = f"my {class_name} {len(self.document.graph.nodes)}"
        node = self.drawing.layer(class_name, *sources, name=name, **parameters)
        plain = {k: v for k, v in parameters.items() if not isinstance(v, dict)}
        self._note(node, plain)
        return node

    def _dense(self, source, width):
        units = self._random.randint(1, 5)
        bias = self._random.random() < 0.7
        options = {} if self._random.random() < 0.5 else {"activation": "tanh"}
        if self._random.random() < 0.3:
            initializer = keras_object("keras.initializers.Constant", {"value": 0.5})
            options["kernel_initializer"] = initializer
        node = self._layer("Dense", source, units=units, use_bias=bias, **options)
        return node, units, width * units + units * bias

    def _norm(self, source, width):
        node = self._layer("BatchNormalization", source, momentum=0.9)
        return node, width, 4 * width

    def _drop(self, source, width):
        return self._layer("Dropout", source, rate=0.25), width, 0

    def _act(self, source, width):
        return self._layer("Activation", source, activation="relu"), width, 0

    def _add(self, source, width):
        same = [end for end, other in self._ends if other == width]
        others = self._random.choices(same, k=self._random.randint(1, 3))
        for other in others:
            self._unused.pop(_node(other), None)
        return self._layer("Add", source, *others), width, 0

    def _join(self, source, width):
        other, more = self._pick()
        return self._layer("Concatenate", source, other), width + more, 0

    def _again(self, source, width):
        """Call a layer once more, or a first time."""
        if width in self._callable:
            return self.drawing.again(self._callable[width], source), 2, 0
        self._callable[width] = self._layer("Dense", source, units=2)
        return self._callable[width], 2, 2 * width + 2

    def _memory(self, source, width):
        """A recurrent layer that returns its state as well."""
        rows = self._layer("Reshape", source, target_shape=(1, width))
        node = self._layer("GRU", rows, units=3, return_state=True)
        output = self._random.choice(["0", "1"])
        return (node, output), 3, 3 * (3 * width + 3 * 3 + 2 * 3)

    def _finish(self):
        """Join what nothing uses, so that the model has one output."""
        ends = [end for end, _ in self._ends if _node(end) in self._unused]
        self._layer("Concatenate", *ends, ends[0])


def _node(source):
    return source[0] if isinstance(source, tuple) else source
