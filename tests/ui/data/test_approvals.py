"""Files are read only after the user said so once."""

from studio.project.approvals import Approvals


def test_nothing_is_allowed_at_first(tmp_path):
    assert not Approvals().allows(tmp_path / "data.csv")


def test_what_was_allowed_stays_allowed(tmp_path):
    Approvals().allow(tmp_path / "data.csv")
    assert Approvals().allows(tmp_path / "data.csv")
    assert Approvals().allows(tmp_path / "sub" / ".." / "data.csv")
    assert not Approvals().allows(tmp_path / "other.csv")


def test_a_link_to_another_file_is_not_allowed(tmp_path):
    link = tmp_path / "link.csv"
    link.symlink_to(tmp_path / "first.csv")
    Approvals().allow(link)
    link.unlink()
    link.symlink_to(tmp_path / "secret.csv")
    assert not Approvals().allows(link)


def test_a_damaged_list_allows_nothing(tmp_path):
    file = tmp_path / "list.json"
    file.write_text("{broken")
    approvals = Approvals(file)
    assert not approvals.allows(tmp_path / "data.csv")
    approvals.allow(tmp_path / "data.csv")
    assert approvals.allows(tmp_path / "data.csv")
