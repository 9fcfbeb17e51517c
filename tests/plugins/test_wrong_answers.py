"""What a plugin gives and is none of what it was asked for is one sentence that names it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from seisviewer.cli.main import main
from seisviewer.errors import PluginError
from seisviewer.picks.observations import write_picks
from seisviewer.picks.pick import Pick
from seisviewer.pictures.colour_maps import checked_map, colour_map
from seisviewer.structure.attributes.trace_attributes import section_attribute
from seisviewer.volumes.geometry import SectionId
from seisviewer.volumes.opening import open_volume
from seisviewer.waveforms.station import StationId

SURVEY = """
import numpy as np
from seisviewer.volumes.geometry import *
class Odd:
    geometry = Geometry(LineAxis(1, 1, 2), LineAxis(1, 1, 3), SampleAxis(0.0, 4.0, 4), np.ones((2, 3), bool))
    def section(self, section):
        if section.number == 2:
            raise KeyError("no such page")
        return np.full((3, 4), np.inf if section.direction == "inline" else 0)
    def close(self):
        raise OSError("cannot")
made = lambda path: Odd()
nothing = lambda path: 5
"""
TRACES = np.ones((4, 30), np.float32)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    (tmp_path / "a.odd").write_bytes(b"x")
    (tmp_path / "a.not").write_bytes(b"x")
    return tmp_path / "a.odd"


def test_a_survey(install, file: Path) -> None:
    install({"volumes": {"odd": "odd_survey:made", "NOT": "odd_survey:nothing"}}, odd_survey=SURVEY)
    volume = open_volume(file)
    np.testing.assert_array_equal(volume.section(SectionId.parse("inline:1")), 0)  # infinite is no amplitude
    with pytest.raises(PluginError, match="“odd” of mine 0.3 failed at reading inline_2 of a.odd \\(KeyError"):
        volume.section(SectionId.parse("inline:2"))
    with pytest.raises(PluginError, match="gave crossline_1 of a.odd as \\(3, 4\\) in place of \\(2, 4\\)"):
        volume.section(SectionId.parse("crossline:1"))
    volume.close()
    with pytest.raises(PluginError, match="gave a int for a.not"):
        open_volume(file.with_name("a.not"))


@pytest.mark.parametrize("source, said", [
    ("def made(a, b): return a[:, 1:]", "gave \\(4, 29\\) for 4 traces of 30"),
    ("def made(a, b): return 1 / 0", "ZeroDivisionError"),
    ("def made(a, b): return 'words'", "gave \\(\\) for"),
])  # fmt: skip
def test_an_attribute(install, source: str, said: str) -> None:
    install({"attributes": {"odd": "odd_attribute:made"}}, odd_attribute=f"{source}\nmade.low, made.high = 0, 1")
    with pytest.raises(PluginError, match=said):
        section_attribute("odd", TRACES, 0.004)


@pytest.mark.parametrize("source, said", [
    ("import numpy as np\nstate = [0]\ndef made(a, b): return a - a.mean()", "other values when other traces are beside it"),
    ("def made(a, b):\n    a[:] = 0\n    return a + float('nan')", "gives no value at all"),
])  # fmt: skip
def test_the_check_finds_an_attribute_that_would_be_shown_wrongly(install, source: str, said: str, capsys) -> None:
    install({"attributes": {"odd": "odd_attribute:made"}}, odd_attribute=f"{source}\nmade.low, made.high = 0, 1")
    assert main(["check-plugin", "odd"]) == 1
    assert said in capsys.readouterr().out


@pytest.mark.parametrize("made", ["5", "[(0, 0, 0)]", "[(0.0, 0.5, 2.0)] * 3", "'grey'", "lambda at: 1 / 0"])
def test_colours(install, made: str) -> None:
    install({"colormaps": {"odd": "odd_colours:made"}}, odd_colours=f"made = {made}")
    with pytest.raises(PluginError, match="“odd” of mine 0.3"):
        checked_map("odd")
    assert colour_map("odd").name == "grey"


@pytest.mark.parametrize("source, said", [
    ("def made(path, picks, events): pass", "wrote nothing into p.odd"),
    ("def made(path, picks, events): path.write_text('x'); raise ValueError('half')", "ValueError: half"),
])  # fmt: skip
def test_a_writer_leaves_the_old_file(install, tmp_path: Path, source: str, said: str) -> None:
    install({"exports": {"picks.odd": "odd_writer:made"}}, odd_writer=source)
    (tmp_path / "p.odd").write_text("old")
    with pytest.raises(PluginError, match=said):
        write_picks(tmp_path / "p.odd", [Pick(StationId("XX", "A", "", "HH"), "P", 12.5)])
    assert [path.name for path in tmp_path.iterdir() if path.is_file()] == ["p.odd"] and (
        tmp_path / "p.odd"
    ).read_text() == "old"


def test_a_name_of_ours_stays_ours(install, tmp_path: Path) -> None:
    install(
        {
            "colormaps": {"vik": "o:m"},
            "attributes": {"rms": "o:m"},
            "volumes": {"npy": "o:m"},
            "exports": {"picks.csv": "o:m"},
        }
    )
    np.save(tmp_path / "a.npy", np.ones((2, 3, 4), np.float32))
    assert open_volume(tmp_path / "a.npy").geometry.shape == (2, 3, 4)
    assert checked_map("vik").kind == "diverging" and np.isfinite(section_attribute("rms", TRACES, 0.004)).any()
    write_picks(tmp_path / "p.csv", [Pick(StationId("XX", "A", "", "HH"), "P", 12.5)])
    assert "AA" not in (tmp_path / "p.csv").read_text()
