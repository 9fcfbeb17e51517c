"""The layers beside a network that learns live: they teach it, and both answer together where that is no worse."""

from __future__ import annotations

import time
from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from seisviewer.learning import bootstrap_interval
from seisviewer.learning.events import FusionJudged, SectionPredicted
from seisviewer.learning.sections import live_fusion
from seisviewer.learning.sections.facies_task import facies_task
from seisviewer.learning.sections.held_out_evidence import evidence_of, held_strokes
from seisviewer.learning.sections.live import LiveSettings, live
from seisviewer.learning.sections.live_fusion import LiveFusion
from seisviewer.learning.sections.live_inbox import LayersAtHand, LiveInbox
from seisviewer.learning.sections.live_sections import LiveSections
from seisviewer.learning.sections.section_samples import SampleReader
from seisviewer.learning.sections.soft_labels import soft_labels
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.networks.device import choose_device
from seisviewer.predictions.fused_predictor import FusedPredictor
from seisviewer.predictions.network_input import Preparation
from seisviewer.progress import drive
from seisviewer.structure.layer_model import HeldOut, LayerModel, SolvedLine
from seisviewer.volumes.geometry import SectionId

from ..conftest import LayeredVolume, Painter

LINE, OTHER, FAR = (SectionId.parse(name) for name in ("inline_15", "inline_25", "crossline_120"))
NOTHING = np.zeros(0, int)
MODEL = LayerModel(
    (0, 1), (), np.zeros((0, 2)), 48, tuple(SolvedLine(str(each), 0, NOTHING, 0) for each in (LINE, OTHER)),
    HeldOut({0: 0.9, 1: 0.9}, 1.5),
)  # fmt: skip


@dataclass(frozen=True)
class Expert:
    """Says that layer 0 ends at a depth, with that probability of being right; `middle` is the true one, 24. Stands for the
    layer model and for a network."""

    middle: int = 24
    sure: float = 0.8
    labels_version: int = 1
    version: int = 1
    classes: tuple[int, ...] = (0, 1)
    model: LayerModel = MODEL
    asked: list[SectionId] = field(default_factory=list, compare=False)
    key: str = "expert"

    @property
    def answers(self) -> tuple[int, ...]:
        return self.classes

    def probabilities(self, section: SectionId, amplitudes: np.ndarray) -> np.ndarray:
        self.asked.append(section)
        above = np.broadcast_to(np.arange(amplitudes.shape[1]) < self.middle, amplitudes.shape)
        first = np.where(above, self.sure, 1 - self.sure)
        rest = [np.zeros(amplitudes.shape)] * (len(self.classes) - 2)
        return np.stack([first, 1 - first, *rest]).astype(np.float32)


def held_painter(volume: LayeredVolume) -> Painter:
    """Both layers on two inlines, learned, and further strokes that are held back and reach to the boundary."""
    painter = Painter(volume.geometry)
    for line in ("inline_15", "inline_25"):
        painter.paint(line, 0, slice(4, 12), slice(4, 16)).paint(line, 1, slice(4, 12), slice(30, 42))
        painter.paint(line, 0, slice(20, 36), slice(14, 24), held=True)
        painter.paint(line, 1, slice(20, 36), slice(24, 34), held=True)
    return painter


@pytest.fixture
def volume() -> LayeredVolume:
    return LayeredVolume()


@pytest.fixture(autouse=True)
def four_strokes_tell(monkeypatch: pytest.MonkeyPatch) -> None:
    """The pictures here hold four strokes back."""
    monkeypatch.setattr(bootstrap_interval, "ENOUGH_STROKES", 4)


def judged(fusion: LiveFusion, network: Expert, volume: LayeredVolume, taught: int = 10_000) -> FusionJudged | None:
    """What is said when a network is judged; None where it is not."""
    said: list[object] = []
    drive(fusion.judge(network, held_painter(volume).snapshot(), (LINE, OTHER), taught), said.append)
    return next((event for event in said if isinstance(event, FusionJudged)), None)


