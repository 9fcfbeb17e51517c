"""Teaching a picker: what it learns from, what it answers, and which of its states are kept."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
import torch
from seisbench import models
from seisbench.models import PhaseNet

from seisviewer.datasets.phase_window import PhaseWindow, unpicked
from seisviewer.errors import BadRequest, LabelsError, ModelError
from seisviewer.learning.events import Loss
from seisviewer.learning.phases import phase_batches
from seisviewer.learning.phases.phase_answers import Arrival, PhaseAnswer, agreement, value_of_label
from seisviewer.learning.phases.phase_batches import WindowSource, batch_of
from seisviewer.learning.phases.phase_network import (
    PhaseLesson,
    curves_of,
    loss_of,
    prepared,
    probabilities_of,
    start_model,
)
from seisviewer.learning.phases.phase_ranking import rank_windows
from seisviewer.learning.phases.phase_targets import target_curves
from seisviewer.learning.phases.phase_task import PhaseTask, phase_task
from seisviewer.learning.phases.phase_validation import Validation, validation_stations
from seisviewer.learning.phases.picker_settings import PickerSettings
from seisviewer.learning.phases.waveform_augmentation import Pool
from seisviewer.learning.selftraining import Steps, self_train
from seisviewer.networks.device import choose_device
from seisviewer.networks.picker_names import KNOWN
from seisviewer.networks.pickers import save_picker
from seisviewer.progress import Notice, drive

from ...datasets.phase_windows import window, windows

SCRATCH = PickerSettings(start="", epochs=2, batch=4, schedule="st++")
CPU = choose_device("cpu")


def task_for(settings: PickerSettings = SCRATCH, labelled: int = 12, unlabelled: int = 4) -> PhaseTask:
    return phase_task(windows(labelled), windows(unlabelled, 100), (), settings, CPU)


def said(*arrivals: tuple[str, float, float], threshold: float = 0.3) -> PhaseAnswer:
    return PhaseAnswer(tuple(Arrival(*each) for each in arrivals), 100.0, threshold)


# Targets and answers


def test_targets_are_gaussians_of_a_tenth_of_a_second_and_add_up_to_one() -> None:
    curves = target_curves((("P", 500.0), ("S", 900.0), ("P", 2000.0)), 3001, 100.0)
    np.testing.assert_allclose(curves.sum(axis=0), 1.0, atol=1e-6)
    assert curves[0, 500] == curves[0, 2000] == curves[1, 900] == 1.0
    assert curves[0, 510] == pytest.approx(np.exp(-0.5), abs=1e-4)
    assert curves[2, 1500] == 1.0
    near = target_curves((("P", 100.0), ("S", 105.0)), 300, 100.0)
    assert near.sum(axis=0).max() == pytest.approx(1.0) and near[2].min() >= 0.0


def test_an_answer_has_a_pick_at_each_peak_above_the_threshold() -> None:
    curves = np.zeros((2, 1000), np.float32)
    curves[0, 100:105] = (0.2, 0.5, 0.9, 0.5, 0.2)
    curves[0, 105:120] = 0.12
    curves[0, 120] = 0.6
    curves[1, 400] = 0.2
    answer = PhaseAnswer.of(curves, 100.0, 0.3)
    assert answer.picks == (("P", 102.0), ("P", 120.0)), "two, though nothing between them is below the floor"
    assert ("S", 400.0) in [(each.phase, each.at) for each in answer.arrivals], "what is doubtful is known too"
    assert not PhaseAnswer.of(np.zeros((2, 10)), 100.0, 0.3).arrivals


def test_agreement_is_the_mean_f1_of_both_phases() -> None:
    one = said(("P", 100, 0.9), ("S", 500, 0.9))
    assert agreement(one, one) == agreement(said(), said()) == 1.0
    assert agreement(one, said(("P", 108, 0.9), ("S", 520, 0.9))) == 0.5, "P within 0.1 s, S not"
    assert agreement(one, said(("P", 100, 0.9))) == 0.5
    assert agreement(said(), said(("P", 100, 0.2))) == 1.0, "what is below the threshold is no pick"


def test_a_label_is_worth_most_where_checkpoints_and_the_last_of_them_doubt() -> None:
    sure, unsure, silent = said(("P", 1, 0.99)), said(("P", 1, 0.5)), said()
    assert value_of_label(0.2, unsure) > value_of_label(0.9, unsure) > value_of_label(0.9, sure)
    assert value_of_label(1.0, silent) == 0.0


# What goes into the network


def test_components_go_in_in_the_order_of_the_picker() -> None:
    batch = torch.from_numpy(np.stack([window(0).samples]))
    ours = prepared(PhaseNet(component_order="ZNE"), batch)
    theirs = prepared(PhaseNet(component_order="ENZ"), batch)
    assert torch.equal(ours[:, 0], theirs[:, 2]) and torch.equal(ours[:, 2], theirs[:, 0])
    assert ours.std(dim=-1).sub(1).abs().max() < 1e-3


def test_long_and_short_windows_get_a_probability_for_every_sample() -> None:
    model = start_model("", 0).eval()
    samples = window(0).samples
    exact = curves_of(model, samples[:, :3001], CPU)
    np.testing.assert_array_equal(exact, probabilities_of(model, torch.from_numpy(samples[None, :, :3001]), CPU)[0])
    for count in (700, 3500, 6001):
        curves = curves_of(model, samples[:, :count], CPU)
        assert curves.shape == (2, count) and np.isfinite(curves).all() and (curves >= 0).all()


def test_a_new_network_depends_on_the_seed_alone() -> None:
    torch.manual_seed(5)
    one = start_model("", 1).state_dict()
    torch.manual_seed(6)
    same, other = start_model("", 1).state_dict(), start_model("", 2).state_dict()
    assert all(torch.equal(one[name], same[name]) for name in one)
    assert not torch.equal(one["inc.weight"], other["inc.weight"])


def test_half_of_a_batch_is_pseudo_labelled_and_repeats_with_the_draw(monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[str] = []
    augment = phase_batches.augment
    monkeypatch.setattr(
        phase_batches, "augment", lambda sample, *rest: seen.append(sample.name) or augment(sample, *rest)
    )
    labelled = [each.sample() for each in windows(3)]
    pseudo = [each.sample() for each in windows(5, 50)]
    source = WindowSource(labelled, pseudo, Pool(), ("shift",))
    batch = source.batch(20, np.random.default_rng(3))
    assert sum(name in {sample.name for sample in pseudo} for name in seen) == 10
    assert batch.windows.shape == batch.targets.shape == (20, 3, 3001)
    assert torch.equal(batch.windows, source.batch(20, np.random.default_rng(3)).windows)
    assert len(batch.part(slice(7))) == 7


def test_with_shift_p_stands_anywhere_and_without_at_one_place() -> None:
    labelled = [each.sample() for each in windows(6)]

    def places(names: tuple[str, ...]) -> set[int]:
        targets = WindowSource(labelled, [], Pool(), names).batch(30, np.random.default_rng(0)).targets
        return {int(curve.argmax()) for curve in targets[:, 0] if curve.max() > 0.9}

    assert len(places(())) == 1
    assert np.ptp(list(places(("shift",)))) > 1500


def test_where_a_phase_is_in_doubt_it_is_as_right_as_noise() -> None:
    known = replace(window(0), s=None)
    left_open = replace(known, doubts=(("S", 2900.0, 3100.0),))
    model = start_model("", 0).eval()

    def loss(each: PhaseWindow, bias: float) -> torch.Tensor:
        """With a network that says S all over, or does not."""
        with torch.no_grad():
            model.out.bias[:] = torch.tensor([0.0, bias, 0.0])
        model.zero_grad()
        found = loss_of(model, batch_of([each.sample().cut(1500, 3001)]), CPU)
        found.backward()
        return found

    everywhere = float(loss(known, 5.0))
    assert float(loss(left_open, 5.0)) == pytest.approx(everywhere * (1 - 201 / 3001), rel=0.05)
    assert all(torch.isfinite(weight.grad).all() for weight in model.parameters())
    nowhere = float(loss(known, -20.0))
    assert float(loss(left_open, -20.0)) == pytest.approx(nowhere, rel=1e-4), "noise is as right"


def test_doubts_go_along_with_what_they_belong_to() -> None:
    doubtful = replace(window(0), s=None, doubts=(("S", 2600.0, 2700.0),)).sample()
    assert doubtful.cut(2000, 3001).doubts == (("S", 600.0, 700.0),)
    places = batch_of([doubtful.cut(2000, 3001)]).undecided[0]
    assert places[1].nonzero().flatten().tolist() == list(range(600, 701)) and not places[0].any()
    assert not window(0).with_arrivals(()).doubts
    assert unpicked((("P", 10.0), ("P", 30.0), ("S", 40.0), ("S", 200.0)), 60.0) == (
        ("S", 10.0, 30.0),
        ("P", 140.0, 200.0),
    )


# Stations, epochs and states


def test_validation_stations_are_not_learned_from() -> None:
    task = task_for(replace(SCRATCH, validation_share=0.34), labelled=24)
    learned = {each.station.code for each in task.labelled}
    judged = {sample.name for sample in task.validation.samples}
    assert len(learned) == 4
    assert not judged & {each.name for each in task.labelled} and len(judged) == 8
    assert not judged & {sample.name for sample in task.pool.events}, "nor superposed on what is learned"
    assert not validation_stations([window(0, "A"), window(1, "A")], 0.5, 0), "a single station is learned from"
    assert task_for(replace(SCRATCH, validation_share=0.0)).validation is None


def test_states_are_kept_at_parts_of_the_best_epoch(monkeypatch: pytest.MonkeyPatch) -> None:
    every: list = []

    def sixth(self, model, states, device, least, epochs):
        every.extend(states)
        yield from ()
        return 6

    monkeypatch.setattr(Validation, "best", sixth)
    task = task_for(replace(SCRATCH, epochs=8, batch=1))
    kept = drive(task.fit("teacher", {}, 8, 3))
    assert len(every) == 8
    assert [next(n for n, state in enumerate(every, 1) if state is each) for each in kept] == [2, 4, 6]


def test_the_best_epoch_is_the_one_that_picks_the_validation_windows_best() -> None:
    judge = Validation.of(windows(2), 3001, 0)
    verdicts = iter([(0.5, -1.0), (0.8, -2.0), (0.8, -1.5), (0.1, -0.1)])
    judging = type("Judging", (Validation,), {"judge": lambda self, *_: next(verdicts)})(judge.samples, judge.batch)
    model = start_model("", 0)
    assert drive(judging.best(model, [model.state_dict()] * 4, CPU, 1, 4)) == 3, "equal F1: the smaller loss"


def test_a_model_that_says_nothing_yet_is_not_the_best(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is right wherever nothing arrives, which must not count; an unsure one that picks right at 0.2 is better."""
    judge = Validation.of([replace(each, s=None) for each in windows(2)], 3001, 0)
    unsure = np.stack([0.2 * target_curves(sample.targets, 3001, 100.0)[:2] for sample in judge.samples])
    said = {"silent": np.zeros_like(unsure), "unsure": unsure}
    scores = {}
    for name, curves in said.items():
        monkeypatch.setattr(
            "seisviewer.learning.phases.phase_validation.probabilities_of",
            lambda *_, curves=curves: curves.astype(np.float32),
        )
        scores[name] = judge.judge(start_model("", 0), CPU)[0]
    assert scores["unsure"] > scores["silent"] + 0.4


