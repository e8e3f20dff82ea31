"""The page of what is covered is that of the shipped catalog."""

from __future__ import annotations

from studio.catalog.store import load_catalog
from tools.make_coverage import PAGE, make_page


def test_the_page_is_not_stale():
    # Write it anew with: python -m tools.make_coverage
    assert PAGE.read_text("utf-8") == make_page()


def test_the_page_names_everything():
    text = make_page()
    catalog = load_catalog()
    for spec in catalog.classes:
        assert f"`{spec.path}`" in text
    for path in catalog.left_out:
        assert f"`{path}`" in text