def test_both_answer_together_where_that_is_no_worse_and_say_what_each_counts(volume: LayeredVolume) -> None:
    fusion, network = LiveFusion(volume), Expert(middle=26, labels_version=7, version=3)
    fusion.set_layers(LayersAtHand(Expert(labels_version=5), Expert()))
    event = judged(fusion, network, volume)
    assert event.together_shown and event.strokes == 4 and 0.1 < event.share < 0.5
    assert event.layers == event.together == 1.0 > event.network
    voice = fusion.voice(network)
    assert isinstance(voice, FusedPredictor) and (voice.version, voice.labels_version) == (3, 5)
    found = voice.probabilities(FAR, volume.section(FAR))
    assert found.sum(axis=0) == pytest.approx(1, abs=1e-4) and (found.argmax(axis=0)[:, :24] == 0).all()


def test_the_network_has_no_voice_beside_the_layers_where_too_few_strokes_tell(volume, monkeypatch) -> None:
    monkeypatch.setattr(bootstrap_interval, "ENOUGH_STROKES", 5)
    fusion, network = LiveFusion(volume), Expert(middle=26)
    fusion.set_layers(LayersAtHand(Expert(), Expert()))
    event = judged(fusion, network, volume)
    assert event.strokes == 4 and not event.can_tell and not event.together_shown
    assert fusion.voice(network) is network


def test_where_both_together_are_worse_the_network_answers_alone(volume: LayeredVolume, monkeypatch) -> None:
    """Sure layers that put the boundary too high outvote the network that is right about the strokes next to it."""
    fusion, network = LiveFusion(volume), Expert(sure=0.6)
    monkeypatch.setattr("seisviewer.learning.sections.fusion_fit.EFFECTIVE", 1e-6)
    fusion.set_layers(LayersAtHand(Expert(), Expert(middle=18, sure=0.99)))
    event = judged(fusion, network, volume)
    assert not event.together_shown and event.together < event.network
    assert fusion.voice(network) is network


def test_a_network_that_has_hardly_learned_from_the_layers_is_not_asked_beside_them(volume: LayeredVolume) -> None:
    fusion, network = LiveFusion(volume), Expert()
    fusion.set_layers(LayersAtHand(Expert(), Expert()))
    assert judged(fusion, network, volume, taught=live_fusion.TAUGHT - 1) is None
    assert fusion.voice(network) is network


def test_layers_that_know_the_strokes_held_back_judge_nothing(volume: LayeredVolume) -> None:
    fusion, everything = LiveFusion(volume), Expert()
    fusion.set_layers(LayersAtHand(everything))
    assert judged(fusion, Expert(), volume) is None and not everything.asked


def test_the_weights_hold_for_newer_layers_but_not_for_a_class_that_is_new(volume: LayeredVolume) -> None:
    fusion, apart = LiveFusion(volume), Expert()
    fusion.set_layers(LayersAtHand(Expert(), apart))
    judged(fusion, Expert(), volume)
    fusion.set_layers(LayersAtHand(Expert(labels_version=9), apart))
    assert fusion.voice(Expert(labels_version=9)).labels_version == 9
    another = Expert(classes=(0, 1, 2))
    assert fusion.voice(another) is another
    fusion.set_layers(None)
    network = Expert()
    assert fusion.voice(network) is network


def test_layers_are_asked_once_about_strokes_and_lines(volume: LayeredVolume, monkeypatch) -> None:
    monkeypatch.setattr(live_fusion, "EVERY", 0.0)
    fusion, everything, apart = LiveFusion(volume), Expert(), Expert()
    fusion.set_layers(LayersAtHand(everything, apart))
    for version in (1, 2):
        network = Expert(version=version)
        assert judged(fusion, network, volume) is not None
        fusion.voice(network).probabilities(FAR, volume.section(FAR))
    assert apart.asked == [LINE, OTHER] and everything.asked == [FAR]


def test_what_the_layers_say_is_learned_line_by_line_and_paint_wins(volume: LayeredVolume) -> None:
    sections = LiveSections(SampleReader(volume, Preparation(1.0)), TrainSettings(crop=32, held_back=True))
    drive(sections.set_labels(held_painter(volume).snapshot(), (0, 1)))
    sections.learn_from(Expert())
    drive(sections.ask_layers(0.0))
    assert sections.knows_layers and list(sections.soft.channels) == [LINE], "one line, since there was no time"
    while list(sections.ask_layers(0.0)):
        pass
    while list(sections.read_for(1.0)):
        pass
    batch = sections.source.batch(40, np.random.default_rng(0))
    soft = batch.pseudo != 255
    assert soft.any() and not (soft & (batch.paint != 255)).any()
    assert np.unique(batch.trust[soft] / 255) == pytest.approx([0.64], abs=0.01), (
        "the square of how sure the layers are"
    )
    sections.learn_from(None)
    assert not (sections.source.batch(40, np.random.default_rng(0)).pseudo != 255).any()


