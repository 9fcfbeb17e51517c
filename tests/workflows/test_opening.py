"""Opening surveys and projects as the window and the commands do."""

from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from seisviewer.errors import ProjectError, SeisviewerError, UnreadableFile
from seisviewer.labels.label_edits import cropped_stroke
from seisviewer.progress import Notice, drive
from seisviewer.project import database
from seisviewer.project.project import Project
from seisviewer.project.survey import record
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.open_choices import ArrayAxes
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.segy.segy_headers import HeaderBytes, NamedBytes
from seisviewer.volumes.volume import Volume
from seisviewer.workflows import survey_opening
from seisviewer.workflows.remembered_choices import choices_of, open_as_before
from seisviewer.workflows.survey_opening import Opened, has_project, ingest, open_path, project_for


@pytest.fixture
def survey(small_survey: Path, tmp_path: Path) -> Path:
    """A copy of the small survey in a folder of its own."""
    folder = tmp_path / "surveys"
    folder.mkdir()
    return Path(shutil.copy2(small_survey, folder / "north.sgy"))


def opened(path: Path, **choices) -> tuple[Opened, list[str]]:
    """What opening gives, and the sentences that the user reads."""
    said: list[str] = []
    result = drive(
        open_path(path, **choices), lambda event: said.append(event.text) if isinstance(event, Notice) else None
    )
    return result, said


def close(result: Opened) -> None:
    result.volume.close()
    if result.project is not None:
        result.project.close()


def paint(project: Project, volume: Volume) -> None:
    section = volume.geometry.section(Direction.INLINE, 5)
    current = project.label_section(section)
    project.commit([cropped_stroke(current, section, np.ones(current.shape, bool), 1)])


def painted_beside(survey: Path, **choices) -> Path:
    """A project with one stroke, made as the window makes it; returns its folder."""
    volume = open_volume(survey, **choices)
    with project_for(volume) as project:
        paint(project, volume)
    volume.close()
    return project.folder


def test_looking_at_a_survey_leaves_nothing_behind(survey):
    result, said = opened(survey)
    assert result.project is None and said == []
    assert list(survey.parent.iterdir()) == [survey]
    close(result)


def test_the_first_stroke_makes_a_project_beside_the_survey_and_opening_finds_it(survey):
    folder = painted_beside(survey)
    assert folder == survey.with_name("north.seis")
    for path in (survey, folder, folder / "project.db"):
        result, said = opened(path)
        assert result.project.folder == folder and result.volume.path == survey and said == []
        assert result.project.snapshot().counts() and result.project.can_undo
        close(result)


def test_project_for_returns_the_project_that_is_there(survey):
    folder = painted_beside(survey)
    volume = open_volume(survey)
    with project_for(volume) as project:
        assert project.folder == folder and project.can_undo
    volume.close()


