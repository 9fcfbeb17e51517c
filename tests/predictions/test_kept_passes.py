from dataclasses import replace

import numpy as np
import pytest

from seisviewer.predictions.passes.kept_passes import KeptPasses
from seisviewer.predictions.passes.section_pass import SectionPass, quantised
from seisviewer.predictions.passes.volume_pass import predict_lines
from seisviewer.predictions.predictor import Predictor
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.progress import drive
from seisviewer.volumes.geometry import LINES, Direction, Geometry, LineAxis, SampleAxis, SectionId
from seisviewer.volumes.volume import Volume

INLINES, CROSSLINES, SAMPLES = 4, 5, 6
CHANNELS = (3, 7)
INLINE, CROSSLINE, SLICE = (SectionId.parse(name) for name in ("inline_2", "crossline_14", "time_2"))


def geometry(live=None):
    live = np.ones((INLINES, CROSSLINES), bool) if live is None else live
    inlines, crosslines = live.shape
    return Geometry(LineAxis(1, 1, inlines), LineAxis(10, 2, crosslines), SampleAxis(0, 4, SAMPLES), live)


def said(section, first, *, version=4, labels=1, seconds=0.0, channels=CHANNELS, grid=None):
    """A pass that gives the first of two channels the probability `first` everywhere, the second the rest."""
    section = SectionId.parse(section) if isinstance(section, str) else section
    shape = (grid or geometry()).section_shape(section.direction)
    shares = np.stack([np.full(shape, first), np.full(shape, 1 - first)])
    return SectionPass(section, quantised(shares), channels, "live", version, labels, seconds)


def kept(*passes, grid=None, **choices):
    passes_kept = KeptPasses(grid or geometry(), **choices)
    for each in passes:
        passes_kept.put(each)
    return passes_kept


def at_crossing(passes):
    """Class and confidence that inline 2, crossline 14 and sample 2 give where they meet, and whether that is settled."""
    inline, crossline, time = (passes.section(section) for section in (INLINE, CROSSLINE, SLICE))
    return [
        (int(each.classes[place]), float(each.confidence[place]), bool(each.counted.settled[place[: each.known.ndim]]))
        for each, place in ((inline, (2, 2)), (crossline, (1, 2)), (time, (1, 2)))
    ]


@pytest.mark.parametrize(
    ("inline", "crossline", "expected"),
    [
        ({}, {}, (7, 0.6)),
        ({"version": 9}, {"version": 6}, (7, 0.6)),
        ({"version": 9, "seconds": 5}, {"version": 3}, (3, 0.6)),
        ({"labels": 2, "seconds": 5}, {}, (3, 0.6)),
        ({}, {"labels": 2, "seconds": 5}, (7, 0.8)),
        ({"version": 1, "seconds": 5}, {"version": 40}, (3, 0.6)),
    ],
    ids=["same model", "a little older", "much older", "newer labels", "newer labels across", "another session"],
)
def test_inline_crossline_and_slice_say_the_same_where_they_meet(inline, crossline, expected):
    """The inline pass gives class 3 the probability 0.6, the crossline pass 0.2."""
    first, second = said("inline_2", 0.6, **inline), said("crossline_14", 0.2, **crossline)
    for order in ((first, second), (second, first)):
        answers = at_crossing(kept(*order))
        assert answers[0] == answers[1] == answers[2]
        assert answers[0][:2] == (expected[0], pytest.approx(expected[1], abs=0.005))
        assert answers[0][2] == (expected == (7, 0.6)), "settled is what both passes were averaged to"


class Noise(Volume):
    """Random amplitudes, so that a network says something else along every line.

    Four full inlines and crosslines and an empty crossline. Two nearly empty crosslines meet two nearly empty inlines on
    traces of no other line, where the fuller one has a say; the fuller ones also cross full lines, where they have none.
    """

    def __init__(self):
        live = np.zeros((6, 7), bool)
        live[1:5, :4] = True
        live[[0, 2], 5] = live[5, [1, 6]] = True
        self.geometry = geometry(live)
        self.data = np.random.default_rng(3).standard_normal((*live.shape, SAMPLES)).astype(np.float32)
        self.data[~live] = np.nan

    def section(self, section):
        return np.take(self.data, self.geometry.index(section), list(Direction).index(section.direction)).copy()

    def close(self):
        pass


