"""Where to label next: the least certain place first, none in a heap, none where labels are or that was dismissed."""

from __future__ import annotations

import numpy as np
import pytest

from seisviewer.labels.classes import ClassTable
from seisviewer.labels.label_volume import LabelVolume
from seisviewer.predictions.passes.section_pass import SectionPass
from seisviewer.predictions.section_prediction import NO_CLASS, SectionPrediction
from seisviewer.progress import drive
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis, SectionId
from seisviewer.workflows.suggestions.answered_places import answered_places, lines_to_look_at, spread_lines
from seisviewer.workflows.suggestions.first_lines import first_places
from seisviewer.workflows.suggestions.label_places import LabelPlaces
from seisviewer.workflows.suggestions.line_cells import LineSummary, compared, summarised
from seisviewer.workflows.suggestions.place_ranking import Place, rank_places
from seisviewer.workflows.suggestions.place_words import depths_in_words, reason, traces_in_words

SHAPE = (80, 100, 120)
GEOMETRY = Geometry(LineAxis(100, 1, 80), LineAxis(300, 2, 100), SampleAxis(0.0, 4.0, 120), np.ones(SHAPE[:2], bool))
CLASSES = ClassTable().add("Sand", number=0).add("Shale", number=1)
INLINES = [SectionId(Direction.INLINE, number) for number in (110, 140, 170)]
CROSSLINES = [SectionId(Direction.CROSSLINE, number) for number in (340, 440)]
NOWHERE = LabelPlaces(np.zeros((0, 3)), np.zeros(0, int))


def answer(section: SectionId, doubtful: np.s_ | None = None, says: int = 0) -> SectionPrediction:
    """A sure answer of one class, unsure in a part."""
    shape = GEOMETRY.section_shape(section.direction)
    confidence = np.full(shape, 0.97, np.float16)
    if doubtful is not None:
        confidence[doubtful] = 0.5
    return SectionPrediction(section, np.full(shape, says, np.uint8), confidence, "layers", 1, 1, 0.0)


def summaries(answers: list[SectionPrediction]) -> tuple[LineSummary, ...]:
    lines = [each.section for each in answers]
    return compared(
        GEOMETRY,
        [
            summarised(GEOMETRY, each, [GEOMETRY.index(o) for o in lines if o.direction is not each.section.direction])
            for each in answers
        ],
    )


def test_the_least_certain_place_comes_first_and_the_next_lies_elsewhere() -> None:
    answers = [answer(line) for line in INLINES]
    answers[1] = answer(INLINES[1], np.s_[20:40, 60:80])
    answers[2] = answer(INLINES[2], np.s_[70:80, 10:20])
    places = rank_places(GEOMETRY, summaries(answers), NOWHERE)
    first = places[0]
    assert first.section == INLINES[1] and 20 <= first.middle[0] < 40 and 60 <= first.middle[1] < 80
    assert INLINES[2] in [place.section for place in places[1:4]], "the list is no heap"
    assert first.worth == 1 and all(place.worth < 1 for place in places[1:])
    assert not any(one.meets(two) for at, one in enumerate(places) for two in places[:at])
    assert first.sure == pytest.approx(0.5, abs=0.1)


def test_a_place_near_labels_or_dismissed_is_not_the_first() -> None:
    answers = [answer(line) for line in INLINES]
    answers[0] = answer(INLINES[0], np.s_[20:40, 60:80])
    answers[2] = answer(INLINES[2], np.s_[70:86, 20:32])
    best = rank_places(GEOMETRY, summaries(answers), NOWHERE)[0]
    assert best.section == INLINES[0]
    points = np.array([[10.0, row, column] for row in range(20, 40, 4) for column in range(60, 80, 4)])
    points = np.concatenate([points, [[10, 95, 5], [10, 5, 115]]])  # the class is labelled in places enough
    labelled = LabelPlaces(points, np.zeros(len(points), int))
    assert rank_places(GEOMETRY, summaries(answers), labelled)[0].section == INLINES[2]
    everything = Place(INLINES[0], (0, 99), (0, 119))
    kept = rank_places(GEOMETRY, summaries(answers), NOWHERE, dismissed=[everything])
    assert kept and all(place.section != INLINES[0] for place in kept)


def test_what_crossing_lines_say_otherwise_is_a_reason_with_their_numbers_and_depths() -> None:
    answers = [answer(INLINES[1]), *(answer(line) for line in CROSSLINES)]
    answers[1].classes[40, 60:90] = 1  # crossline 340 says Shale where it crosses inline 140
    best = rank_places(GEOMETRY, summaries(answers), NOWHERE)[0]
    said = reason(best, GEOMETRY, CLASSES)
    assert {best.section} <= {INLINES[1], CROSSLINES[0]}
    assert "disagrees with this" in said and ("340" in said or "140" in said) and " ms" in said
    assert "nothing is labelled yet" in said


