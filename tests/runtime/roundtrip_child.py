"""Runs in a process of its own: a part of the corpus sent round, told as JSON."""

import json
import sys

from benchmarks.corpus import corpus
from benchmarks.round_trips import in_deep_thread, trips
from studio.catalog.store import load_catalog

EVERY = 3
"""One of so many models is enough between the whole measurements."""
ALWAYS = ("nesting", "operations", "preprocessing")


def main():
    chosen = {
        name: make
        for number, (name, make) in enumerate(corpus().items())
        if number % EVERY == 0 or name.startswith(ALWAYS)
    }
    found = in_deep_thread(lambda: trips("corpus", chosen, load_catalog()))
    json.dump({trip.name: trip.differences for trip in found}, sys.stdout)


if __name__ == "__main__":
    main()