class Driver:
    """Live training as a worker drives it, with layers beside it."""

    def __init__(self, volume: LayeredVolume) -> None:
        self.inbox, self.painter = LiveInbox(), held_painter(volume)
        self.inbox.put_labels(self.painter.snapshot())
        self.inbox.want((FAR,))
        train = TrainSettings(crop=32, batch=4, held_back=True, unlabelled=9)
        self.work = live(volume, 1.0, self.inbox, LiveSettings(train, improve_after=0))

    def until_answered_by(self, model: str, labels: int) -> SectionPredicted:
        end = time.monotonic() + 100
        while time.monotonic() < end:
            event = next(self.work)
            if isinstance(event, SectionPredicted) and event.prediction.section == FAR:
                if (event.prediction.model, event.prediction.labels_version) == (model, labels):
                    return event
        raise AssertionError(f"{model} did not answer for labels {labels}")


@pytest.mark.slow
def test_the_live_training_answers_with_the_layers_and_without_them_when_they_go(
    volume: LayeredVolume, monkeypatch
) -> None:
    monkeypatch.setattr(live_fusion, "TAUGHT", 5)
    monkeypatch.setattr(live_fusion, "COUNTS", 0.0)
    driver = Driver(volume)
    version = driver.painter.snapshot().version
    driver.until_answered_by("live", version)
    layers = LayersAtHand(Expert(sure=0.95, labels_version=version), Expert(sure=0.95))
    driver.inbox.put_layers(layers)
    answer = driver.until_answered_by("fused", version).prediction
    assert (answer.classes[:, :20] == 0).all() and (answer.classes[:, 28:] == 1).all()
    driver.painter.paint("inline_15", 1, slice(22, 38), slice(36, 44))
    driver.inbox.put_labels(driver.painter.snapshot())
    driver.inbox.put_layers(replace(layers, everything=replace(layers.everything, labels_version=version + 1)))
    driver.until_answered_by("fused", version + 1)
    driver.inbox.put_layers(None)
    driver.until_answered_by("live", version + 1)
    driver.work.close()


def test_what_the_layers_say_is_learned_in_a_round_too_but_for_what_the_round_itself_found(
    volume: LayeredVolume,
) -> None:
    snapshot, device = held_painter(volume).snapshot(), choose_device("cpu")
    settings = TrainSettings(crop=32, batch=2, held_back=True, device="cpu").decided(device)
    task, _ = facies_task(volume, snapshot, settings, device, 1.0)
    task.soft = drive(soft_labels(Expert(), volume, (OTHER, FAR), (0, 1)))
    found = np.full((48, 20), 1, np.uint8)
    source = task.lesson("teacher", {FAR: found}).source
    batch = source.batch(60, np.random.default_rng(0))
    trust = batch.trust[batch.pseudo != 255] / 255
    assert set(np.unique(trust.round(decimals=2))) == {np.float32(0.64), np.float32(1.0)}


def test_a_round_waits_until_the_live_network_has_learned_from_the_layers(volume: LayeredVolume) -> None:
    fusion = LiveFusion(volume)
    assert fusion.has_learned(0), "without layers nothing is waited for"
    fusion.set_layers(LayersAtHand(Expert()))
    assert not fusion.has_learned(0), "its teacher comes in a moment"
    fusion.set_layers(LayersAtHand(Expert(), Expert()))
    assert not fusion.has_learned(live_fusion.TAUGHT - 1) and fusion.has_learned(live_fusion.TAUGHT)


def test_how_sure_both_are_is_seen_on_voxels_all_over_the_sections_with_such_strokes(volume: LayeredVolume) -> None:
    strokes = drive(held_strokes(Expert(), volume, held_painter(volume).snapshot(), (LINE, OTHER)))
    found = drive(evidence_of(strokes, (0, 1), Expert(sure=0.6), volume, (0, 1)))
    layers, network = found.around
    assert layers.shape == network.shape == ((5 + 5) * 6, 2), "every eighth trace and sample"
    assert layers.max(axis=1) == pytest.approx(0.8) and network.max(axis=1) == pytest.approx(0.6)
