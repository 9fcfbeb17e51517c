"""What a project knows, exported as volumes and text: whole, as a box, stopped, and where there is nothing."""

from __future__ import annotations

from collections import namedtuple
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import xarray

from seisviewer.cli.main import main
from seisviewer.errors import BadRequest
from seisviewer.labels.rejection import Rejection
from seisviewer.predictions.cleaning.class_cleaning import CleaningRules
from seisviewer.progress import Progress, drive
from seisviewer.volumes.geometry import Direction, SectionId
from seisviewer.volumes.opening import open_volume
from seisviewer.volumes.survey_box import SurveyBox
from seisviewer.workflows.exporting.cleaned_volume import cleaned_classes, layer_order
from seisviewer.workflows.exporting.export_answer import Answer, answers, outlook
from seisviewer.workflows.exporting.export_plan import VOLUMES, Content, ExportPlan, VolumeFormat
from seisviewer.workflows.exporting.project_export import export

from ..test_layer_run import opened, project, survey  # noqa: F401 - fixtures


def plan_of(opened, folder: Path, **changes) -> ExportPlan:  # noqa: F811
    box = SurveyBox.between(opened.volume.geometry, (5, 9), (20, 40), (40, 120))
    given = {"contents": VOLUMES, "folder": folder, "stem": "made", "box": box, "form": VolumeFormat.ZARR}
    return ExportPlan(**given | changes)


@pytest.mark.slow
def test_a_box_is_the_same_part_of_the_whole_and_asks_no_other_line(opened, tmp_path) -> None:  # noqa: F811
    (answer,) = answers(opened.project)
    asked = []
    original = opened.volume.section
    plan = plan_of(opened, tmp_path)
    events = []
    opened.volume.section = lambda section: asked.append(section) or original(section)
    written = drive(export(opened.project, opened.volume, plan, answer), events.append)
    del opened.volume.section
    assert written == (tmp_path / "made.zarr",) and {section.number for section in asked} == set(range(5, 10))
    whole = plan_of(opened, tmp_path, box=SurveyBox.whole(opened.volume.geometry), form=VolumeFormat.NPY)
    drive(export(opened.project, opened.volume, whole, answer))
    with xarray.open_zarr(written[0]) as found:
        for content in VOLUMES:
            values = np.load(tmp_path / f"made_{content}.npy")[plan.box.grid][..., plan.box.on_inline[1]]
            np.testing.assert_array_equal(found[content], values)
        assert "Facies_1" in found.classes.attrs["flag_meanings"].split()
    shares = [event.done / event.total for event in events if isinstance(event, Progress)]
    assert shares == sorted(shares) and shares[-1] == 1, "one bar for all of it"


def test_what_is_stored_is_not_predicted_again(opened, tmp_path) -> None:  # noqa: F811
    (run,) = answers(opened.project)
    at_hand = Answer("Reflectors (live)", layers=replace(run.predictor(opened.volume), key="these strokes"))
    plan = plan_of(opened, tmp_path, contents=(Content.CLASSES,), form=VolumeFormat.NPY)
    drive(export(opened.project, opened.volume, plan, at_hand))
    first = np.load(plan.target(Content.CLASSES))
    asked, original = [], opened.volume.section
    opened.volume.section = lambda section: asked.append(section) or original(section)
    drive(export(opened.project, opened.volume, plan, at_hand))
    newer = replace(at_hand, layers=replace(at_hand.layers, key="newer strokes"))
    np.testing.assert_array_equal(np.load(plan.target(Content.CLASSES)), first)
    assert not asked
    drive(export(opened.project, opened.volume, plan, newer))
    del opened.volume.section
    assert len(asked) == 5


@pytest.mark.slow
def test_what_a_run_has_stored_is_not_counted_as_missing(opened, tmp_path) -> None:  # noqa: F811
    (run,) = answers(opened.project)
    wanted = np.ones(opened.volume.geometry.live.shape, bool)
    plan = plan_of(
        opened,
        tmp_path,
        contents=(Content.CLASSES,),
        box=SurveyBox.whole(opened.volume.geometry),
        form=VolumeFormat.NPY,
    )
    drive(export(opened.project, opened.volume, plan, run))
    found = drive(outlook(opened.project, opened.volume, run))
    assert run.lines_missing(opened.volume.geometry, wanted, found) == 0
    assert found.store.line(opened.volume.geometry.section(Direction.INLINE, 3)).speaker == "layers"


@pytest.mark.slow
def test_everything_else_is_written_beside_the_volumes(opened, tmp_path) -> None:  # noqa: F811
    (answer,) = answers(opened.project)
    contents = (Content.LABELS, Content.STROKES, Content.HORIZONS)
    drive(
        export(
            opened.project, opened.volume, plan_of(opened, tmp_path, contents=contents, form=VolumeFormat.SEGY), answer
        )
    )
    assert sorted(each.name for each in tmp_path.iterdir()) == ["made_horizons", "made_labels.sgy", "made_strokes.npz"]
    labels = open_volume(tmp_path / "made_labels.sgy")
    section = labels.geometry.section(Direction.CROSSLINE, 10)
    assert section.number == 30 and labels.geometry.samples.start == 40
    kept = opened.project.label_section(section)[5:10, 10:31]
    np.testing.assert_array_equal(labels.section(section), kept)
    labels.close()


