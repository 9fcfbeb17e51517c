"""What models said is kept in the project, exactly, and is never shown wrongly."""

import os
import time
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from seisviewer.errors import ProjectError
from seisviewer.predictions.leading_answer import LAYERS
from seisviewer.predictions.passes.section_pass import SectionPass
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.predictions.stored.prediction_store import PredictionStore
from seisviewer.progress import drive
from seisviewer.project.prediction_folders import delete_old, delete_predictions, stored_answers
from seisviewer.volumes.geometry import LINES, Direction, Geometry, LineAxis, SampleAxis, SectionId

INLINES, CROSSLINES, SAMPLES = 5, 140, 30
CHANNELS = (2, 7, 9)


def survey() -> Geometry:
    live = np.ones((INLINES, CROSSLINES), bool)
    live[0, :4] = False
    return Geometry(LineAxis(1, 1, INLINES), LineAxis(10, 2, CROSSLINES), SampleAxis(0, 4, SAMPLES), live)


def said(section: SectionId, key: str = "a", seconds: float = 5.0, stable: bool = False) -> SectionPass:
    """Random probabilities; nothing where there is no trace."""
    grid, seed = survey(), (list(Direction).index(section.direction), section.number)
    traces, samples = grid.section_shape(section.direction)
    shares = np.random.default_rng(seed).dirichlet(np.ones(3), (traces, samples)).transpose(2, 0, 1)
    probabilities = np.rint(shares * 255).astype(np.uint8)
    dead = ~grid.section_live(section)
    probabilities[:, dead] = 0
    stability = None
    if stable:
        stability = (np.random.default_rng(seed).integers(0, 255, (traces, samples)) / 254).astype(np.float16)
        stability[dead] = np.nan
    return SectionPass(
        section, probabilities, CHANNELS, LAYERS, 4, 3, seconds, stability, "3 versions" if stable else "", key
    )


def lines(direction: Direction) -> list[SectionId]:
    return [survey().section(direction, index) for index in range(survey().count(direction))]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "survey.seis"
    folder.mkdir()
    return folder


def opened(project: Path, name: str | int = "layers") -> PredictionStore:
    store = PredictionStore(project, name, survey())
    drive(store.load())
    return store


def test_another_day_every_line_is_what_it_was(project: Path):
    for direction in LINES:
        for section in lines(direction):
            opened(project).put(said(section, stable=section.number == 2)) if section.number < 30 else None
    store = opened(project)
    for section in (SectionId(Direction.INLINE, 2), SectionId(Direction.CROSSLINE, 12)):
        before, after = said(section, stable=section.number == 2), store.get(section)
        assert after == before and np.array_equal(after.probabilities, before.probabilities)
        assert (after.stability is None) == (before.stability is None)
        if before.stability is not None:
            assert np.allclose(after.stability, before.stability, atol=1 / 500, equal_nan=True)
        line = store.line(section)
        assert np.array_equal(line.classes, before.classes) and line.speaker == "layers"
        known = line.confidence != 255
        assert np.array_equal(known, before.classes != NO_CLASS)
        highest = before.probabilities.max(axis=0)
        assert np.allclose(line.confidence[known] / 254, highest[known] / 255, atol=1 / 250)


def test_what_crosses_a_line_is_read_trace_by_trace(project: Path):
    store = opened(project)
    for section in lines(Direction.CROSSLINE)[10:]:
        store.put(said(section, seconds=float(section.number)))
    inline = SectionId(Direction.INLINE, 3)
    across = store.crossing(inline)
    assert (across.classes[:10] == NO_CLASS).all() and (across.confidence[:10] == 255).all()
    for index in (10, 77, 139):
        crossline = survey().section(Direction.CROSSLINE, index)
        assert np.array_equal(across.classes[index], said(crossline).classes[2])
    assert across.seconds == survey().section(Direction.CROSSLINE, 10).number, "that of the oldest"
    assert store.crossing(lines(Direction.CROSSLINE)[0]) is None


def test_maps_follow_every_line_and_are_the_same_another_day(project: Path):
    store = opened(project)
    assert np.isnan(store.columns().confidence).all()
    for section in (*lines(Direction.INLINE)[:3], *lines(Direction.CROSSLINE)[:50]):
        store.put(said(section, stable=section.direction is Direction.INLINE))
    maps = store.columns()
    known = survey().live.copy()
    known[3:, 50:] = False
    assert np.array_equal(np.isfinite(maps.confidence), known)
    both = known.copy()
    both[3:], both[:, 50:] = False, False
    assert np.array_equal(np.isfinite(maps.disagreement), both)
    inline, crossline = said(SectionId(Direction.INLINE, 2)), said(survey().section(Direction.CROSSLINE, 20))
    differ = (inline.classes[20] != crossline.classes[1]).mean()
    assert maps.disagreement[1, 20] == pytest.approx(differ)
    mean = (inline.probabilities.max(axis=0)[20].mean() + crossline.probabilities.max(axis=0)[1].mean()) / 2 / 255
    assert maps.confidence[1, 20] == pytest.approx(mean, abs=0.005)
    assert maps.labels_version[4, 60] == -1 and maps.labels_version[4, 20] == 3
    for before, after in zip(vars(maps).values(), vars(opened(project).columns()).values(), strict=True):
        assert np.array_equal(before, after, equal_nan=True)


