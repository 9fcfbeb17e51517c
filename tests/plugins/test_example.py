"""The example package, used wherever the program uses what it has itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import seisviewer
from seisviewer.cli.main import main
from seisviewer.errors import BadRequest, ModelError, PluginError, UnreadableFile
from seisviewer.networks.picker_names import available
from seisviewer.picks.observations import endings as pick_endings
from seisviewer.pictures.attribute_kinds import attribute_kinds
from seisviewer.pictures.colour_maps import amplitude_maps, colour_map
from seisviewer.volumes.opening import endings, open_volume

pytestmark = pytest.mark.usefixtures("example")


@pytest.fixture
def box(tmp_path: Path) -> Path:
    values = np.random.default_rng(0).normal(size=(6, 7, 40)).astype("<f4")
    values[2, 3] = 0
    path = tmp_path / "a.plainbox"
    path.write_bytes(b"6 7 40\n" + values.tobytes())
    return path


def test_a_survey_of_its_format_is_opened_and_made_a_project(box: Path, tmp_path: Path) -> None:
    assert endings()[-1] == ".plainbox"
    with seisviewer.open_survey(box) as survey:
        line = survey.section("inline", 3)
        assert survey.shape == (6, 7, 40) and np.isnan(line[3]).all() and not np.isnan(line[4]).any()
    assert main(["ingest", str(box), str(tmp_path / "a.seis")]) == 0
    with seisviewer.open_project(tmp_path / "a.seis", edit=True) as project:
        assert project.add_labels("inline", 3, np.ones((7, 40), int)) == 6 * 40
    assert open_volume(box, unit="m", interval=5.0).geometry.samples.stop == 39 * 5.0
    with pytest.raises(BadRequest, match="leave all but unit and interval out"):
        open_volume(box, crs="EPSG:23031")
    box.write_bytes(b"what\n")
    with pytest.raises(UnreadableFile, match="is no plain box"):
        open_volume(box)


def test_its_attribute_is_written_drawn_and_the_same_in_every_direction(box: Path, tmp_path: Path) -> None:
    assert "roughness" in attribute_kinds()
    assert main(["attribute", str(box), "roughness", "--out", str(tmp_path / "r.npy")]) == 0
    values = np.load(tmp_path / "r.npy")
    assert np.isnan(values[2, 3]).all() and np.nanmax(values) > 0.5
    out = tmp_path / "r.png"
    assert (
        main(["picture", str(box), "--inline", "2", "--attribute", "roughness", "--colours", "dusk", "--out", str(out)])
        == 0
    )
    assert out.stat().st_size > 1000
    from seisviewer.volumes.geometry import Direction, SectionId
    from seisviewer.workflows.attributes.attribute_maker import AttributeMaker, Wanted

    volume = open_volume(box)
    slice_ = AttributeMaker(volume, None, None)(Wanted("roughness", SectionId(Direction.TIME, 11)))
    np.testing.assert_allclose(slice_, values[:, :, 11], rtol=1e-6)
    volume.close()


def test_its_colours_are_offered_and_drawn() -> None:
    assert list(amplitude_maps())[-1] == "dusk" and colour_map("grey") is not None
    np.testing.assert_array_equal(
        colour_map("dusk").colours(np.array([0.0, 0.5, 1.0])), [(80, 140, 255), (0, 0, 0), (255, 150, 40)]
    )


def test_its_writers_write(tmp_path: Path, box: Path, capsys: pytest.CaptureFixture[str]) -> None:
    from seisviewer.picks.observations import write_picks
    from seisviewer.picks.pick import Pick
    from seisviewer.waveforms.station import StationId

    assert pick_endings()[-1] == ".lines" and ".lines" not in pick_endings(reading=True)
    write_picks(tmp_path / "p.lines", [Pick(StationId("XX", "A", "", "HH"), "P", 12.5)])
    assert (tmp_path / "p.lines").read_text().splitlines() == ["# 0 events", "XX.A..HH P 12.500000"]
    project = tmp_path / "a.seis"
    assert main(["ingest", str(box), str(project)]) == 0
    with seisviewer.open_project(project, edit=True) as opened:
        opened.add_labels("inline", 3, np.ones((7, 40), int))
    wanted = ["export", "volumes", str(project), str(tmp_path), "--what", "labels", "--crosslines", "2:4"]
    assert main([*wanted, "--format", "raw"]) == 0
    head, _, body = (tmp_path / "a_labels.raw").read_bytes().partition(b"\n")
    assert head == b"6 3 40 labels"
    values = np.frombuffer(body, "<f4").reshape(6, 3, 40)
    assert (values[2, [0, 1]] == [[1], [1]]).all() or (values[2, 0] == 1).all()
    capsys.readouterr()
    assert main([*wanted, "--format", "tape"]) == 1
    assert "choose one of segy, npy, zarr, raw" in capsys.readouterr().err


def test_its_network_is_built_learns_and_names_itself_where_it_fails() -> None:
    torch = pytest.importorskip("torch")
    from seisviewer.networks.registry import build, check_names

    check_names("shallow", "mobile")
    model = build("shallow", "mobile", 3)
    assert model(torch.zeros(1, 1, 40, 33)).shape == (1, 3, 40, 33) and model.head_parameters()
    model.inner.classify = torch.nn.Conv2d(7, 3, 1)
    with pytest.raises(PluginError, match="“shallow” of seisviewer-example 0.3 failed at answering"):
        model(torch.zeros(1, 1, 40, 33))
    with pytest.raises(ModelError, match="deeplabv3\\+da-eca, shallow, or install the plugin"):
        check_names("deepest", "mobile")


def test_its_picker_is_listed() -> None:
    assert str(available()[-1]) == "stepwatch:plugin"


@pytest.mark.parametrize("name", ["plainbox", "roughness", "picks.lines", "volumes.raw", "dusk", "shallow"])
def test_the_check_of_authors_passes(name: str, box: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check-plugin", name, "--file", str(box)]) == 0
    said = capsys.readouterr().out
    assert "  ok      " in said and "failed" not in said
    if name == "plainbox":
        assert "6 × 7 × 40 inlines, crosslines and samples, 41 live traces" in said and "agree where they cross" in said
