"""Several 2D lines in one project."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from seisviewer.errors import BadRequest, ProjectError, SeisviewerError, UnknownGeometry, UnreadableFile
from seisviewer.labels.shown_counts import shown_counts, shown_counts_not_painted
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.learning.sections.facies_task import painted_classes
from seisviewer.progress import Notice, drive
from seisviewer.project.project import Project
from seisviewer.structure.horizons.horizon import Horizon
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.several_2d.line_crossings import crossings
from seisviewer.volumes.several_2d.line_list_file import read_line_list
from seisviewer.workflows.horizons.survey_tracking import place_pick, track_picks
from seisviewer.workflows.layer_run import painted_lines, solve_layers
from seisviewer.workflows.several_2d.adding_lines import DoubtedCoordinates, add_lines, lines_in_words, remove_line, take_over
from seisviewer.workflows.several_2d.at_crossings import labels_agree, lines_across
from seisviewer.workflows.survey_opening import open_path
from tests.workflows import several_lines
from tests.workflows.several_lines import path_of, top, write_line


@pytest.fixture
def files(tmp_path):
    return {name: write_line(tmp_path, name, first=first) for name, first in (("A", 101), ("B", 1), ("C", 1), ("D", 1))}


def listed(tmp_path, *paths):
    return drive(add_lines(tmp_path / "all.lines", paths)).path


def inline(number):
    return SectionId(Direction.INLINE, number)


def painted(geometry, line, traces, samples, label):
    mask = np.ones((len(traces), len(samples)), bool)
    section = geometry.section(Direction.INLINE, line)
    return Stroke(section, label, traces.start, samples.start, mask, np.full(mask.shape, UNLABELLED, np.int8))


def test_each_line_is_a_section_with_its_own_traces(tmp_path, files):
    volume = open_volume(listed(tmp_path, *files.values()))
    geometry = volume.geometry
    assert [line.name for line in geometry.lines] == ["A", "B", "C", "D"] and geometry.is_2d
    for index, (name, path) in enumerate(files.items()):
        alone, count = open_volume(path), len(path_of(name))
        section = volume.section(geometry.section(Direction.INLINE, index))
        np.testing.assert_array_equal(section[:count], alone.section(inline(7)))
        assert np.isnan(section[count:]).all() and geometry.length(index) == count
        np.testing.assert_allclose(geometry.trace_xy[index, :count], path_of(name), atol=0.01)
        assert geometry.trace_number(index, 0) == (101 if name == "A" else 1)
        alone.close()
    volume.close()


def test_lines_cross_where_they_do_and_a_line_that_ends_at_another_one_too(tmp_path, files):
    geometry = open_volume(listed(tmp_path, *files.values())).geometry
    assert [each.lines for each in geometry.crossings] == [(0, 1), (0, 2)]
    first, touching = geometry.crossings
    assert first.traces == pytest.approx((80, 40)) and (first.x, first.y) == pytest.approx((501_000, 500_000))
    assert touching.traces == pytest.approx((24, 0), abs=0.5)
    for each in geometry.crossings:  # what ties them in the layer model
        one, other = (geometry.places(line, round(trace)) for line, trace in zip(each.lines, each.traces))
        np.testing.assert_array_equal(one, other)
    found = lines_across(geometry, 0)
    assert [(each.name, round(each.trace)) for each in found] == [("C", 24), ("B", 80)]


def test_crossings_are_those_of_a_search_through_all_steps():
    random = np.random.default_rng(1)
    paths = [np.cumsum(random.normal(size=(90, 2)), axis=0) * 3 for _ in range(4)]
    found = {each.lines: 0 for each in crossings(paths)}
    assert len(found) == 6
    for each in crossings(paths):
        places = [
            [np.interp(trace, np.arange(90), paths[line][:, axis]) for axis in (0, 1)]
            for line, trace in zip(each.lines, each.traces)
        ]
        if all(0 < trace < 89 for trace in each.traces):
            assert places[0] == pytest.approx(places[1], abs=1e-6)


def test_a_project_of_one_line_gets_more_lines_and_loses_nothing(tmp_path, files):
    opened = drive(open_path(files["A"]))
    project = Project.create(tmp_path / "A.seis", files["A"], opened.volume.geometry)
    opened.volume.close()
    project.commit([painted(project.geometry, 0, range(10, 20), range(5, 9), 1)])
    depths = np.full(project.geometry.live.shape, 30.0, np.float32)
    project.change_horizons([Horizon("Top", "#ff0000", depths)])
    before = project.label_section(inline(7))
    project.close()

    added = drive(add_lines(tmp_path / "A.seis", [files["B"], files["C"]]))
    assert added.added == ("B", "C") and added.path.name == "A.lines"
    with pytest.raises(ProjectError, match="more lines"):
        drive(open_path(tmp_path / "A.seis", survey=added.path, edit=False))
    drive(take_over(added))
    opened = drive(open_path(tmp_path / "A.seis"))
    project, volume = opened.project, opened.volume
    assert project.geometry == volume.geometry and len(project.geometry.lines) == 3
    np.testing.assert_array_equal(project.label_section(inline(7)), before)
    (horizon,) = project.horizons
    assert horizon.depths.shape == volume.geometry.live.shape and (horizon.depths[0] == 30).all() and np.isnan(horizon.depths[1:]).all()
    project.commit([painted(project.geometry, 2, range(0, 4), range(90, 99), 2)])
    assert drive(project.undo_steps()) and drive(project.undo_steps()) and drive(project.undo_steps())
    assert not (project.label_section(inline(7)) >= 0).any() and not project.horizons
    assert project.redo() and project.redo()
    np.testing.assert_array_equal(project.label_section(inline(7)), before)
    (horizon,) = project.horizons
    assert (horizon.depths[0] == 30).all()
    project.close(), volume.close()

    said = []
    drive(open_path(files["A"]), said.append).volume.close()
    assert any("one of the lines of A.seis" in event.text for event in said if isinstance(event, Notice))


@pytest.mark.parametrize("change, sentence", [
    ({"interval": 2.0}, "every 2 ms and A every 4 ms"), ({"located": False}, "no coordinates"),
    ({"start": -8.0}, "begins at -8 ms"), ({"start": 6.0}, "whole samples later"),
])  # fmt: skip
def test_lines_that_do_not_fit_are_refused_and_the_list_stays(tmp_path, files, change, sentence):
    path = listed(tmp_path, files["A"])
    odd = write_line(tmp_path, "B", **change)
    with pytest.raises(SeisviewerError, match=sentence):
        drive(add_lines(path, [odd]))
    assert [line.name for line in read_line_list(path)] == ["A"]
    with pytest.raises(BadRequest, match="already"):
        drive(add_lines(path, [files["A"]]))


def test_a_later_and_deeper_line_lies_at_its_time(tmp_path, files):
    late = write_line(tmp_path, "B", start=40.0, samples=150)
    volume = open_volume(listed(tmp_path, files["A"], late))
    assert volume.geometry.samples.count == 160
    section = volume.section(volume.geometry.section(Direction.INLINE, 1))[:81]
    np.testing.assert_array_equal(section[:, 10:], open_volume(late).section(inline(7)))
    assert not section[:, :10].any()


def test_coordinates_that_hardly_move_are_asked_about(tmp_path, files, monkeypatch):
    xy = path_of("B")
    xy[1:-1] = xy[0]
    monkeypatch.setattr(several_lines, "path_of", lambda name: xy)
    odd = write_line(tmp_path, "B")
    monkeypatch.undo()
    with pytest.raises(DoubtedCoordinates, match="most of its traces lie at one place"):
        drive(add_lines(tmp_path / "all.lines", [files["A"], odd]))
    assert not (tmp_path / "all.lines").exists()
    assert drive(add_lines(tmp_path / "all.lines", [files["A"], odd], sure=True)).added == ("A", "B")


def test_a_list_without_one_of_its_files_says_which(tmp_path, files):
    path = listed(tmp_path, *files.values())
    files["C"].unlink()
    with pytest.raises(UnreadableFile, match=r"without its line C: .*C\.sgy does not exist"):
        open_volume(path)
    path.write_text('{"seisviewer": "several 2D lines", "lines": [{"name": 3}]}')
    with pytest.raises(UnreadableFile, match="no list of 2D lines"):
        open_volume(path)


@pytest.mark.slow
def test_labels_of_one_line_carry_to_the_line_that_it_crosses(tmp_path, files):
    """Painted on A only: on B the boundary lies where A's reflectors meet it, and follows B's own from there."""
    volume = open_volume(listed(tmp_path, files["A"], files["B"]))
    geometry = volume.geometry
    project = Project.create(tmp_path / "all.seis", volume.path, geometry)
    xy = path_of("A") - 500_000.0
    depth = top(*xy.T)
    strokes = []
    for start in (20, 70, 120):
        for label, shift in ((1, -12), (2, 8)):
            centre = int(depth[start] + shift)
            strokes.append(painted(geometry, 0, range(start, start + 12), range(centre - 2, centre + 2), label))
    project.commit(strokes)
    snapshot = project.snapshot()
    lines = painted_lines(snapshot)
    both = tuple(geometry.section(Direction.INLINE, index) for index in (0, 1))
    model = drive(solve_layers(volume, lines, both))
    solved = model.line(str(both[1]))
    (boundary,) = model.on_line(solved)
    away = boundary.depth[:81] - top(*(path_of("B") - 500_000.0).T)
    # The place of the boundary between two strokes is the strokes' to say; along B it must stay the same reflector's.
    assert np.ptp(away) < 1.5
    crossing = boundary.depth[40] - model.on_line(model.line(str(both[0])))[0].depth[80]
    assert abs(crossing) < 0.5
    assert labels_agree(snapshot, geometry.crossings[0]) == (0, 0)
    project.commit([replace(painted(geometry, 1, range(38, 43), range(0, 100), 1))])
    both_labelled, same = labels_agree(project.snapshot(), geometry.crossings[0])
    assert (both_labelled, same) == (8, 4)
    project.close(), volume.close()


def test_a_horizon_is_tracked_along_a_line_and_on_through_crossings(tmp_path, files):
    volume = open_volume(listed(tmp_path, *files.values()))
    truth = [top(*(path_of(name) - 500_000.0).T) + 10 for name in files]
    section = volume.section(volume.geometry.section(Direction.INLINE, 0))
    pick, event = place_pick(volume.geometry, volume.geometry.section(Direction.INLINE, 0), section, 20, truth[0][20], None)
    shift = pick.depth - truth[0][20]
    found = drive(track_picks(volume, [pick], event))
    for line, depths in enumerate(truth[:3]):
        assert np.median(np.abs(found.depths[line, : len(depths)] - depths - shift)) < 0.5
        assert np.isfinite(found.depths[line, : len(depths)]).mean() > 0.9 and np.isnan(found.depths[line, len(depths) :]).all()
    assert np.isnan(found.depths[3]).all()  # D crosses none
    volume.close()


def test_lines_of_one_file_are_added_one_by_one(tmp_path, monkeypatch):
    """A file that goes on elsewhere holds two lines, as the reader of SEG-Y says."""
    xy = path_of("A")
    xy[80:] += 50_000
    with monkeypatch.context() as patch:
        patch.setattr(several_lines, "path_of", lambda name: xy)
        both = write_line(tmp_path, "A")
    with pytest.raises(UnknownGeometry, match="holds 2 2D lines"):
        drive(add_lines(tmp_path / "all.lines", [both]))
    for number in (1, 2):
        drive(add_lines(tmp_path / "all.lines", [both], line=number))
    volume = open_volume(tmp_path / "all.lines")
    assert [line.name for line in volume.geometry.lines] == ["A 1", "A 2"] and volume.geometry.live.sum() == len(xy)
    volume.close()


@pytest.mark.parametrize("name, number", [("A", 7), ("B", 8)])
def test_a_line_that_is_removed_keeps_its_labels_for_when_it_is_added_again(tmp_path, files, name, number):
    path = listed(tmp_path, files["A"], files["B"], files["C"])
    volume = open_volume(path)
    geometry, row = volume.geometry, number - 7
    shown = {line: volume.section(inline(line)) for line in (7, 8, 9)}
    volume.close()
    with Project.create(tmp_path / "p.seis", path, geometry) as project:
        project.commit([painted(geometry, each, range(5, 25), range(10, 20), 1 + each) for each in range(3)])
        labels = [project.label_section(inline(line)) for line in (7, 8, 9)]
    assert drive(remove_line(tmp_path / "p.seis", name)) == path
    files[name].rename(tmp_path / "elsewhere.sgy")  # nobody needs it
    opened = drive(open_path(tmp_path / "p.seis"))
    left, snapshot = opened.volume.geometry, opened.project.snapshot()
    assert left.is_removed(row) and left.shape == geometry.shape and not left.live[row].any()
    assert not any(row in each.lines for each in left.crossings) and len(left.crossings) < len(geometry.crossings) or row == 2
    assert {str(each) for each in painted_lines(snapshot)} == {f"inline_{line}" for line in (7, 8, 9) if line != number}
    for line, before in shown.items():
        now = opened.volume.section(inline(line))
        assert np.isnan(now).all() if line == number else np.array_equal(now, before, equal_nan=True)
    assert shown_counts(snapshot) == {1 + each: 200 for each in range(3) if each != row}, "what waits does not count"
    assert snapshot.counts() == {1 + each: 200 for each in range(3)} and not shown_counts_not_painted(snapshot)
    assert painted_classes(snapshot) == tuple(1 + each for each in range(3) if each != row), "nor is it to be learned"
    assert "removed" in lines_in_words(left)[row]
    opened.project.commit([painted(left, 2, range(5, 25), range(40, 50), 1)])
    opened.project.close()
    opened.volume.close()
    (tmp_path / "elsewhere.sgy").rename(files[name])
    drive(take_over(drive(add_lines(tmp_path / "p.seis", [files[name]]))))
    again = drive(open_path(tmp_path / "p.seis"))
    assert [line.name for line in again.volume.geometry.lines] == ["A", "B", "C"]
    assert again.volume.geometry.crossings == geometry.crossings
    for line, before in zip((7, 8), labels):
        np.testing.assert_array_equal(again.project.label_section(inline(line)), before)
    assert len(painted_lines(again.project.snapshot())) == 3
    again.project.close()
    again.volume.close()


def test_what_cannot_be_removed_is_told(tmp_path, files):
    path = listed(tmp_path, files["A"], files["B"])
    with pytest.raises(BadRequest, match="has no line “Z”"):
        drive(remove_line(path, "Z"))
    drive(remove_line(path, "A"))
    with pytest.raises(BadRequest, match="only line"):
        drive(remove_line(path, "B"))
    with pytest.raises(BadRequest, match="no list"):
        drive(remove_line(files["A"], "A"))
    said = path.read_text().replace('"count": 161', '"count": -3')
    assert said != path.read_text()
    path.write_text(said)
    with pytest.raises(UnreadableFile, match="has no place"):
        read_line_list(path)