def test_where_the_survey_may_not_be_written_beside_the_project_goes_to_the_users_folder(survey, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr("seisviewer.workflows.project_places.is_writable", lambda folder: folder != survey.parent)
    folder = painted_beside(survey)
    assert folder.parent == tmp_path / "data" / "seisviewer" / "projects" and folder.name.startswith("north-")
    result, said = opened(survey)
    assert result.project.folder == folder and said == []
    close(result)
    assert list(survey.parent.iterdir()) == [survey]


def test_surveys_of_one_name_from_two_folders_keep_their_projects_apart_in_the_users_folder(
    survey, tmp_path, monkeypatch
):
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setattr("seisviewer.workflows.project_places.is_writable", lambda folder: False)
    other = tmp_path / "other" / survey.name
    other.parent.mkdir()
    shutil.copy2(survey, other)
    folders = [painted_beside(path) for path in (survey, other)]
    assert folders[0] != folders[1]
    survey.unlink()
    assert painted_beside(other) == folders[1], "also when the first is gone"


def test_a_project_of_another_survey_with_the_same_stem_is_left_alone(survey, array):
    first = painted_beside(survey)
    result, _ = opened(array)
    assert result.project is None
    close(result)
    second = painted_beside(array)
    assert (first.name, second.name) == ("north.seis", "north.npy.seis")
    result, _ = opened(array)
    assert result.project.folder == second
    close(result)


@pytest.fixture
def array(survey: Path) -> Path:
    """A survey of another format that has the stem of the first."""
    path = survey.with_suffix(".npy")
    np.save(path, np.random.default_rng(0).normal(size=(6, 7, 8)).astype(np.float32))
    return path


def test_a_survey_can_be_painted_while_the_project_of_another_with_its_stem_is_open(survey, array):
    first = painted_beside(survey)
    with Project.open(first):
        second = painted_beside(array)
        assert second.name == "north.npy.seis"
        result, said = opened(array)
        assert result.project.can_edit and result.project.folder == second and said == []
        close(result)


def test_the_project_made_first_keeps_the_stem_whichever_survey_it_is_of(survey, array):
    assert painted_beside(array).name == "north.seis"
    assert painted_beside(survey).name == "north.sgy.seis"
    for path, name in ((array, "north.seis"), (survey, "north.sgy.seis")):
        result, said = opened(path)
        assert result.project.folder.name == name and said == []
        close(result)


def test_a_damaged_project_of_another_survey_does_not_hide_its_own(survey, array):
    first, second = painted_beside(survey), painted_beside(array)
    (first / "project.db").write_bytes(b"ruins" * 1000)
    result, said = opened(array)
    assert result.project.folder == second and said == []
    close(result)
    volume = open_volume(array)
    with project_for(volume) as project:
        assert project.folder == second
    volume.close()


def test_a_file_with_a_project_is_known_by_whatever_name_that_has(survey, array):
    assert not has_project(array)
    painted_beside(survey)
    assert has_project(survey) and not has_project(array)
    painted_beside(array)
    assert has_project(array)


def test_an_array_opens_again_as_its_axes_were_chosen(tmp_path):
    np.save(tmp_path / "a.npy", np.random.default_rng(0).normal(size=(8, 7, 6)).astype(np.float32))
    axes = ArrayAxes(order="sxi", inline_start=100, crossline_step=2, interval=3.0)
    folder = painted_beside(tmp_path / "a.npy", axes=axes)
    for path in (folder, tmp_path / "a.npy"):
        result, said = opened(path)
        assert result.volume.axes == axes and result.volume.geometry.shape == (6, 7, 8) and said == []
        close(result)


def test_header_bytes_chosen_by_hand_are_remembered(survey):
    swapped = HeaderBytes(inline=193, crossline=189)
    folder = painted_beside(survey, headers=swapped)
    for path in (folder, survey):
        result, _ = opened(path)
        assert result.project.folder == folder
        assert result.volume.geometry.shape[:2] == (50, 40)
        close(result)


def exported_anew(survey: Path, *, to: tuple[int, int] = (9, 21), interval: int | None = None) -> None:
    """Another program writes the same traces, with the line numbers in other bytes of their headers."""
    content = bytearray(survey.read_bytes())
    size = 240 + 4 * 64
    for start in range(3600, len(content), size):
        numbers = content[start + 188 : start + 192], content[start + 192 : start + 196]
        content[start + 188 : start + 196] = bytes(8)
        for byte, number in zip(to, numbers, strict=True):
            content[start + byte - 1 : start + byte + 3] = number
        if interval is not None:
            content[start + 116 : start + 118] = interval.to_bytes(2, "big")
    if interval is not None:
        content[3216:3218] = interval.to_bytes(2, "big")
    survey.write_bytes(content)
    os.utime(survey, (2e9, 2e9))


def forget_who_chose(folder: Path) -> None:
    """As an earlier seisviewer left it."""
    with Project.open(folder) as project:
        choices = {name: value for name, value in project.survey.choices.items() if name != "chosen"}
        project.set_survey(replace(project.survey, choices=choices))


@pytest.mark.parametrize("is_old", [False, True])
def test_a_file_that_was_exported_anew_with_its_lines_elsewhere_opens(survey, is_old):
    folder = painted_beside(survey)
    if is_old:
        forget_who_chose(folder)
    exported_anew(survey)
    for path in (folder, survey):
        result, _ = opened(path)
        assert result.project.folder == folder and result.project.snapshot().counts()
        assert result.volume.scan.headers.inline == 9
        close(result)
    assert opened_quietly(folder) == []


def test_header_bytes_that_were_chosen_are_not_guessed_anew(survey):
    folder = painted_beside(survey, headers=HeaderBytes(inline=189, crossline=193))
    exported_anew(survey)
    with pytest.raises(SeisviewerError, match="name other bytes"):
        opened(folder)
    result, _ = opened(folder, headers=HeaderBytes(inline=9, crossline=21))
    assert result.project.survey.choices["chosen"]["headers"]["inline"] == 9, "what was chosen last holds"
    close(result)
    assert opened_quietly(folder) == []


def test_a_byte_that_was_chosen_holds_while_the_others_are_guessed(survey):
    folder = painted_beside(survey, headers=NamedBytes(x=181))
    exported_anew(survey)
    result, _ = opened(folder)
    assert (result.volume.scan.headers.inline, result.volume.scan.headers.x) == (9, 181)
    assert result.project.survey.choices["chosen"] == {
        "headers": {"inline": None, "crossline": None, "x": 181, "y": None}
    }
    close(result)


def test_a_file_that_has_other_lines_now_is_refused_with_the_lines_it_has(survey):
    folder = painted_beside(survey)
    shrink(survey)
    with pytest.raises(
        ProjectError, match="painted on inlines 100–139 .* opens with inlines 100–138 .* make a new project"
    ):
        opened(folder)


def test_a_sample_interval_is_read_anew_unless_it_was_chosen(survey):
    folder = painted_beside(survey)
    exported_anew(survey, to=(189, 193), interval=2000)
    result, said = opened(folder)
    assert result.volume.geometry.samples.interval == 2
    assert any(
        "now lie every 2 ms from 0 ms; when the labels were painted they lay every 4 ms" in text for text in said
    )
    close(result)
    result, said = opened(folder, interval=3.0)
    close(result)
    exported_anew(survey, to=(189, 193), interval=1000)
    result, _ = opened(folder)
    assert result.volume.geometry.samples.interval == 3
    close(result)


def test_choices_that_no_project_holds_are_said(survey):
    folder = painted_beside(survey)
    for choices in (
        {"headers": {"inline": 500}},
        {"headers": 3},
        {"chosen": []},
        {"odd": 1},
        {"axes": {"order": "abc"}},
    ):
        with Project.open(folder) as project:
            project.set_survey(replace(project.survey, choices=choices))
        with pytest.raises(ProjectError, match=r"north\.seis does not say how north\.sgy is opened"):
            opened(folder)
        result, said = opened(survey)
        assert result.project is None and "does not say" in said[0]
        close(result)


def test_other_header_bytes_than_the_labels_were_painted_with_give_another_project(survey):
    first = painted_beside(survey)
    result, said = opened(survey, headers=HeaderBytes(inline=193, crossline=189))
    assert result.project is None and "north.seis" in said[0]
    second = project_for(result.volume)
    assert second.folder != first and second.snapshot().counts() == {}
    second.close()
    close(result)
    with pytest.raises(ProjectError, match="do not fit"):
        opened(first, headers=HeaderBytes(inline=193, crossline=189))
    Project.open(first, wait=0).close()  # nothing was left open


def test_a_moved_survey_is_found_beside_its_project_or_where_the_user_says(survey, tmp_path):
    folder = painted_beside(survey)
    away = tmp_path / "away"
    away.mkdir()
    shutil.move(survey, away / "south.sgy")
    with pytest.raises(ProjectError, match=r"north\.sgy.*no longer at"):
        opened(folder)
    result, said = opened(folder, survey=away / "south.sgy")
    assert "is now" in said[0] and "used to be" in said[0]
    close(result)
    result, said = opened(folder)
    assert result.volume.path == away / "south.sgy" and said == []
    close(result)


def test_where_the_survey_is_now_is_remembered_by_whoever_may_change_the_project(survey, tmp_path, monkeypatch):
    folder = painted_beside(survey)
    moved = Path(shutil.move(survey, tmp_path / "south.sgy"))
    result, said = opened(folder, survey=moved, edit=False)
    assert "is now" in said[0]
    close(result)
    with pytest.raises(ProjectError, match="no longer at"):
        opened(folder)
    with monkeypatch.context() as patched:
        patched.setattr(database, "is_writable", lambda folder: False)
        result, said = opened(folder, survey=moved)
        assert "cannot be written to" in said[0] and "is now" in said[1]
        close(result)
    close(opened(folder, survey=moved)[0])
    close(opened(folder)[0])


def test_a_project_beside_a_survey_that_is_of_a_file_of_that_name_elsewhere_is_left_alone(survey, tmp_path):
    other = tmp_path / "other" / survey.name
    other.parent.mkdir()
    shutil.copy2(survey, other)
    close(drive(ingest(other, survey.with_suffix(".seis"))))
    result, said = opened(survey)
    assert result.project is None and said == []
    close(result)
    assert painted_beside(survey).name == "north.sgy.seis"


def test_survey_and_project_moved_together_open_without_a_word(survey, tmp_path):
    folder = painted_beside(survey)
    shutil.move(survey.parent, tmp_path / "archive")
    result, said = opened(tmp_path / "archive" / "north.sgy")
    assert result.project.folder == tmp_path / "archive" / folder.name and said == []
    close(result)


def test_a_survey_opened_through_a_link_has_not_moved(survey, tmp_path):
    folder = painted_beside(survey)
    (tmp_path / "link").symlink_to(survey.parent)
    result, said = opened(tmp_path / "link" / survey.name)
    assert result.project.folder == tmp_path / "link" / folder.name and said == []
    close(result)


def test_a_survey_written_to_since_is_said_and_one_with_other_lines_refused(survey):
    folder = painted_beside(survey)
    os.utime(survey, (1, 1))
    result, said = opened(folder)
    assert "was written to" in said[0] and result.project.can_undo
    close(result)
    assert opened_quietly(folder) == []
    shrink(survey)
    with pytest.raises(SeisviewerError, match="do not fit"):
        opened(folder)
    result, said = opened(survey)
    assert result.project is None and "other lines" in said[0]
    close(result)


def opened_quietly(path: Path) -> list[str]:
    result, said = opened(path)
    close(result)
    return said


def shrink(survey: Path) -> None:
    """Leave out the last inline."""
    content = survey.read_bytes()
    trace = 240 + 4 * 64
    survey.write_bytes(content[: len(content) - 50 * trace])


def test_a_damaged_project_keeps_no_one_from_looking_but_is_never_painted_over(survey):
    folder = painted_beside(survey)
    (folder / "project.db").write_bytes(b"ruins" * 1000)
    result, said = opened(survey)
    assert result.project is None and "damaged" in said[0]
    with pytest.raises(ProjectError, match="damaged"):
        project_for(result.volume)
    close(result)
    with pytest.raises(ProjectError, match="damaged"):
        opened(folder)


def test_a_project_held_by_another_program_shows_its_labels_with_the_survey(survey, monkeypatch):
    folder = painted_beside(survey)
    monkeypatch.setattr(survey_opening, "BUSY_SECONDS", 0.05)
    with Project.open(folder):
        result, said = opened(survey)
        assert "open in another program" in said[0]
        assert result.project.snapshot().counts()
        with pytest.raises(ProjectError, match="for reading"):
            result.project.undo()
        close(result)
        with pytest.raises(ProjectError, match="open in another program"):
            opened(folder)
        result, said = opened(folder, edit=False)
        assert said == [] and result.project.snapshot().counts()
        close(result)


def test_ingest_makes_the_folder_and_leaves_the_survey_alone(survey, tmp_path):
    content = survey.read_bytes()
    made = drive(ingest(survey, tmp_path / "new" / "a.seis"))
    assert made.project.folder == tmp_path / "new" / "a.seis" and not made.project.snapshot().counts()
    close(made)
    with pytest.raises(ProjectError, match="exists already"):
        drive(ingest(survey, tmp_path / "new" / "a.seis"))
    result, said = opened(tmp_path / "new" / "a.seis")
    assert result.volume.path == survey and said == []
    close(result)
    assert survey.read_bytes() == content


@pytest.mark.parametrize(
    ("name", "kind", "said"),
    [
        ("missing.sgy", UnreadableFile, "does not exist"),
        ("missing.seis", ProjectError, "is no project"),
        (".", UnreadableFile, "folder without a project"),
    ],
)
def test_what_is_nothing_is_refused_with_one_sentence(tmp_path, name, kind, said):
    with pytest.raises(kind, match=said):
        opened(tmp_path / name)
    assert not list(tmp_path.iterdir())


def test_stopping_while_a_project_opens_lets_go_of_it(survey):
    folder = painted_beside(survey)
    work = open_path(folder)
    for _ in range(2):
        next(work)
    work.close()
    Project.open(folder, wait=0).close()


def test_every_real_file_opens_again_as_the_project_remembers_it(data_dir, tmp_path):
    files = [*data_dir.glob("segy/*.sgy"), *data_dir.glob("f3/*.sgy"), *data_dir.glob("parihaka/*.sgy")]
    opened_twice = 0
    for file in files:
        try:
            volume = open_volume(file)
        except SeisviewerError:
            continue
        again = drive(open_as_before(file, record(tmp_path, file, volume.geometry, choices_of(volume)), tmp_path, {}))
        assert again.geometry == volume.geometry, file.name
        np.testing.assert_array_equal(again.geometry.live, volume.geometry.live)
        opened_twice += 1
        volume.close()
        again.close()
    assert opened_twice >= 10
