"""Starts that know something before the first label: SeisT, and networks that filled in masked samples."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from seisviewer.datasets.phase_sample import PhaseSample
from seisviewer.datasets.phase_window import PhaseWindow
from seisviewer.errors import LabelsError
from seisviewer.learning.events import Loss
from seisviewer.learning.phases.masked_pretraining import MASKED, MaskedLesson, pretrain
from seisviewer.learning.phases.phase_batches import batch_of
from seisviewer.learning.phases.phase_network import curves_of, loss_of, start_model
from seisviewer.learning.phases.picker_settings import PickerSettings
from seisviewer.networks.device import choose_device
from seisviewer.networks.pickers import load_picker, new_picker, save_picker
from seisviewer.networks.training_sets import trained_on
from seisviewer.progress import Notice, drive
from seisviewer.waveforms.station import StationId
from seisviewer.workflows.traces.picker_teaching import teach
from seisviewer.workflows.traces.teaching_windows import Material

CPU = choose_device("cpu")
STATION = StationId("XX", "A", "", "HH")


def window(number: int, rate: float, p: float | None = None, s: float | None = None, count: int = 3200) -> PhaseWindow:
    """Smooth ground noise, as a network can learn to continue it, with a step up in strength at P and S."""
    white = np.random.default_rng(number).standard_normal((3, count + 20))
    samples = np.stack([np.convolve(row, np.ones(21) / 21, "valid") for row in white])
    for onset in (p, s):
        if onset is not None:
            samples[:, int(onset) :] *= 5.0
    station = replace(STATION, station=f"A{number % 3}")
    return PhaseWindow(f"w{number}", station, rate, samples.astype(np.float32), 1000.0 * number, p, s)


@pytest.fixture
def seist(tmp_path: Path) -> str:
    torch.manual_seed(0)
    return str(save_picker(tmp_path / "start", new_picker("seist").model, trained_on=("diting",)))


def test_settings_take_the_sampling_rate_of_the_start(seist: str) -> None:
    for start in (seist, "seist:s"):
        settings = PickerSettings(start=start).for_start()
        settings.check()
        assert settings.sampling_rate == 50.0 and settings.window <= 3000  # a minute holds it
    assert PickerSettings().for_start() == PickerSettings()
    assert PickerSettings(start=seist, window=400).for_start().window == 384
    assert PickerSettings(start=seist).for_start().window % 64 == 0


@pytest.mark.slow
def test_seist_is_taught_and_saved_with_its_window(seist: str, tmp_path: Path) -> None:
    settings = PickerSettings(start=seist, epochs=1, batch=2, window=512, validation_share=0.0).for_start()
    material = Material(tuple(window(number, 50.0, 200.0, 300.0, 600) for number in range(4)), rate=50.0)
    taught = drive(teach(material, settings, tmp_path / "mine", ["Local"]))
    picker = load_picker(taught.path)
    assert picker.self_trained and picker.in_samples == 512 and picker.rate == 50.0 and picker.step == 256
    before, after = load_picker(seist).model.state_dict(), picker.model.state_dict()
    assert not torch.equal(before["stem.0.out_proj.weight"], after["stem.0.out_proj.weight"])
    assert torch.equal(before["stem.0.norm.running_mean"], after["stem.0.norm.running_mean"])
    assert trained_on(str(taught.path)) == ("diting", "local")


def test_the_loss_of_seist_falls_where_it_says_what_is_true_and_forgives_what_nobody_knows(seist: str) -> None:
    model = start_model(seist, 0, 512).eval()
    array = window(0, 50.0).samples[:, :512]
    told = batch_of([PhaseSample(array, 50.0, p=200.0, s=300.0)])
    with torch.no_grad():
        for parameter in model.out_head.out_conv.parameters():
            parameter.zero_()
        nowhere = float(loss_of(model, told, CPU))
        model.out_head.out_conv.bias.copy_(torch.tensor([0.0, -4.0, -4.0]))  # seldom P, seldom S
        seldom = float(loss_of(model, told, CPU))
        doubt = batch_of([PhaseSample(array, 50.0, p=200.0, doubts=(("S", 0.0, 511.0),))])
        model.out_head.out_conv.bias.copy_(torch.tensor([0.0, -4.0, 9.0]))  # S all over, which may be right
        forgiven = float(loss_of(model, doubt, CPU))
    assert nowhere == pytest.approx(2 * np.log(2), rel=1e-5) and forgiven < seldom < nowhere
    curves = curves_of(model, window(0, 50.0, count=600).samples, CPU)
    assert curves.shape == (2, 600) and curves[1].min() > 0.9 > curves[0].max()


def test_masks_hide_their_share_in_blocks_of_all_components() -> None:
    settings = PickerSettings(start="", window=3001)
    lesson = MaskedLesson(start_model("", 0), [window(number, 100.0) for number in range(4)], settings, CPU)
    batch = lesson.batch(50, np.random.default_rng(0))
    again = lesson.batch(50, np.random.default_rng(0))
    assert batch.windows.shape == (50, 3, 3001) and torch.equal(batch.masked, again.masked)
    assert float(batch.masked.float().mean()) == pytest.approx(MASKED, abs=0.05)
    edges = (batch.masked[:, :, 1:] != batch.masked[:, :, :-1]).sum(dim=-1)
    assert int(edges.max()) <= 3001 / 50  # half a second is 50 samples


def test_what_is_masked_is_not_seen_and_what_is_seen_does_not_count() -> None:
    lesson = MaskedLesson(start_model("", 0).eval(), [window(0, 100.0)], PickerSettings(start="", window=3001), CPU)
    batch = lesson.batch(2, np.random.default_rng(0))
    seen: list[torch.Tensor] = []
    lesson.model.register_forward_pre_hook(lambda _, given: seen.append(given[0]))
    with torch.no_grad():
        lesson.loss(batch)
        for parameter in lesson.model.out.parameters():
            parameter.zero_()
        silent = lesson.loss(batch)
    hidden = batch.masked.expand(-1, 3, -1)
    assert float(seen[0][hidden].abs().max()) == 0.0 and float(seen[0][~hidden].abs().min()) > 0.0
    truth = lesson.model.annotate_batch_pre(
        batch.windows[:, ["ZNE".index(c) for c in lesson.model.component_order]], {}
    )
    expected = torch.nn.functional.smooth_l1_loss(torch.zeros_like(truth), truth, reduction="none")[hidden].mean()
    assert float(silent) == pytest.approx(float(expected), rel=1e-5)


@pytest.mark.slow
def test_pretraining_learns_to_fill_in_and_gives_the_last_layer_back() -> None:
    settings = PickerSettings(start="", window=3001, batch=4, pretrain=True, pretrain_steps=40)
    times = np.arange(3200) / 100.0
    waves = [np.sin(2 * np.pi * times / (3.0 + 0.2 * number) + number) for number in range(9)]
    windows = [
        replace(window(number, 100.0), samples=np.stack([wave] * 3).astype(np.float32))
        for number, wave in enumerate(waves)
    ]
    said: list[str] = []
    state = drive(
        pretrain(windows, settings, CPU), lambda each: said.append(each.text) if isinstance(each, Notice) else None
    )
    first, last = (float(part.split()[0]) for part in said[-1].split("loss ")[1].split(" at first, "))
    assert last < 0.7 * first
    start = start_model("", 0).state_dict()
    assert torch.equal(state["out.weight"], start["out.weight"]) and torch.equal(state["out.bias"], start["out.bias"])
    assert not torch.equal(state["inc.weight"], start["inc.weight"])


def test_a_training_begins_with_what_pretraining_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from seisviewer.learning.phases import phase_task

    settings = PickerSettings(start="", window=3001, epochs=1, batch=4, pretrain=True, pretrain_steps=2)
    labelled = tuple(window(number, 100.0, 200.0, 300.0) for number in range(6))
    began: list[torch.Tensor] = []
    fit = phase_task.fit

    def noted(lesson, plan):
        began.append(lesson.model.state_dict()["inc.weight"].clone())
        return fit(lesson, plan)

    monkeypatch.setattr(phase_task, "fit", noted)
    free = tuple(window(number, 100.0) for number in range(6, 9))
    drive(teach(Material(labelled, free), settings, tmp_path / "mine"))
    assert torch.equal(began[0], drive(pretrain(free, settings, CPU))["inc.weight"])
    with pytest.raises(LabelsError, match="Pre-training needs unlabelled"):
        drive(teach(Material(labelled), settings, tmp_path / "mine"))


@pytest.mark.parametrize(("limits", "most"), [({"steps": 2}, 2), ({"minutes": 1e-6}, 1), ({}, 3)])
def test_pretraining_keeps_to_the_limits_of_the_training(
    limits: dict[str, float], most: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("seisviewer.learning.sections.step_times.SECONDS", 0.0)
    settings = PickerSettings(start="", batch=2, pretrain=True, pretrain_steps=3, **limits)
    told: list[object] = []
    drive(pretrain([window(number, 100.0) for number in range(2)], settings, CPU), told.append)
    assert {event.steps for event in told if isinstance(event, Loss)} == {most}
