"""`seisviewer picture` on both kinds of data."""

from __future__ import annotations

import re
from contextlib import closing
from pathlib import Path

import pytest

from seisviewer.cli.main import main
from seisviewer.picks.catalogue import write_events
from seisviewer.picks.pick import Event
from seisviewer.volumes.opening import open_volume
from seisviewer.waveforms.streams import write_mseed
from seisviewer.waveforms.synthetic_records import synthetic_record


def words(svg: Path) -> set[str]:
    return set(re.findall(r"<text[^>]*>([^<]*)</text>", svg.read_text(encoding="utf-8")))


def test_a_section_is_drawn_from_the_shell(small_survey: Path, tmp_path: Path) -> None:
    out = tmp_path / "line.svg"
    assert main(["picture", str(small_survey), "--time", "0", "--out", str(out), "--dpi", "60", "--title", "Top"]) == 0
    assert {"Top", "Inline", "Crossline", "Amplitude"} <= words(out)


def test_a_random_line_is_drawn_over_its_distance(small_survey: Path, tmp_path: Path) -> None:
    with closing(open_volume(small_survey)) as volume:
        inlines, crosslines = volume.geometry.inlines, volume.geometry.crosslines
        nodes = f"{inlines.start},{crosslines.start} {inlines.stop},{crosslines.stop}"
    out = tmp_path / "line.svg"
    assert main(["picture", str(small_survey), "--random-line", nodes, "--out", str(out), "--dpi", "60"]) == 0
    seen = words(out)
    assert any(word.startswith("Distance") for word in seen) and "Crossline" not in seen
    assert any("nearest traces" in word and nodes in word for word in seen)


@pytest.mark.slow
def test_what_cannot_be_drawn_is_said_in_a_sentence(
    small_survey: Path, tmp_path: Path, capsys: pytest.CaptureFixture
) -> None:
    out = str(tmp_path / "x.svg")
    for arguments, said in (
        ([], "Say which section"),
        (["--inline", "99999"], "no line 99999"),
        (["--time", "0", "--across", "wide"], "no span"),
        (["--time", "0", "--colours", "pink"], "no colour map"),
        (["--time", "0", "--run", "1"], "Runs lie in a project"),
        (["--random-line", "1,2"], "no random line"),
        (["--random-line", "99999,1 99998,2"], "no line 99999"),
        (["--random-line", "1,2 3,4", "--time", "0"], "--random-line goes with none"),
    ):
        assert main(["picture", str(small_survey), *arguments, "--out", out]) == 1
        assert said in capsys.readouterr().err
    assert main(["picture", str(small_survey), "--time", "0", "--out", str(tmp_path / "x.jpg")]) == 1
    assert not list(tmp_path.iterdir())


@pytest.mark.slow
def test_traces_are_drawn_with_their_filter_and_their_times(tmp_path: Path, capsys: pytest.CaptureFixture) -> None:
    synthetic = synthetic_record(seconds=50)
    write_mseed(synthetic.record, tmp_path / "a.mseed")
    out = tmp_path / "a.svg"
    asked = ["picture", str(tmp_path / "a.mseed"), "--out", str(out), "--dpi", "60"]
    assert main([*asked, "--low", "1", "--high", "20"]) == 0
    seen = words(out)
    assert "Band-pass 1–20 Hz" in seen and any(word.startswith("UTC, ") for word in seen)
    assert {component.channel for component in synthetic.record.components} & {word.split()[0] for word in seen}
    assert not any(" Hz" in word and "0–" in word for word in seen)
    assert main([*asked, "--spectrogram"]) == 0
    assert any(" Hz" in word and "0–" in word for word in words(out))
    assert main([*asked, "--station", "XX.NONE"]) == 1
    assert "no record XX.NONE" in capsys.readouterr().err


@pytest.mark.slow
def test_a_catalogue_is_drawn_page_by_page(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    events = [Event(1_562_261_629.0 + 100 * number, 35.6, -117.5, 5.0, 2.0 + number, "ML") for number in range(2)]
    write_events(tmp_path / "c.xml", events)
    for show in ("map", "magnitudes"):
        assert main(["picture", str(tmp_path / "c.xml"), "--show", show, "--out", str(tmp_path / f"{show}.svg")]) == 0
        assert "<svg" in (tmp_path / f"{show}.svg").read_text()
    capsys.readouterr()
    for words, sentence in (
        (["--show", "mechanism"], "which of the 2 events"),
        (["--show", "mechanism", "--event", "2000-01-01T00:00:00"], "within a minute"),
        (["--show", "comparison"], "--known"),
    ):
        assert main(["picture", str(tmp_path / "c.xml"), *words, "--out", str(tmp_path / "n.svg")]) == 1
        assert sentence in " ".join(capsys.readouterr().err.split()) and not (tmp_path / "n.svg").exists()
