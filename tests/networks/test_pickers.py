"""Pickers of SeisBench: found, loaded, written, and refused in one sentence."""

from __future__ import annotations

import inspect
import json
import pickle
import shutil
import socket
from pathlib import Path

import pytest
import seisbench
import torch
from seisbench import models

from seisviewer.errors import ModelError
from seisviewer.networks.picker_names import KNOWN, PickerName, available, on_disk
from seisviewer.networks.pickers import load_picker, new_picker, phase_of, save_picker

# Networks that SeisBench lists and that set no P and S picks on a single station.
NO_PICKERS = {
    "CRED", "DASWaveformModelWrapper", "DeepDenoiser", "DeepSubDAS", "DepthPhaseModel", "DepthPhaseNet",
    "DepthPhaseTEAM", "DPPDetector", "DPPPicker", "DeepPhasePick", "PhaseTEAM", "SeisDAE", "WaveformModel", "WaveformPipeline",
}  # fmt: skip


@pytest.fixture
def no_internet(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("asked the internet")

    monkeypatch.setattr(socket.socket, "connect", refuse)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, no_internet: None) -> Path:
    """A SeisBench cache with PhaseNet weights “small” in versions 1 and 10, and half of “broken”."""
    monkeypatch.setenv("SEISBENCH_CACHE_ROOT", str(tmp_path))
    folder = tmp_path / "models" / "v3" / "phasenet"
    folder.mkdir(parents=True)
    save_picker(folder / "small", model(seed=1), self_trained=False)
    newer = save_picker(tmp_path / "newer", model(seed=10), self_trained=False)
    shutil.move(newer, folder / "small.pt.v10")
    shutil.move(tmp_path / "newer.json.v1", folder / "small.json.v10")
    (folder / "broken.json.v1").write_text("{}")
    return folder


def model(seed: int = 0, **arguments: object) -> torch.nn.Module:
    torch.manual_seed(seed)
    return new_picker("phasenet", **{"phases": "NPS", "norm": "peak", "component_order": "ENZ", **arguments}).model


def same(one: torch.nn.Module, other: torch.nn.Module) -> bool:
    states = one.state_dict(), other.state_dict()
    return states[0].keys() == states[1].keys() and all(
        torch.equal(states[0][key], states[1][key]) for key in states[0]
    )


def refusal(name: str | Path) -> str:
    with pytest.raises(ModelError) as caught:
        load_picker(name)
    text = str(caught.value)
    assert text.endswith(".") and "\n" not in text
    return text


def test_the_cache_is_listed_without_the_internet(cache: Path) -> None:
    assert available() == (PickerName("phasenet", "small"),)


def test_the_newest_version_in_the_cache_is_loaded(cache: Path) -> None:
    picker = load_picker("phasenet:small")
    assert same(picker.model, model(seed=10))
    assert picker.name == "phasenet:small" and not picker.self_trained and not picker.model.training


@pytest.mark.parametrize("named", ["mine", "mine.pt", "mine.json", "mine.pt.v1", "mine.json.v1"])
def test_what_was_saved_is_loaded_by_any_of_its_names(tmp_path: Path, named: str) -> None:
    saved = model(seed=3, default_args={"P_threshold": 0.4})
    save_picker(tmp_path / named, saved)
    picker = load_picker(tmp_path / named)
    assert same(picker.model, saved)
    assert (picker.name, picker.self_trained) == ("mine", True)
    assert (picker.in_samples, picker.rate, picker.component_order, picker.model.norm) == (3001, 100.0, "ENZ", "peak")
    assert (picker.threshold("P"), picker.threshold("S")) == (0.4, 0.3)
    assert picker.phases == {"P": "P", "S": "S"} and not picker.detects


def test_seisbench_reads_what_was_saved(tmp_path: Path) -> None:
    saved = model(seed=4)
    save_picker(tmp_path / "mine", saved, docstring="Taught here")
    read = models.PhaseNet.load(tmp_path / "mine", version_str="1")
    assert same(read, saved) and read.norm == "peak" and read.component_order == "ENZ"
    assert read.weights_docstring == "Taught here"


def test_what_seisbench_saved_is_loaded(tmp_path: Path) -> None:
    """Its description does not say which network it is of."""
    for name, saved in (("one", model(seed=5)), ("two", new_picker("eqtransformer", lstm_blocks=1).model)):
        saved.save(tmp_path / name)
        picker = load_picker(tmp_path / name)
        assert type(picker.model) is type(saved) and same(picker.model, saved) and not picker.self_trained