def test_a_ripple_on_an_onset_is_one_pick() -> None:
    """As SeisBench sets it: the next pick begins where the curve has fallen below half of the threshold."""
    curve = np.zeros(1000, np.float32)
    curve[500:600] = 0.45 + 0.2 * np.cos(np.arange(100))  # 0.25 to 0.65
    answer = PhaseAnswer.of(np.stack([curve, 0 * curve]), 100.0, 0.4)
    assert [at for _, at in answer.picks] == [500.0]


def test_what_is_said_in_doubt_is_not_judged() -> None:
    undoubted = replace(window(0), s=None)
    model = start_model("", 0)
    with torch.no_grad():
        model.out.weight.zero_()
        model.out.bias[:] = torch.tensor([-9.0, 9.0, -9.0])  # S from the first sample to the last
    verdicts = [
        Validation.of([each], 3001, 0).judge(model, CPU)
        for each in (undoubted, replace(undoubted, doubts=(("S", 0.0, 6001.0),)))
    ]
    assert [f1 for f1, _ in verdicts] == [0.0, 0.5], "P is missing in both"


def test_many_validation_windows_are_drawn_from_all_stations() -> None:
    many = [window(number, f"S{number // 25}") for number in range(100)]
    judged = {sample.name for sample in Validation.of(many, 3001, 0).samples}
    assert len(judged) == 40
    assert {each.station.station for each in many if each.name in judged} == {"S0", "S1", "S2", "S3"}


