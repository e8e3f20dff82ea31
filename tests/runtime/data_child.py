"""Runs in a process of its own: what scripts load, pass by pass, written as arrays.

A question a line on stdin: the text that defines ``load_data``, how many bytes it may
keep in memory (null for what the text says), the passes over each split, and the file
to write. An empty line on stdout says that it is written, another one why it is not.
"""

import json
import os
import sys

import numpy as np


def arrays(text, cache, passes):
    """Arrays of each pass, split and half: ``0_2_x`` are the pictures to test with."""
    names = {"__name__": "loaded"}
    exec(text, names)
    if cache is not None:
        names["CACHE_BYTES"] = cache
    splits = names["load_data"]()
    found = {}
    for number in range(passes):
        for place, split in enumerate(splits):
            pairs = [(x.numpy()[0], y.numpy()[0]) for x, y in split]
            for half, values in zip("xy", zip(*pairs, strict=True), strict=False):
                found[f"{number}_{place}_{half}"] = np.array(values)
    return found


def main():
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # Keras prints how many files it found
    for line in sys.stdin:
        text, cache, passes, path = json.loads(line)
        try:
            np.savez(path, **arrays(text, cache, passes))
            print(file=answers, flush=True)
        except Exception as error:
            print(f"{type(error).__name__}: {error}", file=answers, flush=True)


if __name__ == "__main__":
    main()
