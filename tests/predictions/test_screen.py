import numpy as np
import pytest

from seisviewer.predictions import screen as screen_module
from seisviewer.predictions.fill_order import BLOCK
from seisviewer.predictions.passes.section_pass import SectionPass
from seisviewer.predictions.screen import Screen
from seisviewer.volumes.geometry import Geometry, LineAxis, SampleAxis, SectionId

SLICE = (SectionId.parse("time_1"),)
SAMPLES = 3


def grid(live):
    return Geometry(LineAxis(0, 1, live.shape[0]), LineAxis(0, 1, live.shape[1]), SampleAxis(0, 4, SAMPLES), live)


def made(section, number=0, *, version=1, labels=1):
    """A pass that is sure of one of three channels."""
    section = SectionId.parse(section) if isinstance(section, str) else section
    probabilities = np.zeros((3, 2, SAMPLES), np.uint8)
    probabilities[number] = 255
    return SectionPass(section, probabilities, (0, 1, 2), "live", version, labels, 0.0)


def filled(live, shown=SLICE, crosshair=(0, 0), most=999, **choices):
    """The lines that a screen asks for, in order, while `shown` is on it."""
    screen = Screen(grid(live), **choices)
    screen.want(shown, crosshair)
    asked = []
    while len(asked) < most and (section := screen.next_to_fill(1, 1, 3)) is not None:
        asked.append(str(section))
        screen.done(made(section))
    return asked


def test_a_slice_fills_outwards_from_the_crosshair_along_both_directions():
    asked = filled(np.ones((80, 100), bool), crosshair=(40, 50))
    assert asked[:3] == ["inline_40", "inline_39", "inline_41"]
    assert {int(name.removeprefix("crossline_")) for name in asked[BLOCK : 2 * BLOCK]} == set(range(42, 58))
    assert len(set(asked)) == len(asked) == 80 + 100


def test_a_sparse_survey_is_filled_from_its_full_lines_alone():
    live = np.zeros((8, 10), bool)
    live[3] = True
    live[:, 2] = live[:, 7] = True
    assert filled(live) == ["inline_3", "crossline_2", "crossline_7"]


def test_the_lines_round_the_crosshair_come_first_in_blocks_for_each_line_on_screen():
    shown = (SectionId.parse("inline_40"), SectionId.parse("crossline_50"))
    asked = filled(np.ones((80, 100), bool), shown, (40, 50))
    assert {int(name.removeprefix("crossline_")) for name in asked[:BLOCK]} == set(range(42, 58))
    assert {int(name.removeprefix("inline_")) for name in asked[BLOCK : 2 * BLOCK]} == set(range(32, 48))
    assert len(set(asked)) == len(asked) == 180


def test_lines_whose_pass_does_not_count_any_more_come_before_those_that_are_a_little_older():
    screen = Screen(grid(np.ones((4, 4), bool)))
    screen.want(SLICE, (0, 0))
    versions = {"inline_0": (9, 2), "inline_2": (8, 2), "inline_1": (4, 2), "inline_3": (9, 1)}
    for name, (version, labels) in versions.items():
        screen.done(made(name, version=version, labels=labels))
    for index in range(4):
        screen.done(made(f"crossline_{index}", version=10, labels=2))
    asked = []
    while (section := screen.next_to_fill(2, 10, 3)) is not None:
        asked.append(str(section))
        screen.done(made(section, version=10, labels=2))
    assert asked == ["inline_1", "inline_3", "inline_2", "inline_0"]


def test_lines_that_do_not_count_any_more_and_lines_never_asked_take_turns_by_blocks():
    """Strokes come all the time: what is asked counts no more when the next line is chosen."""
    screen = Screen(grid(np.ones((80, 4), bool)))
    screen.want((SectionId.parse("crossline_1"),), (40, 1))
    known = {f"inline_{index}" for index in range(30, 51)}
    for name in known:
        screen.done(made(name))
    asked = []
    for labels in range(2, 2 + 2 * BLOCK):
        section = screen.next_to_fill(labels, labels, 3)
        asked.append(str(section))
        screen.done(made(section, version=labels, labels=labels))
    assert set(asked[:BLOCK]) == {"inline_40"}, "the nearest to the crosshair"
    assert set(asked[BLOCK:]) == {f"inline_{40 + side * (11 + far)}" for far in range(8) for side in (-1, 1)}


def test_no_more_is_filled_in_than_can_be_kept_and_what_was_dropped_comes_again():
    line = 3 * 5 * SAMPLES
    assert len(filled(np.ones((5, 5), bool), budget=5 * line)) == 4, "a fifth is left for the lines that are stepped to"
    screen = Screen(grid(np.ones((5, 5), bool)))
    screen.want((SectionId.parse("inline_2"), *SLICE), (2, 2))
    while (section := screen.next_to_fill(1, 1, 3)) is not None:
        screen.done(made(section))
    assert screen.next_on_screen(1, 1) is None
    screen.forget([SectionId.parse("inline_2")])
    assert screen.next_on_screen(1, 1) == SectionId.parse("inline_2")


def test_nothing_is_filled_in_while_the_user_steps(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(screen_module.time, "monotonic", lambda: now[0])
    screen = Screen(grid(np.ones((4, 4), bool)))
    for index in range(4):
        screen.want((SectionId.parse(f"inline_{index}"),), (0, 0))
        assert not screen.is_calm
        now[0] += 0.1
    now[0] += 1.0
    screen.want((SectionId.parse("inline_3"),), (0, 0))
    assert screen.is_calm


def test_stability_is_the_agreement_of_the_last_versions_of_a_line_on_screen():
    screen = Screen(grid(np.ones((2, 2), bool)))
    screen.want((SectionId.parse("inline_0"),), (0, 0))
    seen = [screen.done(made("inline_0", number, version=version)) for version, number in enumerate((1, 1, 2, 1), 1)]
    assert seen[0].stability is None and seen[0].stability_of == ""
    shares = [float(each.stability[0, 0]) for each in seen[1:]]
    assert shares == [1.0, 0.0, pytest.approx(2 / 3, abs=1e-3)]
    assert "last 3 versions" in seen[-1].stability_of
    elsewhere = [screen.done(made("inline_1", version=version)) for version in (1, 2)]
    assert [each.stability for each in elsewhere] == [None, None]


def test_checkpoints_are_compared_once_a_model_on_each_line_on_screen():
    screen = Screen(grid(np.ones((4, 4), bool)))
    one, other = SectionId.parse("inline_0"), SectionId.parse("crossline_1")
    screen.want((SectionId.parse("time_1"), one, other), (0, 0))
    assert screen.next_to_compare(1) == one
    screen.compared(one, 1)
    assert screen.next_to_compare(1) == other
    screen.compared(other, 1)
    assert screen.next_to_compare(1) is None and screen.next_to_compare(2) == one
    screen.forget((other,))
    assert screen.next_to_compare(1) == other
