"""Reviewing picks: from the shell by their probability, and what a decision makes of a pick."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from seisviewer.cli.main import main
from seisviewer.picks.pick import Change, Origin, Pick, Review
from seisviewer.project.trace_project import TraceProject
from seisviewer.waveforms.station import StationId
from seisviewer.workflows.review.pick_review import counts_of_picks, renamed
from seisviewer.workflows.review.review_counts import ReviewCounts


def found(station: str, phase: str, at: float, probability: float | None) -> Pick:
    return Pick(
        StationId("XX", station, "", "HH"), phase, at, 0.1, origin=Origin.AUTOMATIC, review=Review.UNREVIEWED,
        probability=probability, model="phasenet:original", width_of_model=True,
    )  # fmt: skip


PICKS = (
    *(
        found("AAA", "P", 10, 0.99),
        found("AAA", "Sg", 20, 0.9),
        found("BBB", "P", 30, 0.96),
        found("BBB", "S", 40, 0.2),
    ),
    *(found("BBB", "P", 50, None), Pick(StationId("XX", "AAA", "", "HH"), "P", 60)),
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "day.mseed").write_bytes(b"")
    made = tmp_path / "day.seis"
    with TraceProject.create(made, [tmp_path / "day.mseed"]) as project:
        project.commit([Change(None, pick) for pick in PICKS])
    return made


def reviews(folder: Path) -> str:
    with TraceProject.open(folder, edit=False) as project:
        return "".join(pick.review.value[0] for pick in project.picks)


def test_the_shell_lists_accepts_and_rejects_by_probability(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["review", "picks", "list", str(folder), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (len(said["picks"]), said["undecided"], said["accepted"], said["rejected"]) == (5, 5, 0, 0)
    assert main(["review", "picks", "accept", str(folder)]) == 0
    assert "accepted 2 picks; 3 undecided, 2 accepted, 0 rejected." in capsys.readouterr().out
    assert reviews(folder) == "auauua"
    assert main(["review", "picks", "reject", str(folder), "--below", "30"]) == 0
    assert reviews(folder) == "auarua", "one without a probability is not below any"
    assert main(["review", "picks", "accept", str(folder), "--above", "0", "--phase", "s", "--station", "XX.AAA"]) == 0
    assert reviews(folder) == "aaarua"
    capsys.readouterr()
    assert main(["review", "picks", "list", str(folder)]) == 0
    said = capsys.readouterr().out
    assert "1970-01-01 00:00:50.00" in said and "1 undecided, 3 accepted, 1 rejected." in said
    with TraceProject.open(folder) as project:
        project.undo()
        project.undo()
    assert reviews(folder) == "auauua", "each command is one undo"


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["accept", "--above", "60", "--below", "50"], "exchange --above and --below"),
        (["accept", "--station", "XX.CCC"], "No pick lies on XX.CCC"),
        (["reject"], "--below"),
    ],
)
def test_what_cannot_be_asked_is_refused_and_nothing_changes(
    folder: Path, arguments: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["review", "picks", arguments[0], str(folder), *arguments[1:]]) != 0
    assert said in capsys.readouterr().err
    assert reviews(folder) == "uuuuua"


def test_a_pick_that_is_named_otherwise_is_by_hand_and_the_picker_does_not_find_it_again(folder: Path) -> None:
    first = PICKS[0]
    named = renamed(first, "S", 0.3)
    assert (named.phase, named.origin, named.review) == ("S", Origin.MANUAL, Review.MOVED)
    assert (named.probability, named.model, named.uncertainty, named.width_of_model) == (None, "", 0.3, False)
    assert renamed(first, "P", 0.3) == replace(first, review=Review.ACCEPTED), "as its own phase it is accepted"
    with TraceProject.open(folder) as project:
        here = project.picks[0]
        project.commit([Change(here, renamed(here, "S", None))])
        project.replace_automatic(first.model, ["XX.AAA..HH"], [replace(first, time=10.02), found("AAA", "P", 12, 0.9)])
        assert [(pick.phase, pick.time) for pick in project.picks if pick.time < 15] == [("S", 10), ("P", 12)]


def test_what_was_set_by_hand_counts_only_once_it_is_rejected() -> None:
    by_hand = PICKS[-1]
    assert counts_of_picks([by_hand]) == ReviewCounts()
    assert counts_of_picks([replace(by_hand, review=Review.REJECTED), renamed(PICKS[0], "S", None)]).text == (
        "0 undecided, 1 accepted, 1 rejected"
    )
