"""An exported script alone: prints the seconds its `train` took.

`python -I training_script.py SCRIPT`, in a folder the model may be saved to.
"""

from __future__ import annotations

import runpy
import sys
import time


def main() -> None:
    """Run the script as its own ``__main__`` would."""
    script = runpy.run_path(sys.argv[1], run_name="exported")
    names = script["main"].__globals__
    train = names["train"]
    seconds = []

    def timed(*arguments, **options):
        start = time.perf_counter()
        history = train(*arguments, **options)
        seconds.append(time.perf_counter() - start)
        return history

    names["train"] = timed
    script["main"]()
    print(f"\n{seconds[0]}")


if __name__ == "__main__":
    main()
