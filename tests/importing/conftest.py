"""The real catalog, for what is imported."""

from __future__ import annotations

import pytest

from studio.catalog.store import load_catalog


@pytest.fixture(scope="session")
def catalog():
    return load_catalog()
