"""`python -m benchmarks.keras_times MODEL OUT`: Keras alone, building a model.

Prints seconds of building it and of rebuilding it from its config, medians, and
writes its architecture to OUT.
"""

from __future__ import annotations

import copy
import statistics
import sys
import time
from pathlib import Path

ROUNDS = 3


def main() -> None:
    """Measure one model of `keras.applications`."""
    import keras

    builder = getattr(keras.applications, sys.argv[1])
    builds, rebuilds = [], []
    for _ in range(ROUNDS):
        keras.utils.clear_session()
        start = time.perf_counter()
        model = builder(weights=None)
        builds.append(time.perf_counter() - start)
        config = copy.deepcopy(model.get_config())  # it is taken apart in use
        start = time.perf_counter()
        keras.Model.from_config(config)
        rebuilds.append(time.perf_counter() - start)
    Path(sys.argv[2]).write_text(model.to_json(), "utf-8")
    print(statistics.median(builds), statistics.median(rebuilds))


if __name__ == "__main__":
    main()