@pytest.mark.parametrize("events", [1, 4, 6])
def test_a_stopped_export_leaves_nothing_behind(opened, tmp_path, events) -> None:  # noqa: F811
    (answer,) = answers(opened.project)
    work = export(opened.project, opened.volume, plan_of(opened, tmp_path, contents=(Content.CLASSES,)), answer)
    for _ in range(events):
        next(work)
    work.close()
    assert not list(tmp_path.iterdir())


def test_what_is_not_there_or_has_no_room_is_said_before_anything_is_predicted(opened, tmp_path, monkeypatch) -> None:  # noqa: F811
    (answer,) = answers(opened.project)
    with pytest.raises(BadRequest, match="no fault drawn yet"):
        drive(export(opened.project, opened.volume, plan_of(opened, tmp_path, contents=(Content.FAULTS,)), answer))
    with pytest.raises(BadRequest, match="no whole answer yet"):
        drive(export(opened.project, opened.volume, plan_of(opened, tmp_path), None))
    full = namedtuple("Usage", "total used free")(10, 10, 0)
    monkeypatch.setattr("seisviewer.volumes.disk_space.shutil.disk_usage", lambda _: full)
    with pytest.raises(BadRequest, match="make room there"):
        drive(export(opened.project, opened.volume, plan_of(opened, tmp_path), answer))


def test_the_shell_exports_a_box(project, tmp_path, capsys) -> None:  # noqa: F811
    given = ["export", "volumes", str(project), str(tmp_path), "--what", "classes,labels", "--format", "npy"]
    assert main([*given, "--inlines", "5:9", "--z", "40:120"]) == 0
    classes = np.load(tmp_path / "layers_classes.npy")
    assert classes.shape[0] == 5 and classes.dtype == np.int8 and "layers_labels.npy" in capsys.readouterr().out
    assert main([*given, "--inlines", "5-9"]) == 1 and "is no range" in capsys.readouterr().err
    assert main([*given[:4], "--what", "colours"]) == 1 and "names no volumes" in capsys.readouterr().err


@pytest.mark.slow
def test_classes_are_cleaned_as_they_are_written_and_what_was_rejected_stays_away(opened, tmp_path) -> None:  # noqa: F811
    (answer,) = answers(opened.project)
    box = SurveyBox.whole(opened.volume.geometry)
    plan = plan_of(opened, tmp_path, contents=(Content.CLASSES,), form=VolumeFormat.NPY, box=box)
    drive(export(opened.project, opened.volume, plan, answer))
    raw = np.load(plan.target(Content.CLASSES))
    inline = SectionId(Direction.INLINE, 12)
    label = int(raw[12, 40, 60])
    hole = Rejection(inline, label, 38, 58, np.ones((4, 4), bool))
    opened.project.commit([hole])
    drive(export(opened.project, opened.volume, plan, answer))
    rejected = np.load(plan.target(Content.CLASSES))
    assert (rejected[12, 38:42, 58:62] != label).all()
    cleaned = replace(
        plan, cleaning=CleaningRules(smallest=40, holes=40, smooth=1.0, order=layer_order(answer, opened.volume))
    )
    drive(export(opened.project, opened.volume, cleaned, answer))
    found = np.load(plan.target(Content.CLASSES))
    opened.project.undo()
    assert (found[12, 38:42, 58:62] != label).all(), "no cleaning brings back what you rejected"
    assert ((found < 0) == (rejected < 0)).all() and 0.9 < (found == raw).mean() < 1, "boundaries are smoothed, no more"
    ranks = np.searchsorted(np.sort(cleaned.cleaning.order), found[20].clip(0))
    assert (np.diff(ranks, axis=1) >= 0).all(), "every trace meets the layers in their order"


def test_cleaning_does_not_give_a_speck_the_class_that_was_rejected_there() -> None:
    classes, speck = np.zeros((20, 30), np.uint8), np.zeros((20, 30), bool)
    speck[8:11, 8:11] = True
    classes[speck] = 2
    said = SimpleNamespace(classes=lambda _: classes, confidence=lambda _: np.full(classes.shape, 0.9, np.float16))
    for rejected, found in (({}, 0), ({0: speck}, 2)):
        labels = SimpleNamespace(rejected=lambda *_, rejected=rejected: rejected)
        clean = cleaned_classes(said, labels, CleaningRules(smallest=50))(0)
        assert (clean[speck] == found).all() and (clean[~speck] == 0).all()


def test_the_shell_cleans_what_it_exports(project, tmp_path) -> None:  # noqa: F811
    asked = ["export", "volumes", str(project), str(tmp_path), "--what", "classes", "--inlines", "5:6", "--smooth", "2"]
    assert main([*asked, "--smallest", "30", "--order"]) == 0
    (written,) = tmp_path.glob("*.sgy")
    with closing(open_volume(written)) as volume:
        assert volume.geometry.shape[0] == 2
    header = written.read_bytes()[:3200].decode("cp037")
    assert "Cleaned by inline: bodies <30, smoothed 2, layers in order" in header