def test_coverage_tells_which_lines_this_very_model_has_predicted(project: Path):
    store = opened(project)
    store.put(said(SectionId(Direction.INLINE, 1), key="old"))
    store.put(said(SectionId(Direction.INLINE, 2), key="new", seconds=9.0))
    coverage = opened(project).coverage(Direction.INLINE)
    assert coverage.stored.tolist() == [True, True, False, False, False] and coverage.share == 0.4
    assert coverage.current("new").tolist() == [False, True, False, False, False]
    assert store.is_current(SectionId(Direction.INLINE, 2), "new")
    assert not store.is_current(SectionId(Direction.INLINE, 1), "new") and coverage.seconds[1] == 9.0
    store.put(said(SectionId(Direction.INLINE, 1), key="new"))
    assert store.is_current(SectionId(Direction.INLINE, 1), "new"), "the newer takes the place of the older"


def test_a_damaged_line_counts_as_not_stored(project: Path):
    section = SectionId(Direction.INLINE, 2)
    opened(project).put(said(section, stable=True))
    (path,) = (project / "predictions" / "layers").iterdir()
    whole = path.read_bytes()
    draw = np.random.default_rng(1)
    for trial in range(200):
        damaged = bytearray(whole)
        if trial % 4 == 0:
            damaged = damaged[: draw.integers(len(whole))]
        else:
            damaged[draw.integers(len(whole))] ^= 1 << int(draw.integers(8))
        path.write_bytes(damaged)
        store = opened(project)
        found = store.get(section)
        # What is said of the traces is not read with the rest: where that alone is damaged, the rest is what it was.
        assert found is None or np.array_equal(found.probabilities, said(section).probabilities)
        assert not store.coverage(Direction.INLINE).stored.any()
        assert np.isnan(store.columns().confidence).all()
    store.put(said(section))
    assert np.array_equal(store.get(section).classes, said(section).classes)


def test_a_file_of_another_line_or_survey_is_not_taken_for_it(project: Path):
    store, one, other = opened(project), SectionId(Direction.INLINE, 1), SectionId(Direction.INLINE, 2)
    store.put(said(one))
    folder = project / "predictions" / "layers"
    (folder / "inline_2.line").write_bytes((folder / "inline_1.line").read_bytes())
    (folder / "inline_99.line").write_bytes((folder / "inline_1.line").read_bytes())
    (folder / "inline_3.line").mkdir()
    assert opened(project).get(other) is None
    smaller = replace(survey(), samples=SampleAxis(0, 4, SAMPLES - 1))
    assert PredictionStore(project, "layers", smaller).get(one) is None


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="needs links")
def test_nothing_is_read_written_or_deleted_through_a_link(project: Path, tmp_path: Path):
    theirs = tmp_path / "theirs"
    store, section = opened(project), SectionId(Direction.INLINE, 1)
    store.put(said(section))
    (project / "predictions").rename(theirs)
    (project / "predictions").symlink_to(theirs)
    assert opened(project).get(section) is None and stored_answers(project) == ()
    for write in (lambda: store.put(said(section)), lambda: delete_predictions(project, "layers")):
        with pytest.raises(ProjectError, match="is a link out of the project"):
            write()
    (project / "predictions").unlink()
    (project / "predictions" / "layers").mkdir(parents=True)
    (project / "predictions" / "layers" / "inline_1.line").symlink_to(theirs / "layers" / "inline_1.line")
    assert opened(project).get(section) is None
    assert (theirs / "layers" / "inline_1.line").is_file()


def test_only_the_newest_runs_are_kept(project: Path):
    for number in range(1, 7):
        opened(project, number).put(said(SectionId(Direction.INLINE, 1)))
        os.utime(project / "predictions" / str(number) / "inline_1.line", (number, number))
    opened(project).put(said(SectionId(Direction.INLINE, 1)))
    delete_old(project, keep={1})
    kept = stored_answers(project)
    assert [answer.run for answer in kept] == [None, 6, 5, 4, 1]
    assert all(answer.lines == 1 and answer.nbytes > 100 for answer in kept)
    assert abs(kept[0].written - time.time()) < 60
    delete_predictions(project, 5)
    delete_predictions(project, 5)
    assert [answer.run for answer in stored_answers(project)] == [None, 6, 4, 1]
