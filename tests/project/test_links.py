"""Links in a stranger's project that lead out of it: nothing is written or read there."""

from __future__ import annotations

from pathlib import Path

import pytest

from seisviewer.errors import ProjectError
from seisviewer.project.project import Project


@pytest.fixture
def theirs(tmp_path: Path) -> Path:
    """Somebody's folder."""
    folder = tmp_path / "theirs"
    folder.mkdir()
    for name in ("settings.json", "program.json", "metrics.json", "model.pt", "project.db"):
        (folder / name).write_bytes(b"mine")
    return folder


def untouched(theirs: Path) -> bool:
    return len(list(theirs.iterdir())) == 5 and all(path.read_bytes() == b"mine" for path in theirs.iterdir())


@pytest.mark.parametrize("name", ["runs", "runs/1"])
def test_a_run_is_not_begun_in_somebodys_folder(project: Project, theirs: Path, name: str):
    link = project.folder / name
    link.parent.mkdir(exist_ok=True)
    link.symlink_to(theirs)
    with pytest.raises(ProjectError, match="is a link out of the project to .*theirs"):
        project.new_run("st++", {})
    assert untouched(theirs) and project.runs() == ()


@pytest.mark.parametrize("name", ["settings.json", "program.json", "metrics.json", "model.pt", "rounds/0.pt"])
def test_a_run_with_a_file_that_lies_elsewhere_is_not_used(project: Project, theirs: Path, name: str):
    run, kept = project.new_run("st++", {}), project.new_run("st++", {})
    link = run.folder / name
    link.parent.mkdir(exist_ok=True)
    link.unlink(missing_ok=True)
    link.symlink_to(theirs / "model.pt")
    for use in (lambda: project.run(run.number), lambda: project.finish_run(run.number, "finished", {})):
        with pytest.raises(ProjectError, match="is a link out of the project"):
            use()
    assert untouched(theirs) and [each.number for each in project.runs()] == [kept.number]


@pytest.mark.parametrize("name", ["project.db", "project.db-wal", "editing.lock"])
def test_a_database_that_lies_elsewhere_is_not_opened(project: Project, theirs: Path, name: str):
    project.close()
    (project.folder / name).unlink(missing_ok=True)
    (project.folder / name).symlink_to(theirs / "project.db")
    with pytest.raises(ProjectError, match="is a link out of the project"):
        Project.open(project.folder)
    assert untouched(theirs)


def test_no_backup_is_written_over_somebodys_file(project: Project, theirs: Path):
    (project.folder / "before.db").symlink_to(theirs / "project.db")
    with pytest.raises(ProjectError, match="is a link out of the project"):
        project._database.back_up("before.db")
    assert untouched(theirs)


def test_links_within_a_project_and_to_a_project_are_followed(project: Project, tmp_path: Path):
    run = project.new_run("st++", {})
    (run.folder / "model.pt").write_bytes(b"weights")
    (run.folder / "newest.pt").symlink_to("model.pt")
    assert project.run(run.number).folder == run.folder
    project.close()
    (tmp_path / "short.seis").symlink_to(project.folder)
    with Project.open(tmp_path / "short.seis") as project:
        assert project.new_run("st++", {}).number == run.number + 1
