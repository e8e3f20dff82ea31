"""The real catalog, and documents drawn with it."""

from __future__ import annotations

import pytest

from studio.catalog.store import load_catalog
from tests.codegen.drawing import Drawing


@pytest.fixture(scope="session")
def catalog():
    return load_catalog()


@pytest.fixture
def draw(catalog):
    return Drawing(catalog)