def test_a_reason_names_the_classes_and_how_far_the_nearest_label_is() -> None:
    made = answer(INLINES[1], np.s_[20:40, 60:80])
    made.classes[20:40, 70:80] = 1
    labels = LabelPlaces(np.array([[40.0, 90.0, 70.0]]), np.array([0]))
    best = rank_places(GEOMETRY, summaries([made]), labels)[0]
    said = reason(best, GEOMETRY, CLASSES)
    assert "% sure and wavers between" in said and "Sand" in said and "Shale" in said
    assert f"the nearest label is {90 - sum(best.rows) / 2:.0f} lines away" in said
    assert "should settle about" in said and "% of what the model is unsure of" in said and "doubt" not in said
    assert traces_in_words(best, GEOMETRY).startswith(str(300 + 2 * best.rows[0]))
    assert depths_in_words(best, GEOMETRY).endswith(" ms")


def test_a_class_that_is_labelled_in_one_place_is_suggested_before_one_that_is_in_many() -> None:
    answers = [answer(line) for line in INLINES]
    for made in answers:
        made.classes[:, 60:] = 1
    many = [(line, row, column) for line in (10, 40, 70) for row in (10, 50, 90) for column in (10, 50)]
    points = np.array([*many, (10, 50, 90)], float)
    labels = LabelPlaces(points, np.array([0] * len(many) + [1]))
    first = rank_places(GEOMETRY, summaries(answers), labels)[0]
    assert first.columns[1] > 60 and first.section != INLINES[0] and first.rare == (1, 1)
    assert "Shale is labelled in one place only" in reason(first, GEOMETRY, CLASSES)
    everywhere = LabelPlaces(
        np.array([*many, *((i, j, k + 50) for i, j, k in many)], float), np.repeat([0, 1], len(many))
    )
    assert all(place.rare is None for place in rank_places(GEOMETRY, summaries(answers), everywhere))


def test_traces_that_are_missing_are_no_place() -> None:
    made = answer(INLINES[1])
    made.classes[:50], made.confidence[:50] = NO_CLASS, np.nan
    places = rank_places(GEOMETRY, summaries([made]), NOWHERE)
    assert places and all(place.rows[1] >= 50 for place in places)


class Reflectors:
    """A survey whose traces are missing in one half, with reflectors at one depth."""

    def __init__(self) -> None:
        live = np.ones(SHAPE[:2], bool)
        live[:40] = False
        self.geometry = Geometry(GEOMETRY.inlines, GEOMETRY.crosslines, GEOMETRY.samples, live)

    def section(self, section: SectionId) -> np.ndarray:
        live = self.geometry.section_live(section)
        values = np.where(live[:, None], np.random.default_rng(0).normal(size=(len(live), 120)) * 0.1, np.nan)
        values[:, 50:60] *= 20
        return values.astype(np.float32)


def test_with_nothing_labelled_a_pair_of_lines_with_traces_and_reflectors_is_named() -> None:
    inline, crossline = drive(first_places(Reflectors()))
    assert inline.section.direction is Direction.INLINE and inline.section.number >= 140
    assert crossline.section.direction is Direction.CROSSLINE
    assert inline.columns[0] <= 59 and inline.columns[1] >= 50, "where the reflectors are strong"
    assert "begin here" in reason(inline, GEOMETRY, CLASSES)


def test_a_survey_of_a_few_lone_lines_gets_a_place_on_one_of_them() -> None:
    lone = Reflectors()
    live = np.zeros(SHAPE[:2], bool)
    live[::20] = True
    lone.geometry = Geometry(GEOMETRY.inlines, GEOMETRY.crosslines, GEOMETRY.samples, live)
    (place,) = drive(first_places(lone))
    assert place.section.direction is Direction.INLINE and (place.section.number - 100) % 20 == 0


def test_what_a_network_said_of_lines_is_enough_to_rank_places() -> None:
    shape = GEOMETRY.section_shape(Direction.INLINE)
    passes = {}
    for line in INLINES:
        sand = np.full(shape, 240, np.uint8)
        if line == INLINES[1]:
            sand[20:40, 60:80] = 130
        changing = np.ones(shape, np.float16)
        probabilities = np.stack([sand, 255 - sand])
        passes[line] = SectionPass(line, probabilities, (0, 1), "live", 3, 1, 0.0, changing)
    snapshot = LabelVolume(GEOMETRY).snapshot(1, CLASSES)
    lines = spread_lines(GEOMETRY, list(passes))
    places = drive(answered_places(snapshot, lines, lambda section: passes[section].said))
    assert lines == INLINES and places[0].section == INLINES[1] and places[0].changing == 0
    assert places[0].sure == pytest.approx(130 / 255, abs=0.1)


def test_places_are_looked_for_between_the_lines_that_were_solved_too() -> None:
    looked_at = lines_to_look_at(GEOMETRY, [*INLINES, *CROSSLINES])
    assert set(looked_at) > {*INLINES, *CROSSLINES}
    assert {SectionId(Direction.INLINE, 125), SectionId(Direction.CROSSLINE, 390)} <= set(looked_at)
    assert len(lines_to_look_at(GEOMETRY, [SectionId(Direction.INLINE, 100 + at) for at in range(0, 80, 2)])) <= 32
    live = np.zeros(SHAPE[:2], bool)
    live[[10, 40]] = True
    lone = Geometry(GEOMETRY.inlines, GEOMETRY.crosslines, GEOMETRY.samples, live)
    assert lone.is_sparse and lines_to_look_at(lone, INLINES[:2]) == INLINES[:2], "nothing lies between lone lines"