class ByDirection:
    """A model that takes each section's own mean into account, so that the two directions disagree."""

    classes = CHANNELS

    def probabilities(self, section, amplitudes):
        values = np.nan_to_num(amplitudes)
        first = 1 / (1 + np.exp(-2 * values - 4 * values.mean()))
        return np.stack([first, 1 - first]).astype(np.float32)

    name, version, labels_version, key = "run 1", 1, 1, ""
    one_pass = Predictor.one_pass


def test_once_every_line_is_predicted_it_is_what_predicting_the_volume_gives(tmp_path):
    volume, passes = Noise(), KeptPasses(geometry(Noise().geometry.live))
    for direction in (Direction.INLINE, Direction.CROSSLINE):
        for index in range(volume.geometry.count(direction)):
            section = volume.geometry.section(direction, index)
            passes.put(ByDirection().one_pass(section, volume.section(section)))
    predicted = drive(predict_lines(ByDirection(), volume, tmp_path))
    lines = range(volume.geometry.inlines.count)
    classes, confidence = (
        np.stack([kept(line) for line in lines]) for kept in (predicted.classes, predicted.confidence)
    )
    for axis, direction in enumerate(Direction):
        for index in range(volume.geometry.count(direction)):
            answer = passes.section(volume.geometry.section(direction, index))
            if answer is None:
                assert (np.take(classes, index, axis) == NO_CLASS).all()
                continue
            assert np.array_equal(answer.classes, np.take(classes, index, axis))
            assert np.array_equal(answer.confidence, np.take(confidence, index, axis), equal_nan=True)
            assert answer.counted.settled.all()


def test_a_slice_knows_what_is_unknown_and_how_old_each_trace_is():
    passes = kept(said("inline_2", 0.9, seconds=5.0), said("crossline_14", 0.1, seconds=3.0, version=3))
    answer = passes.section(SLICE)
    assert answer.known.sum() == 5 + 4 - 1 and answer.counted.settled.sum() == 1
    assert (answer.classes[~answer.known] == NO_CLASS).all() and np.isnan(answer.confidence[~answer.known]).all()
    assert sorted(answer.counted.facts(lambda facts: facts.seconds)) == [3, 5]
    older = answer.counted.any_that(lambda facts: facts.model_version < 4)
    assert older[:, 2].all() and not older[:, [0, 1, 3, 4]].any()


def test_a_line_that_was_never_asked_shows_what_the_lines_across_it_know():
    passes = kept(said("crossline_14", 0.9))
    answer = passes.section(INLINE)
    assert answer.known.tolist() == [False, False, True, False, False]
    assert (answer.classes[2] == 3).all() and (answer.classes[[0, 1, 3, 4]] == NO_CLASS).all()
    assert passes.section(SectionId.parse("crossline_10")) is None


def test_a_nearly_empty_line_counts_only_until_one_with_a_say_is_there():
    live = np.ones((INLINES, CROSSLINES), bool)
    live[1] = [False, False, True, False, False]
    grid = geometry(live)
    passes = kept(said("inline_2", 0.9, grid=grid, seconds=9.0), grid=grid)
    assert at_crossing(passes)[0][0] == 3 and not at_crossing(passes)[0][2]
    passes.put(said("crossline_14", 0.1, grid=grid))
    assert [answer[0::2] for answer in at_crossing(passes)] == [(7, True)] * 3
    assert not passes.section(INLINE).known[[0, 1, 3, 4]].any(), "there is no trace"


