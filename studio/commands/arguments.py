"""Arguments of the command line, read by argparse; what is wrong in one line."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import NoReturn


class OneLineParser(ArgumentParser):
    """Says what is wrong in one sentence, and where the rest is explained."""

    def error(self, message: str) -> NoReturn:
        """Print the sentence to stderr and exit with 2."""
        self.exit(2, f"{self.prog}: {message}. See “{self.prog} --help”.\n")