def test_long_trainings_keep_no_more_states_than_fit_into_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: list[int] = []

    def fit(lesson, plan):
        kept.append(plan.keep)
        yield from ()
        return ({},) * plan.keep

    monkeypatch.setattr("seisviewer.learning.phases.phase_task.fit", fit)
    drive(task_for(replace(SCRATCH, epochs=1000, validation_share=0.0)).fit("teacher", {}, 3000, 3))
    assert kept == [100]


@pytest.mark.parametrize("epochs, steps, expected", [(2, None, 2), (4, None, 4), (100, 2, 1)])
def test_the_best_epoch_is_one_of_those_that_were_asked_for(epochs: int, steps: int | None, expected: int) -> None:
    """Fewer epochs than checkpoints, more, and a training that is over before the first epoch is."""
    task = task_for(replace(SCRATCH, epochs=epochs, schedule="supervised"))
    events: list[object] = []
    states = drive(task.fit("supervised", {}, steps or task.steps.teacher, 3), events.append)
    assert len(states) == 3
    (notice,) = [event.text for event in events if isinstance(event, Notice)]
    said = re.match(r"Epoch (\d+) of (\d+) is the best", notice)
    assert 1 <= int(said[1]) <= int(said[2]) == expected


@pytest.mark.parametrize("network", KNOWN)
def test_networks_that_cannot_be_taught_are_refused_by_their_names(network: str) -> None:
    settings = PickerSettings(start=f"{network}:original")
    if network == "seist" or issubclass(getattr(models, KNOWN[network]), PhaseNet):
        settings.check()
    else:
        with pytest.raises(BadRequest, match="cannot be taught"):
            settings.check()