def test_classes_are_averaged_by_number_whatever_the_order_of_the_channels():
    passes = kept(said("inline_2", 0.6), said("crossline_14", 0.2, channels=(9, 3)))
    (answer, *_) = at_crossing(passes)
    assert answer[:2] == (3, pytest.approx(0.7, abs=0.005)), (
        "class 3 has 0.6 from the inline and 0.8 from the crossline"
    )


def test_stability_is_the_mean_of_the_passes_that_have_one():
    half, one = (np.full((rows, SAMPLES), value, np.float16) for rows, value in ((CROSSLINES, 0.5), (INLINES, 1.0)))
    inline, crossline = said("inline_2", 0.6), said("crossline_14", 0.6)
    assert kept(inline, crossline).section(INLINE).stability is None
    of = "the last version with this one"
    passes = kept(replace(inline, stability=half, stability_of=of), replace(crossline, stability=one, stability_of=of))
    places = ((INLINE, (2, 2)), (CROSSLINE, (1, 2)), (SLICE, (1, 2)))
    assert [float(passes.section(section).stability[place]) for section, place in places] == [0.75] * 3
    assert float(passes.section(INLINE).stability[0, 0]) == 0.5


def test_stability_of_versions_and_of_checkpoints_is_never_mixed():
    half, one = (np.full((rows, SAMPLES), value, np.float16) for rows, value in ((CROSSLINES, 0.5), (INLINES, 1.0)))
    inline = SectionPass(**vars(said("inline_2", 0.6)) | {"stability": half, "stability_of": "3 checkpoints"})
    crossline = SectionPass(**vars(said("crossline_14", 0.6)) | {"stability": one, "stability_of": "3 versions"})
    passes = kept(inline, crossline)
    for section, place, value, of in (
        (INLINE, (2, 2), 0.5, "3 checkpoints"),
        (CROSSLINE, (1, 2), 1.0, "3 versions"),
    ):
        answer = passes.section(section)
        assert float(answer.stability[place]) == value and answer.stability_of == of
    bare = kept(inline, said("crossline_14", 0.6)).section(CROSSLINE)
    assert bare.stability is None and bare.stability_of == "", "a line that has none of its own shows none"


def equal(one, other):
    if not isinstance(one, np.ndarray):
        return one == other
    return np.array_equal(one, other, equal_nan=one.dtype.kind == "f")


def test_a_section_put_together_again_is_what_it_would_be_from_scratch():
    draw, grid = np.random.default_rng(0), geometry()
    lines = [grid.section(each, index) for each in LINES for index in range(grid.count(each))]
    passes, latest = kept(budget=7 * 4 * CROSSLINES * SAMPLES), {}
    for turn in range(200):
        line = lines[draw.integers(len(lines))]
        made = said(line, draw.random(), version=int(draw.integers(3, 9)), seconds=float(turn))
        stability = draw.random(made.probabilities.shape[1:]).astype(np.float16)
        kinds = ({}, {"stability": stability, "stability_of": "a"}, {"stability": stability, "stability_of": "b"})
        latest[line] = replace(made, **kinds[draw.integers(3)])
        for gone in passes.put(latest[line]):
            del latest[gone]
        for section in (INLINE, CROSSLINE, SLICE):
            answer, fresh = passes.section(section), kept(*latest.values()).section(section)
            assert (answer is None) == (fresh is None)
            if fresh is not None:
                for name in ("classes", "confidence", "stability", "stability_of", "known"):
                    assert equal(getattr(answer, name), getattr(fresh, name)), name
                seconds = (sorted(each.counted.facts(lambda facts: facts.seconds)) for each in (answer, fresh))
                assert equal(*seconds) and equal(answer.counted.settled, fresh.counted.settled)


def test_a_slice_put_together_again_knows_a_class_that_is_new():
    passes = kept(said("inline_2", 0.9), said("crossline_14", 0.9))
    before = passes.section(SLICE).classes
    passes.put(said("inline_2", 0.2, channels=(3, 9), seconds=5.0, labels=2))
    after = passes.section(SLICE).classes
    assert (before[1] == 3).all() and (after[1] == 9).all()
    passes.put(said("inline_2", 0.9, channels=(7, 3), seconds=6.0, labels=3))
    assert (passes.section(SLICE).classes[1] == 7).all()
    assert (passes.section(SLICE).classes[[0, 2, 3], 2] == 3).all(), "crossline 14 is as it was"