@pytest.mark.parametrize("network", KNOWN)
def test_every_network_is_saved_and_loaded(network: str, tmp_path: Path) -> None:
    arguments = {"phases": "PSN"} if network == "gpd" else {}
    saved = new_picker(network, **arguments).model
    picker = load_picker(save_picker(tmp_path / "any", saved))
    assert type(picker.model) is type(saved) and same(picker.model, saved)
    assert picker.phases and set(picker.phases.values()) <= {"P", "S", "Detection"}
    assert 0 < picker.step <= picker.in_samples


def test_every_picker_that_seisbench_lists_is_known() -> None:
    listed = {name for name in models.__all__ if is_picker(getattr(models, name))}
    assert listed - NO_PICKERS == set(KNOWN.values()) - {"SeisT"}


def is_picker(thing: object) -> bool:
    return inspect.isclass(thing) and issubclass(thing, models.WaveformModel | models.WaveformPipeline)


def test_labels_of_several_phases() -> None:
    assert [phase_of(label) for label in ("P", "Pn", "Sg", "N", "Detection", "Polarity_U", "pP")] == [
        "P", "P", "S", "", "Detection", "", "",
    ]  # fmt: skip


def test_what_is_not_there_is_one_sentence(cache: Path, tmp_path: Path) -> None:
    assert "no weights “large” of phasenet" in refusal("phasenet:large")
    assert "phasenet:small" in refusal("phasenet:large")
    assert "pick --download”" in refusal("phasenet:large") and "“Download…”" in refusal("phasenet:large")
    assert "no network “magic”" in refusal("magic:original")
    assert "no picker “nothing”" in refusal("nothing")
    assert "no weights “broken”" in refusal("phasenet:broken")
    lonely = tmp_path / "lonely.pt"
    lonely.write_bytes(b"weights")
    assert "lonely.json" in refusal(lonely)


def test_damaged_weights_are_one_sentence(tmp_path: Path) -> None:
    path = save_picker(tmp_path / "cut", model())
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert "damaged" in refusal(path)
    path = save_picker(tmp_path / "text", model())
    (tmp_path / "text.json.v1").write_text("{")
    assert "damaged" in refusal(path)


def test_a_description_of_something_else_is_one_sentence(tmp_path: Path) -> None:
    path = save_picker(tmp_path / "other", model())
    text = tmp_path / "other.json.v1"
    described = json.loads(text.read_text())
    text.write_text(json.dumps({**described, "model_args": {"wings": 2}}))
    assert "takes no such settings" in refusal(path)
    text.write_text(json.dumps({**described, "model_args": {"classes": 5}}))
    assert "another network" in refusal(path)
    text.write_text(json.dumps({"model_args": {"wings": 2}}))
    assert "no picker" in refusal(path)
    text.write_text("[1, 2]")
    assert "does not describe" in refusal(path)


def test_weights_that_would_run_code_are_not_opened(tmp_path: Path) -> None:
    class Mischief:
        def __reduce__(self) -> tuple:
            return (Path.touch, (tmp_path / "ran",))

    path = save_picker(tmp_path / "evil", model())
    path.write_bytes(pickle.dumps(Mischief()))
    refusal(path)
    assert not (tmp_path / "ran").exists()


def test_nothing_is_downloaded_unasked(cache: Path) -> None:
    refusal("phasenet:original")  # the fixture fails on any connection


def test_a_server_that_is_not_reached_is_said_without_what_the_library_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SEISBENCH_CACHE_ROOT", str(tmp_path))
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    for name in ("HTTPS_PROXY", "https_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")  # where nobody answers
    with pytest.raises(ModelError, match="server is not reached") as caught:
        load_picker("phasenet:nobody_has_it", download=True)
    assert "Pool" not in str(caught.value) and "Error" not in str(caught.value)


def test_seisbench_is_quiet() -> None:
    assert not seisbench.logger.isEnabledFor(30)


def test_a_folder_is_no_picker(tmp_path: Path) -> None:
    assert on_disk(tmp_path) is None
    refusal(tmp_path)


@pytest.mark.slow
def test_the_pickers_of_the_real_cache(data_dir: Path, monkeypatch: pytest.MonkeyPatch, no_internet: None) -> None:
    monkeypatch.setenv("SEISBENCH_CACHE_ROOT", str(data_dir / "quake" / "weights"))
    assert {str(name) for name in available()} == {
        "phasenet:original", "phasenet:ustc_sichuan", "phasenetlight:ethz", "phasenetlight:tlpn_stead",
        "eqtransformer:pnw", "seist:s", "seist:m", "seist:l",
    }  # fmt: skip
    for name in available():
        assert set(load_picker(str(name)).phases.values()) >= {"P", "S"}
    assert load_picker("eqtransformer:pnw").detects
    assert load_picker("phasenet:ustc_sichuan").rate == 50.0
