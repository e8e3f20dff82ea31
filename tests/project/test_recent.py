"""Recent files."""

from __future__ import annotations

from studio import paths
from studio.project.recent import MAX_FILES, RecentFiles


def test_newest_first_and_each_once(tmp_path):
    recent = RecentFiles()
    assert recent.entries() == []
    for number in range(MAX_FILES + 3):
        recent.add(tmp_path / f"{number}.studio", f"T{number}")
    recent.add(tmp_path / "9.studio", "Nine")
    titles = [entry.title for entry in RecentFiles().entries()]
    assert titles[:3] == ["Nine", "T14", "T13"]
    assert len(titles) == MAX_FILES
    assert titles.count("T9") == 0
    recent.remove(tmp_path / "9.studio")
    assert RecentFiles().entries()[0].title == "T14"
    assert not recent.entries()[0].exists


def test_a_damaged_list_is_set_aside(tmp_path):
    paths.state().mkdir(parents=True)
    file = paths.state() / "recent.json"
    for data in (b"\xff", b"{}", b"[1]", b'[{"path": 3}]'):
        file.write_bytes(data)
        assert RecentFiles().entries() == []
    assert (paths.state() / "recent.json.bad").exists()
    RecentFiles().add(tmp_path / "a.studio", "A")
    assert len(RecentFiles().entries()) == 1
