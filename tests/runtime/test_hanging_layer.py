"""`studio check` and a layer that never returns."""

from __future__ import annotations

import pytest

from studio.catalog.foreign import fingerprint
from studio.catalog.store import load_catalog
from studio.commands.checking import check_document
from studio.project.approvals import TrustedCode
from tests.runtime.hanging import CODE, drawn

pytestmark = pytest.mark.engine


def test_a_check_marks_the_node_and_tells_the_rest(tmp_path, monkeypatch):
    monkeypatch.setenv("STUDIO_HOME", str(tmp_path))
    TrustedCode().trust(fingerprint(CODE, ()))
    report = check_document(drawn(), load_catalog(), str(tmp_path), read_data=False)
    hanging = [p.node for p in report.problems if p.code == "K-HANG"]
    assert hanging == ["n2"]
    assert report.facts["n3"].outputs[0].shape == (None, 3)