def test_a_picker_that_sees_something_else_than_it_would_be_taught_is_refused(tmp_path) -> None:
    for number, more in enumerate(({"component_order": "ZNEH", "in_channels": 4}, {"sampling_rate": 50})):
        path = save_picker(tmp_path / f"other{number}", PhaseNet(phases="PSN", **more))
        with pytest.raises(ModelError, match="cannot be taught"):
            start_model(str(path), 0)


def test_training_needs_picks() -> None:
    with pytest.raises(LabelsError, match="needs picks"):
        phase_task([window(0, p=None)], [], (), SCRATCH, CPU)


@pytest.mark.slow
def test_training_finds_out_what_the_labels_say() -> None:
    settings = replace(SCRATCH, epochs=5, batch=10, validation_share=0.0, schedule="supervised")
    task = task_for(settings, labelled=20, unlabelled=0)
    losses: list[float] = []
    drive(
        task.fit("supervised", {}, 20, 1), lambda event: losses.append(event.loss) if isinstance(event, Loss) else None
    )
    assert losses[-1] < losses[0] / 2


def test_self_training_runs_its_stages_on_windows_and_ranks_them() -> None:
    task = task_for()
    outcome = drive(self_train(task, [], list(task.unlabelled), Steps(3, 2, 2), 2))
    assert {ranked.unit for ranked in outcome.ranking} == set(task.unlabelled) == set(outcome.pseudo)
    ranked = drive(rank_windows(task, outcome.teacher))
    assert [each.value for each in ranked] == sorted((each.value for each in ranked), reverse=True)
    assert {each.name for each in ranked} == set(task.unlabelled)


def test_windows_with_and_without_picks_are_ranked_apart() -> None:
    task = task_for()
    assert task.group(said(("P", 10, 0.9))) != task.group(said(("P", 10, 0.2))) == task.group(said())


@pytest.mark.parametrize("wrong, sentence", [
    ({"schedule": "magic"}, "no schedule “magic”"),
    ({"start": "phasenet:original", "rate": 0.01}, "would destroy"),
    ({"epochs": 0}, "1 or more"),
    ({"augmentations": ("shift", "dance")}, "no augmentation “dance”"),
])  # fmt: skip
def test_settings_that_cannot_be_met_are_refused(wrong: dict, sentence: str) -> None:
    with pytest.raises(BadRequest, match=sentence):
        replace(SCRATCH, **wrong).check()


def test_settings_come_back_from_json() -> None:
    settings = replace(SCRATCH, augmentations=("shift", "noise"))
    assert PickerSettings.from_json(settings.as_json()) == settings
    assert settings.learning_rate == 0.01 and PickerSettings().learning_rate <= 0.001


def test_fine_tuning_keeps_the_statistics_of_the_batch_normalisation() -> None:
    model = start_model("", 0)
    before = {name: value.clone() for name, value in model.state_dict().items() if "running" in name}
    source = WindowSource([window(0).sample()], [], Pool(window=3001), ())
    for keeps in (True, False):
        lesson = PhaseLesson(model.train(), source, 1e-3, CPU, keeps)
        lesson.loss(lesson.batch(2, np.random.default_rng(0)))
        same = all(torch.equal(value, model.state_dict()[name]) for name, value in before.items())
        assert same is keeps
