"""Every layer and op that can be placed: inferred, generated, executed, compared."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from studio.catalog.spec import Role
from studio.catalog.store import load_catalog
from studio.runtime.session import EngineSession
from tests.runtime.walk.walker import Walker

pytestmark = [pytest.mark.engine, pytest.mark.timeout(600)]

CATALOG = load_catalog()
PLACED = [s for role in (Role.LAYER, Role.OP) for s in CATALOG.of_role(role)]
EXCEPTIONS = tomllib.loads(
    (Path(__file__).parent / "walk" / "exceptions.toml").read_text("utf-8")
)


@pytest.fixture(scope="module")
def walker(tmp_path_factory):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("STUDIO_HOME", str(tmp_path_factory.mktemp("home")))
        with EngineSession("infer") as session:
            walker = Walker(CATALOG, session)
            yield walker
            walker.close()


def test_exceptions_are_of_this_catalog():
    assert EXCEPTIONS.keys() <= {spec.path for spec in PLACED}


@pytest.mark.parametrize("category", dict.fromkeys(s.category for s in PLACED))
def test_what_is_placed_computes_what_keras_computes(walker, category):
    specs = [spec for spec in PLACED if spec.category == category]
    found = {spec.path: walker.walk(spec) for spec in specs}
    failed = {path: text for path, text in found.items() if text}
    unexpected = {p: text for p, text in failed.items() if p not in EXCEPTIONS}
    assert not unexpected
    stale = {p for p in found if p in EXCEPTIONS and p not in failed}
    assert not stale
