import numpy as np

from seisviewer.learning.sections.screen import Screen
from seisviewer.predictions.section_prediction import SectionPrediction
from seisviewer.volumes.geometry import Geometry, LineAxis, SampleAxis, SectionId


def filled(live):
    """The lines that a screen asks for, in order, while a time slice is on it."""
    screen = Screen(Geometry(LineAxis(0, 1, live.shape[0]), LineAxis(0, 1, live.shape[1]), SampleAxis(0, 4, 3), live))
    screen.want((SectionId.parse("time_1"),))
    asked = []
    while (section := screen.next_to_fill(1)) is not None:
        asked.append(str(section))
        screen.done(SectionPrediction(section, np.zeros((2, 3), np.uint8), np.zeros((2, 3)), "live", 1, 1, 0.0))
    return asked


def test_a_slice_fills_evenly_from_inlines():
    asked = filled(np.ones((8, 5), bool))
    assert asked[:4] == ["inline_0", "inline_4", "inline_2", "inline_6"] and len(asked) == 8


def test_a_sparse_survey_is_filled_from_its_full_lines_alone():
    live = np.zeros((8, 10), bool)
    live[3] = True
    live[:, 2] = live[:, 7] = True
    assert filled(live) == ["inline_3", "crossline_2", "crossline_7"]


def test_stability_is_the_agreement_of_the_last_versions():
    screen = Screen(Geometry(LineAxis(0, 1, 2), LineAxis(0, 1, 2), SampleAxis(0, 4, 3), np.ones((2, 2), bool)))
    section, seen = SectionId.parse("inline_0"), []
    for version, number in enumerate((1, 1, 2, 1), 1):
        classes = np.full((2, 3), number, np.uint8)
        seen.append(screen.done(SectionPrediction(section, classes, classes, "live", version, 1, 0.0)))
    assert seen[0] is None
    assert [float(each[0, 0]) for each in seen[1:]] == [1.0, 0.0, np.float16(2 / 3)]
