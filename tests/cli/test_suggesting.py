"""`seisviewer suggest`: where to begin, and where to go on."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from seisviewer.cli.main import main
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.progress import drive
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import SectionId
from seisviewer.volumes.synthetic_survey import write_demo
from seisviewer.workflows.suggestions.dismissed_places import dismissed_places, keep_dismissed
from seisviewer.workflows.suggestions.place_ranking import Place
from seisviewer.workflows.survey_opening import ingest


@pytest.mark.slow
def test_it_names_lines_to_begin_on_then_ranked_places_with_reasons(
    tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    survey = write_demo(tmp_path, (24, 30, 64)).survey
    folder = tmp_path / "one.seis"
    opened = drive(ingest(survey, folder))
    with closing(opened.volume), opened.project:
        pass
    assert main(["suggest", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "Inline" in said and "Crossline" in said and "begin here" in said
    opened = drive(ingest(survey, tmp_path / "two.seis"))
    with closing(opened.volume), opened.project as project:
        mask = np.ones((12, 4), bool)
        for label, column in ((0, 10), (1, 40)):
            before = np.full(mask.shape, UNLABELLED, np.int8)
            project.commit([Stroke(SectionId.parse("inline_110"), label, 4, column, mask, before)])
    assert main(["suggest", str(tmp_path / "two.seis")]) != 0, "there is no run yet, and it says so"
    assert "train first" in capsys.readouterr().err
    assert main(["train", str(tmp_path / "two.seis"), "--method", "layers"]) == 0
    capsys.readouterr()
    assert main(["suggest", str(tmp_path / "two.seis"), "--json"]) == 0
    places = json.loads(capsys.readouterr().out)
    assert len(places) > 2 and places[0]["worth"] == 1 and all(place["why"].endswith(".") for place in places)
    first = places[0]
    with Project.open(tmp_path / "two.seis") as project:
        gone = Place(SectionId.parse(first["section"]), (0, 29), tuple(first["samples"]))
        keep_dismissed(project, [gone])
        project.set_dismissed([*project.dismissed, {"section": "nowhere"}, 7])  # which nobody should fall over
        assert dismissed_places(project) == (gone,)
    assert main(["suggest", str(tmp_path / "two.seis"), "--json"]) == 0
    left = [(place["section"], place["samples"][0]) for place in json.loads(capsys.readouterr().out)]
    assert left and (first["section"], first["samples"][0]) not in left
