"""Reviewing a section: what is accepted is learned, what is rejected stays away from answers and pseudo-labels."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
import segyio

from seisviewer.cli.main import main
from seisviewer.labels.provenance import ACCEPTED_CODE, PAINTED_CODE
from seisviewer.labels.strokes_apart import with_strokes_apart
from seisviewer.learning.sections.class_channels import IGNORE
from seisviewer.learning.sections.soft_labels import soft_labels
from seisviewer.predictions.answer_regions import answer_regions
from seisviewer.progress import drive
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.open_choices import ArrayAxes
from seisviewer.workflows.label_exchange import export_labels, import_labels
from seisviewer.workflows.layer_run import latest_layers, layer_predictor
from seisviewer.workflows.by_blocks.volume_prediction import predict_volume
from seisviewer.workflows.review.section_review import predicted_regions, rejection
from seisviewer.workflows.survey_opening import Opened, ingest, open_path

from ...structure.layered_lines import SHAPE, line, strokes

SECTION = SectionId(Direction.INLINE, 20)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    np.save(tmp_path / "layers.npy", np.stack([line("inline", number).amplitudes for number in range(SHAPE[0])]))
    painted = {
        f"{direction}_{number}": np.where((paint := strokes(line(direction, number))) < 0, 255, paint).astype(np.uint8)
        for direction, number in (("inline", 10), ("crossline", 30))
    }
    np.savez(tmp_path / "strokes.npz", **painted)
    made = tmp_path / "layers.seis"
    opened = drive(ingest(tmp_path / "layers.npy", made, axes=ArrayAxes(inline_start=0, crossline_start=0)))
    opened.project.close()
    opened.volume.close()
    assert main(["labels", "import", str(made), str(tmp_path / "strokes.npz")]) == 0
    assert main(["train", str(made), "--method", "layers"]) == 0
    return made


@pytest.fixture
def opened(folder: Path) -> Opened:
    found = drive(open_path(folder))
    yield found
    found.project.close()
    found.volume.close()


@pytest.mark.slow
def test_the_shell_lists_accepts_and_rejects(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    capsys.readouterr()
    assert main(["review", "list", str(folder), str(SECTION), "--json"]) == 0
    regions = json.loads(capsys.readouterr().out)["regions"]
    first = regions[0]
    assert first["samples"] > 100 and 0.5 <= first["confidence"] <= 1
    assert main(["review", "reject", str(folder), str(SECTION), "--region", "1"]) == 0
    assert main(["review", "accept", str(folder), str(SECTION), "--above", "60"]) == 0
    capsys.readouterr()
    assert main(["review", "list", str(folder), str(SECTION), "--above", "60", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["regions"] == [], "all is said"
    assert main(["review", "reject", str(folder), str(SECTION)]) == 2, "everything at once is no answer to be rejected"


@pytest.mark.slow
def test_a_rejected_region_comes_back_neither_as_an_answer_nor_as_a_pseudo_label(opened: Opened) -> None:
    project, volume = opened.project, opened.volume
    region = drive(predicted_regions(project, volume, SECTION)).regions[0]
    project.commit([rejection(region)])
    place = region.on(volume.geometry.section_shape(SECTION.direction))
    again = drive(predicted_regions(project, volume, SECTION))
    assert not any((each.on(place.shape) & place).any() for each in again.regions)
    layers = layer_predictor(latest_layers(project), volume)
    classes = layers.answers
    soft = drive(soft_labels(layers, volume, (SECTION,), classes, project.snapshot())).channels[SECTION].T
    assert (soft[place] == IGNORE).all() and (soft[~place] != IGNORE).any()
    crossing = SectionId(Direction.CROSSLINE, int(np.flatnonzero(place.any(axis=1))[0]))
    soft = drive(soft_labels(layers, volume, (crossing,), classes, project.snapshot())).channels[crossing].T
    column = place[volume.geometry.index(crossing)]
    assert not (soft[20][column] == classes.index(region.label)).any(), "nor on a line that crosses it"


@pytest.mark.slow
def test_accepted_labels_keep_their_provenance_through_a_file_and_are_no_truth(
    folder: Path, opened: Opened, tmp_path: Path
) -> None:
    opened.project.close()
    assert main(["review", "accept", str(folder), str(SECTION), "--above", "60"]) == 0
    out = tmp_path / "labels.npz"
    told = tmp_path / "provenance.sgy"
    assert main(["labels", "export", str(folder), str(out), "--provenance", str(told)]) == 0
    codes = np.load(out)["inline_20_provenance"]
    assert (codes == ACCEPTED_CODE).sum() > 100 and (codes == PAINTED_CODE).any(), "the painted crossline crosses it"
    with segyio.open(told, iline=189, xline=193) as file:
        assert (file.iline[file.ilines[20]].astype(int) == codes).all()
    other = folder.with_name("other.seis")
    again = drive(ingest(folder.with_name("layers.npy"), other, axes=ArrayAxes(inline_start=0, crossline_start=0)))
    again.project.close()
    again.volume.close()
    assert main(["labels", "import", str(other), str(out)]) == 0
    found = drive(open_path(other))
    snapshot = found.project.snapshot()
    assert (snapshot.provenance(Direction.INLINE, 20) == codes).all()
    apart = with_strokes_apart(snapshot, seed=0)
    assert not (apart.held(Direction.INLINE, 20) & snapshot.accepted(Direction.INLINE, 20)).any()
    found.project.close()
    found.volume.close()


@pytest.mark.slow
def test_rejections_travel_with_the_labels_and_stay_out_of_predicted_volumes(opened: Opened, tmp_path: Path) -> None:
    project, volume = opened.project, opened.volume
    found = drive(predicted_regions(project, volume, SECTION))
    wrong = found.regions[0]
    project.commit([rejection(wrong)])
    drive(export_labels(project, volume, tmp_path / "labels.npz"))
    drive(predict_volume(project, volume, tmp_path / "classes.sgy", tmp_path / "confidence.sgy"))
    where = wrong.on(found.numbers.shape)
    with segyio.open(tmp_path / "classes.sgy") as classes, segyio.open(tmp_path / "confidence.sgy") as confidence:
        said = classes.iline[SECTION.number]
        assert (said[where] != wrong.label).all() and (said[~where] != -1).all()
        assert (said[where] != -1).any(), "the next best class, where the model knows any"
        least = confidence.iline[SECTION.number][where]
        assert (least > 0).any() and (least <= 0.5).all(), "no surer than the model was of it"
    drive(project.undo_steps())
    assert not project.snapshot().rejections
    for _ in range(2):  # the second time nothing is added
        drive(import_labels(project, volume, tmp_path / "labels.npz"))
        (back,) = project.snapshot().rejections
        assert (back.label, back.section) == (wrong.label, SECTION)
        index = volume.geometry.index(SECTION)
        assert np.array_equal(project.snapshot().rejected(SECTION.direction, index)[wrong.label], where)


def test_regions_are_what_the_answer_adds_to_the_labels() -> None:
    classes = np.repeat([1, 2], 20).astype(np.uint8)[None].repeat(30, 0)
    confidence = np.full(classes.shape, 0.9, np.float16)
    confidence[10:28, :20] = 0.3
    labels = np.full(classes.shape, -1, np.int8)
    labels[:, 30:] = 2
    found = answer_regions(SECTION, classes, confidence, labels, {2: np.zeros(classes.shape, bool)})
    assert [(each.label, each.samples, each.traces) for each in found.regions] == [
        (1, 360, 18),
        (2, 300, 30),
        (1, 200, 10),
    ], "what is not sure beside a region belongs to it, so that no strip is left, but no wide area does"
    assert found.at(3, 5).number == 1 and found.at(18, 5) is None and found.at(3, 35) is None
    surer = answer_regions(SECTION, classes, confidence, labels, {}, above=0.8)
    assert [each.samples for each in surer.regions] == [300, 200, 40], "above a confidence all is that sure"
    box = np.zeros(classes.shape, bool)
    box[:10, 15:25] = True
    assert sorted((each.label, each.samples) for each in found.inside(box)) == [(1, 50), (2, 50)]
