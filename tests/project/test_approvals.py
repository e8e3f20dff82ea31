"""Trust in Python text holds for exactly that text."""

from studio.project.approvals import TrustedCode


def test_text_is_trusted_by_its_content(tmp_path):
    trusted = TrustedCode(tmp_path / "trusted.json")
    assert not trusted.trusts("import keras\n")
    trusted.trust("import keras\n")
    assert TrustedCode(tmp_path / "trusted.json").trusts("import keras\n")
    assert not trusted.trusts("import keras\n\n")


def test_a_damaged_list_trusts_nothing(tmp_path):
    file = tmp_path / "trusted.json"
    trusted = TrustedCode(file)
    trusted.trust("a")
    file.write_text("{")
    assert not trusted.trusts("a")
