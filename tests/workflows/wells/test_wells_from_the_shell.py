"""Wells from the shell: in and out, and their logs of facies as labels and as a check."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

from seisviewer.cli.main import main
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.progress import Progress, drive
from seisviewer.volumes.geometry import Direction
from seisviewer.volumes.synthetic_survey import write_demo
from seisviewer.volumes.well_files.las_files import LasLog, write_las
from seisviewer.workflows.survey_opening import ingest, open_path
from seisviewer.workflows.wells.facies_from_logs import compared, facies_samples, said_on_lines

HEAD = 10, 12  # inline and crossline index


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("wells")
    survey = write_demo(folder, (24, 30, 100)).survey
    opened = drive(ingest(survey, folder / "demo.seis"))
    opened.project.close()
    opened.volume.close()
    return folder


@contextmanager
def opened(folder: Path):
    found = drive(open_path(folder))
    try:
        yield found.project
    finally:
        found.project.close()
        found.volume.close()


def run(*words: object) -> int:
    return main(["wells", *map(str, words)])


@pytest.fixture(scope="module")
def ready(made: Path) -> Path:
    """A project with one well that has everything, and the files that it came from beside it."""
    project = made / "demo.seis"
    with opened(project) as held:
        x, y = held.geometry.xy(*HEAD)
    head = f"# WELL NAME: A 1\n# WELL HEAD X-COORDINATE: {x}\n# WELL HEAD Y-COORDINATE: {y}\n# WELL DATUM (KB): 25 (m)\n"
    (made / "a.dev").write_text(head + "MD(m) INCL AZIM\n0 0 0\n100 0 0\n200 20 45\n400 30 60\n")
    (made / "times.txt").write_text("TVDSS(ft) OWT(ms)\n0 0\n1181.1 180\n")
    (made / "tops.txt").write_text('Well,Surface,MD(ft)\nA 1,"Top, Sand",656.168\nA 1,Deep,9000\nB,Base,100\n')
    (made / "far.dev").write_text("# X-COORDINATE: 4.5\n# Y-COORDINATE: 53.1\nMD(m) INCL AZIM\n0 0 0\n100 0 0\n")
    (made / "headless.dev").write_text("MD(m) INCL AZIM\n0 0 0\n100 0 0\n")
    md = np.arange(20.0, 395.0, 0.5)
    logs = [LasLog("GR", "GAPI", np.sin(md / 20).astype(np.float32)), LasLog("FACIES", "", (md // 100).astype(np.float32))]
    write_las(made / "a.las", "A 1", md, logs)
    assert run("import", project, made / "a.dev") == 0
    assert run("times", project, "A 1", made / "times.txt") == 0
    assert run("markers", project, made / "tops.txt") == 0
    assert run("logs", project, "A 1", made / "a.las") == 0
    return project


@pytest.fixture
def project(ready: Path, tmp_path: Path) -> Path:
    """A copy of it to change."""
    shutil.copy(ready.with_name("demo.sgy"), tmp_path)
    return Path(shutil.copytree(ready, tmp_path / "demo.seis"))


@pytest.mark.slow
def test_what_is_left_out_of_files_is_said(project, ready, capsys):
    assert run("import", project, ready.with_name("a.dev")) == 0
    assert "“A 1 2” has no time–depth table, and the survey runs in time: it is on the map only." in capsys.readouterr().err
    assert run("markers", project, ready.with_name("tops.txt")) == 0
    said = capsys.readouterr().out
    assert "One marker of tops.txt of “B”, which is no well here, was left out." in said
    assert "One marker of tops.txt that lies beyond the path of “A 1” was left out." in said


@pytest.mark.slow
def test_wells_come_in_go_out_and_come_in_again_as_they_were(project, capsys):
    folder = project.parent
    assert run("list", project) == 0 and run("export", project, folder / "out") == 0
    said = capsys.readouterr().out
    assert "A 1: MD 400 m, kelly bushing 25 m, 2 points of time and depth, 1 markers, logs GR, FACIES" in said
    again = folder / "out"
    assert sorted(each.name for each in again.iterdir()) == ["A_1.dev", "A_1.las", "A_1_times.txt", "markers.txt"]
    assert run("import", project, again / "A_1.dev") == 0
    assert run("times", project, "A 1 2", again / "A_1_times.txt") == 0
    assert run("markers", project, again / "markers.txt", "--well", "A 1") == 0
    assert run("logs", project, "A 1 2", again / "A_1.las") == 0
    with opened(project) as held:
        one, other = held.wells
        assert other.name == "A 1 2" and other.colour != one.colour and other.kb == one.kb == 25
        np.testing.assert_allclose([other.x, other.y], [one.x, one.y], atol=1e-3)
        np.testing.assert_allclose(other.path.points, one.path.points, atol=1e-3)
        np.testing.assert_allclose(other.times, one.times, atol=1e-3)
        assert one.times[:, 0] == pytest.approx([25, 25 + 360], abs=0.01) and one.times[-1, 1] == 360
        assert [marker.name for marker in one.markers] == ["Top, Sand"] and one.markers[0].md == pytest.approx(200, abs=0.01)
        for log, before in zip(other.logs, one.logs, strict=True):
            np.testing.assert_allclose(log.values, before.values, rtol=1e-5, atol=1e-6)
            np.testing.assert_allclose(log.md, before.md, atol=1e-4)
        for _ in range(8):
            held.undo()
        assert held.wells == ()


def test_facies_of_a_log_become_labels_in_one_step_and_paint_stays(project, capsys):
    with opened(project) as held:
        well, names = held.wells[0], held.classes.numbers
        samples = facies_samples(held.geometry, well, well.log("FACIES"))
        deepest = samples.sample == samples.sample.max()
        assert len(set(samples.inline.tolist())) > 2, "the well is deviated: it passes several inlines"
        assert set(samples.facies[deepest].tolist()) == {3} and (np.diff(np.unique(samples.sample)) == 1).all()
    classes = "--class", f"1={names[0]}", "--class", f"3={names[1]}"
    assert run("label", project, "A 1", "--log", "FACIES", *classes) == 0
    with opened(project) as held:
        for line, trace, sample, value in zip(samples.inline, samples.crossline, samples.sample, samples.facies):
            labels = held.label_section(held.geometry.section(Direction.INLINE, int(line)))
            assert labels[trace, sample] == {1: names[0], 3: names[1]}.get(int(value), UNLABELLED)
        sections = {each: held.label_section(each) for each in held.snapshot().labelled_sections}
        assert sum((each != UNLABELLED).sum() for each in sections.values()) == np.isin(samples.facies, (1, 3)).sum()
        lines = {section: each.view(np.uint8) for section, each in sections.items()}
        result = compared(samples, {1: names[0], 3: names[0]}, said_on_lines(held.geometry, samples, lines))
        assert result.of == {names[0]: np.isin(samples.facies, (1, 3)).sum()} and not result.unknown
        assert result.right == {names[0]: (samples.facies == 1).sum()}
        held.undo()
        assert not held.snapshot().labelled_sections


def test_what_a_run_predicts_along_a_well_is_compared_with_its_log(ready, capsys, monkeypatch):
    def predict(project, volume, sections, run):
        yield Progress(0, 1, "predicting")
        shape = volume.geometry.section_shape(Direction.INLINE)
        return {section: SimpleNamespace(classes=np.full(shape, 2, np.uint8)) for section in sections}

    monkeypatch.setattr("seisviewer.workflows.prediction.predict_sections", predict)
    assert run("check", ready, "A 1", "--log", "FACIES", "--class", "0=1", "--class", "1=2", "--class", "2=2") == 0
    with opened(ready) as held:
        well = held.wells[0]
        facies = facies_samples(held.geometry, well, well.log("FACIES")).facies
    wrong, right = (facies == 0).sum(), np.isin(facies, (1, 2)).sum()
    assert capsys.readouterr().out.splitlines() == [
        f"Facies 1: 0% of {wrong} samples right",
        f"Facies 2: 100% of {right} samples right",
        f"all: {right / (right + wrong):.0%} of {right + wrong} samples right",
    ]


@pytest.mark.parametrize("words, sentence", [
    (("import", "PROJECT", "FOLDER/none.dev"), "cannot be read"),
    (("import", "PROJECT"), "--vertical"),
    (("import", "PROJECT", "FOLDER/far.dev"), "far from the survey"),
    (("import", "PROJECT", "FOLDER/headless.dev"), "--x, --y"),
    (("import", "PROJECT", "--vertical", "100", "--name", "V", "--x", "1", "--y", "2"), "Say the unit"),
    (("label", "PROJECT", "A 1", "--log", "GR"), "names no facies"),
    (("label", "PROJECT", "A 1", "--log", "NONE"), "it has “GR”, “FACIES”"),
    (("label", "PROJECT", "A 1", "--log", "FACIES", "--class", "9=1"), "has no value 9"),
    (("check", "PROJECT", "nobody", "--log", "FACIES"), "the project has “A 1”"),
])  # fmt: skip
def test_what_cannot_be_done_is_said_in_one_sentence(ready, capsys, words, sentence):
    capsys.readouterr()
    assert run(*(word.replace("PROJECT", str(ready)).replace("FOLDER", str(ready.parent)) for word in words)) == 1
    said = capsys.readouterr().err.strip().splitlines()
    assert sentence in said[-1] and len(said) == 1


def test_a_vertical_well_needs_no_file_and_one_undo_takes_it_back(project):
    with opened(project) as held:
        x, y = held.geometry.xy(3, 4)
    assert run("import", project, "--vertical", 1000, "--unit", "ft", "--name", "V", "--x", x, "--y", y, "--kb", 10) == 0
    with opened(project) as held:
        _, well = held.wells
        assert well.path.md[-1] == pytest.approx(304.8) and well.kb == 10
        held.undo()
        assert len(held.wells) == 1 and held.redo().wells == ("V",)
