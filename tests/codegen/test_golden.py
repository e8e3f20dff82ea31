"""Generated modules as they were read and approved."""

import pytest

from tests.codegen.approve import GOLDEN, golden_modules

NAMES = sorted(path.stem for path in GOLDEN.glob("*.py"))


@pytest.fixture(scope="module")
def modules(catalog):
    return dict(golden_modules(catalog))


@pytest.mark.parametrize("name", NAMES)
def test_a_module_is_as_it_was_approved(modules, name):
    """After a wanted change: python -m tests.codegen.approve, then read the diff."""
    assert modules[name] == (GOLDEN / f"{name}.py").read_text(encoding="utf-8")


def test_every_module_has_been_approved(modules):
    assert sorted(modules) == NAMES