def test_lines_that_cross_what_is_seen_are_kept_before_others():
    passes = [said(f"inline_{number}", 0.5) for number in (1, 2)] + [said("crossline_14", 0.5)]
    memory = kept(*passes, budget=3 * passes[0].nbytes)
    assert memory.section(SectionId.parse("crossline_10")) is not None, "both inlines are used, the crossline is not"
    assert memory.put(said("inline_3", 0.5)) == (CROSSLINE,)


def test_the_least_recently_seen_makes_room_and_is_named():
    one = said("inline_1", 0.5)
    passes = kept(one, said("inline_2", 0.5), budget=2 * one.nbytes)
    assert passes.section(one.section) is not None
    assert passes.put(said("inline_3", 0.5)) == (INLINE,)
    assert passes.section(INLINE) is None and passes.section(one.section) is not None
    assert len(passes) == 2 and passes.nbytes == 2 * one.nbytes


@pytest.mark.parametrize("crossline", [{"first": 0.2}, {"first": 0.2, "labels": 2, "seconds": 5}, {"first": 0.9}])
@pytest.mark.parametrize("inline", [{"first": 0.6}, {"first": 0.6, "version": 9, "seconds": 9}])
def test_one_voxel_says_what_the_section_says(inline, crossline):
    """Without the section being put together."""
    passes = kept(said(INLINE, **inline), said(CROSSLINE, **crossline))
    here = passes.at(1, 2, 2, Direction.INLINE)
    drawn = passes.section(INLINE)
    assert here.label == drawn.classes[2, 2]
    assert here.confidence == pytest.approx(float(drawn.confidence[2, 2]), abs=1e-3)
    both = drawn.counted.inline[2] and drawn.counted.crossline[2]
    assert here.disagrees == (both and crossline["first"] < 0.5)
    assert passes.at(0, 0, 2, Direction.INLINE) is None, "no line through it is known"


def test_one_voxel_has_the_stability_that_is_drawn():
    stable = np.full((CROSSLINES, SAMPLES), 0.5, np.float16)
    across = np.full((INLINES, SAMPLES), 1.0, np.float16)
    along = replace(said(INLINE, 0.9), stability=stable, stability_of="3 versions")
    for of, expected in (("3 versions", 0.75), ("3 checkpoints of round 1", 0.5)):
        passes = kept(along, replace(said(CROSSLINE, 0.9), stability=across, stability_of=of))
        assert passes.at(1, 2, 2, Direction.INLINE).stability == expected == passes.section(INLINE).stability[2, 2]


@pytest.mark.parametrize("section", [INLINE, CROSSLINE, SLICE])
def test_the_two_directions_are_told_apart_where_both_count(section):
    passes = kept(
        said(INLINE, 0.9), said(CROSSLINE, 0.2), said("crossline_10", 0.8), said("crossline_12", 0.9, labels=2)
    )
    apart = passes.apart(section)
    place = {INLINE: (2, 2), CROSSLINE: (1, 2), SLICE: (1, 2)}[section]
    assert (apart.inline[place], apart.crossline[place], apart.differs[place]) == (3, 7, True)
    agree = {INLINE: (0, 2), SLICE: (1, 0)}.get(section)
    assert agree is None or (apart.known[agree] and not apart.differs[agree])
    older = {INLINE: (1, 2), CROSSLINE: (0, 2), SLICE: (1, 1)}[section]
    assert not apart.known[older] and not apart.differs[older], "one direction, or two that knew other labels"


def test_one_direction_is_apart_from_nothing():
    passes = kept(said(INLINE, 0.9))
    assert all(passes.apart(section) is None for section in (INLINE, CROSSLINE, SLICE))
