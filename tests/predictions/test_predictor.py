import shutil
from types import SimpleNamespace

import numpy as np
import pytest
import torch

from seisviewer.errors import BadRequest
from seisviewer.networks.device import choose_device
from seisviewer.predictions.network_input import Preparation
from seisviewer.predictions.passes.two_passes import chosen_passes
from seisviewer.predictions.passes.volume_pass import predict_lines
from seisviewer.predictions.predictor import Predictor
from seisviewer.predictions.section_prediction import NO_CLASS
from seisviewer.progress import drive
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis, SectionId
from seisviewer.volumes.volume import Volume


class SignNetwork(torch.nn.Module):
    """Channel 0 for negative amplitudes, channel 1 for positive ones, and a spare channel that always shouts."""

    def forward(self, image):
        plane = image[:, :1]
        return torch.cat([-plane, plane, torch.full_like(plane, 99.0)], 1)


class Ramp(Volume):
    """Amplitude grows with the sample index; one trace is missing."""

    def __init__(self, is_2d=False):
        inlines = 1 if is_2d else 4
        live = np.ones((inlines, 6), bool)
        live[0, 2] = False
        self.geometry = Geometry(LineAxis(1, 1, inlines), LineAxis(1, 1, 6), SampleAxis(0, 4, 10), live, is_2d=is_2d)
        self.data = np.broadcast_to(np.arange(10.0) - 4.5, (inlines, 6, 10)).astype(np.float32).copy()
        self.data[0, 2] = np.nan

    def section(self, section):
        return np.take(self.data, self.geometry.index(section), list(Direction).index(section.direction)).copy()

    def close(self):
        pass


def predictor(template=0):
    return Predictor(SignNetwork(), (4, 9), Preparation(1.0, template=template), choose_device("cpu"), "run 1", 2, 3)


def whole(predicted):
    """Classes and confidence of a predicted volume, (inlines, crosslines, samples)."""
    lines = range(predicted.shape[0])
    return tuple(np.stack([kept(line) for line in lines]) for kept in (predicted.classes, predicted.confidence))


def test_classes_are_the_users_numbers_and_missing_traces_have_none():
    volume, section = Ramp(), SectionId.parse("inline_1")
    prediction = predictor().predict(section, volume.section(section))
    assert prediction.classes.shape == (6, 10)
    assert prediction.classes[0].tolist() == [4] * 5 + [9] * 5
    assert (prediction.classes[2] == NO_CLASS).all() and np.isnan(prediction.confidence[2]).all()
    assert prediction.confidence[0, 0] > 0.99 and 0.5 < prediction.confidence[0, 4] < 0.8


def test_a_template_gives_probabilities_in_the_sections_own_shape():
    section = SectionId.parse("inline_2")
    whole = predictor(template=32).probabilities(section, Ramp().section(section))
    assert whole.shape == (2, 6, 10)
    assert whole.sum(0) == pytest.approx(1.0, abs=1e-5)
    assert (whole.argmax(0)[0] == [0] * 5 + [1] * 5).all()


@pytest.mark.parametrize("is_2d", [False, True])
def test_a_volume_is_predicted_on_every_live_trace(tmp_path, is_2d):
    volume = Ramp(is_2d)
    classes, confidence = whole(drive(predict_lines(predictor(), volume, tmp_path)))
    live = volume.geometry.live
    assert (classes[live] == [4] * 5 + [9] * 5).all()
    assert (classes[~live] == NO_CLASS).all() and np.isnan(confidence[~live]).all()


def test_both_directions_are_averaged(tmp_path, monkeypatch):
    """The inline pass is sure of class 4, the crossline pass gives it one half: together three quarters."""

    def fixed(self, section, amplitudes):
        share = 1.0 if len(amplitudes) == 6 else 0.5
        return np.stack([np.full(amplitudes.shape, share), np.full(amplitudes.shape, 1 - share)]).astype(np.float32)

    monkeypatch.setattr(Predictor, "probabilities", fixed)
    volume = Ramp()
    classes, confidence = whole(drive(predict_lines(predictor(), volume, tmp_path)))
    live = volume.geometry.live
    assert (classes[live] == 4).all() and confidence[live] == pytest.approx(0.75, abs=0.003)


def test_nearly_empty_lines_have_no_say(tmp_path, monkeypatch):
    """Two full inlines and a full crossline in an empty grid: only where they cross are two answers averaged."""

    def fixed(self, section, amplitudes):
        asked.append(len(amplitudes))
        share = 0.9 if len(amplitudes) == 6 else 0.6
        return np.stack([np.full(amplitudes.shape, share), np.full(amplitudes.shape, 1 - share)]).astype(np.float32)

    asked, volume = [], Ramp()
    live = np.zeros((9, 6), bool)
    live[[1, 4]] = live[:, 3] = True
    volume.geometry = Geometry(LineAxis(1, 1, 9), LineAxis(1, 1, 6), SampleAxis(0, 4, 10), live)
    volume.data = np.where(live[..., None], np.ones(10, np.float32), np.float32(np.nan))
    monkeypatch.setattr(Predictor, "probabilities", fixed)
    classes, confidence = whole(drive(predict_lines(predictor(), volume, tmp_path)))
    assert asked == [9, 6, 6]
    expected = np.full((9, 6), np.nan)
    expected[[1, 4]], expected[:, 3], expected[[1, 4], 3] = 0.9, 0.6, 0.75
    np.testing.assert_allclose(confidence[..., 0], expected, atol=0.003)
    assert (classes[live] == 4).all() and (classes[~live] == NO_CLASS).all()


def test_a_trace_without_a_good_line_is_left_to_the_fuller_one():
    live = np.zeros((10, 10), bool)
    live[0, :4], live[1:4, 0], live[6, 6], live[7:, 9], live[9, 8] = True, True, True, True, True
    by_inline, by_crossline = chosen_passes(Geometry(LineAxis(1, 1, 10), LineAxis(1, 1, 10), SampleAxis(0, 4, 5), live))
    assert ((by_inline ^ by_crossline) == live).all()
    assert by_inline[0, :4].all() and by_inline[6, 6], "the inline where both are as full"
    assert by_crossline[1:4, 0].all() and by_crossline[7:, 9].all()


def test_a_disk_that_fills_while_predicting_is_one_sentence(tmp_path, monkeypatch):
    """What the free space does not tell of, such as a quota, shows when the room is taken."""
    resource = pytest.importorskip("resource")
    limits = resource.getrlimit(resource.RLIMIT_FSIZE)
    for room in (0, 400):
        resource.setrlimit(resource.RLIMIT_FSIZE, (room, limits[1]))
        try:
            with pytest.raises(BadRequest, match=f"{tmp_path.name} cannot be written"):
                drive(predict_lines(predictor(), Ramp(), tmp_path))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, limits)


def test_a_disk_without_room_is_said_before_predicting(tmp_path, monkeypatch):
    monkeypatch.setattr(shutil, "disk_usage", lambda folder: SimpleNamespace(free=1000))
    with pytest.raises(BadRequest, match="Predicting the volume takes"):
        drive(predict_lines(predictor(), Ramp(), tmp_path))
    assert not list(tmp_path.iterdir())
