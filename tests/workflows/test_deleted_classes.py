"""A model answers for a class that was deleted since: under its own name, and never under that of another class."""

import shutil

import numpy as np
import pytest
import segyio

from seisviewer.labels.stroke import Stroke
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.progress import Notice, drive
from seisviewer.volumes.geometry import Direction
from seisviewer.workflows.by_blocks.volume_prediction import predict_volume
from seisviewer.workflows.evaluation import evaluate
from seisviewer.workflows.label_exchange import import_labels
from seisviewer.workflows.prediction import predict_sections, save_sections
from seisviewer.workflows.survey_opening import ingest
from seisviewer.workflows.training import train

SETTINGS = TrainSettings(schedule="supervised", steps=30, crop=32, batch=2, device="cpu")
DELETED = "deleted class 2 (salt)"


@pytest.fixture
def opened(small_survey, tmp_path):
    """Run 1 knows classes 1 and 2; 2, “salt”, was deleted since, and “gas chimney” was added."""
    shutil.copy(small_survey, tmp_path / "survey.sgy")
    opened = drive(ingest(tmp_path / "survey.sgy", tmp_path / "survey.seis"))
    project, section = opened.project, opened.volume.geometry.section(Direction.INLINE, 20)
    project.set_classes(project.classes.rename(2, "salt"))
    for label, samples in ((1, slice(5, 15)), (2, slice(40, 50))):
        mask = np.zeros(opened.volume.geometry.section_shape(Direction.INLINE), bool)
        mask[5:30, samples] = True
        project.commit([Stroke(section, label, 0, 0, mask, np.full(mask.shape, -1, np.int8))])
    drive(train(project, opened.volume, SETTINGS))
    project.remove_class(2)
    project.set_classes(project.classes.add("gas chimney"))
    yield opened
    project.close()
    opened.volume.close()


@pytest.mark.slow
def test_the_run_tells_the_deleted_class_and_remembers_its_name(opened):
    section, said = opened.volume.geometry.section(Direction.CROSSLINE, 7), []
    prediction = drive(predict_sections(opened.project, opened.volume, [section]), said.append)[section]
    assert {opened.project.classes.name_of(number) for number in np.unique(prediction.classes)} <= {"Facies 1", DELETED}
    assert any(DELETED in event.text for event in said if isinstance(event, Notice))
    assert opened.project.run(1).settings["class_names"] == {"1": "Facies 1", "2": "salt"}


@pytest.mark.slow
def test_exports_and_scores_name_the_deleted_class(opened, tmp_path):
    drive(predict_volume(opened.project, opened.volume, tmp_path / "facies.sgy"))
    with segyio.open(tmp_path / "facies.sgy") as file:
        assert f"2: {DELETED}".encode() in file.text[0] and b"gas chimney" not in file.text[0]
    section = opened.volume.geometry.section(Direction.CROSSLINE, 7)
    truth = np.full(opened.volume.geometry.section_shape(Direction.CROSSLINE), 2, np.uint8)
    np.savez(tmp_path / "truth.npz", **{str(section): truth})
    scores = drive(evaluate(opened.project, opened.volume, tmp_path / "truth.npz", [section]))
    assert {each["number"]: each["name"] for each in scores["model"]["classes"]}[2] == DELETED


@pytest.mark.slow
def test_its_answers_taken_over_as_labels_bring_the_class_back(opened, tmp_path):
    section = opened.volume.geometry.section(Direction.CROSSLINE, 7)
    predicted = drive(predict_sections(opened.project, opened.volume, [section]))
    predicted[section].classes[:20] = 2
    save_sections(tmp_path / "predicted.npz", predicted)
    drive(import_labels(opened.project, opened.volume, tmp_path / "predicted.npz"))
    assert opened.project.classes.by_number(2).name == "salt"
    assert opened.project.classes.by_number(5).name == "gas chimney"
