"""The process with TensorFlow: a question a line on stdin, an answer on stdout."""

from __future__ import annotations

import json
import os
import sys

from studio.catalog.store import load_catalog
from studio.graph.model import LayerDefinition
from studio.graph.values import freeze, from_jsonable
from studio.runtime.engine.foreign import Foreign
from studio.runtime.engine.layers import Workshop
from tests.runtime.walk.open_sizes import OpenSizes
from tests.runtime.walk.walker import Walker


def is_all_keras(path, parameters):
    """Whether a layer may answer for others, where two classes are somebody's own."""
    workshop = Workshop(load_catalog())
    workshop.foreign = Foreign({"custom.Scale": object, "my>Bend": object})
    given = freeze(from_jsonable(parameters))
    return workshop.is_all_keras(LayerDefinition("l1", path, "x", given))


def main():
    """Answer until the end of input; what goes wrong is an answer, too."""
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    catalog = load_catalog()
    asked = {
        "walk": Walker(catalog).walk,
        "open sizes": OpenSizes(catalog).compare,
        "is all Keras": is_all_keras,
    }
    for line in sys.stdin:
        kind, *arguments = json.loads(line)
        try:
            answer = asked[kind](*arguments)
        except Exception as error:
            answer = f"{type(error).__name__}: {error}"
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
