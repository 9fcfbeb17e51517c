"""Model files: they come back as they went, and a stranger's file runs no code."""

from __future__ import annotations

import json
import os
import pickle
import zipfile
from pathlib import Path

import pytest
import torch

from seisviewer.errors import ModelError
from seisviewer.networks import weights
from seisviewer.networks.registry import build
from seisviewer.networks.weights import ModelSpec

SPEC = ModelSpec("deeplabv3+da-eca", "mobile", (0, 4, 7), 2, {"scale": 1.5, "depth": True})


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    path = tmp_path / "runs" / "1" / "teacher.pt"
    path.parent.mkdir(parents=True)
    weights.save(path, SPEC.build(seed=5), SPEC)
    return path


def test_model_comes_back_as_it_went(saved: Path) -> None:
    model, spec = weights.load(saved)
    assert spec == SPEC
    assert not model.training
    image = torch.randn(1, 2, 33, 20)
    with torch.inference_mode():
        assert torch.equal(model(image), SPEC.build(seed=5).eval()(image))


def test_file_is_a_plain_state_dict(saved: Path) -> None:
    state = torch.load(saved, weights_only=True)
    assert state.keys() == SPEC.build().state_dict().keys()


def test_description_is_read_without_the_weights(saved: Path) -> None:
    assert weights.read_spec(saved) == SPEC


def test_a_part_whose_name_is_no_text_is_damage(saved: Path) -> None:
    """Its flag says UTF-8, its bytes say otherwise: zipfile raises a UnicodeDecodeError."""
    content = bytearray(saved.read_bytes())
    local = content.index(b"PK\x03\x04")
    content[local + 7] |= 0x08
    content[local + 30] = 0xFC
    saved.write_bytes(content)
    with pytest.raises(ModelError, match="damaged"):
        weights.load_state(saved)


def test_save_leaves_nothing_else_behind(saved: Path) -> None:
    weights.save(saved, SPEC.build(seed=6), SPEC)
    assert os.listdir(saved.parent) == [saved.name]


def test_failed_save_keeps_the_old_file(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = saved.read_bytes()

    def full_disk(descriptor: int) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(os, "fsync", full_disk)
    with pytest.raises(ModelError, match="No space left"):
        weights.save(saved, SPEC.build(seed=6), SPEC)
    assert saved.read_bytes() == before
    assert os.listdir(saved.parent) == [saved.name]


def test_state_of_a_run_comes_back(tmp_path: Path) -> None:
    model = SPEC.build()
    optimiser = torch.optim.SGD(model.parameters(), 0.1, momentum=0.9)
    model(torch.randn(1, 2, 17, 17)).sum().backward()
    optimiser.step()
    weights.save_state(
        tmp_path / "state.pt", {"step": 3, "model": model.state_dict(), "optimiser": optimiser.state_dict()}
    )
    state = weights.load_state(tmp_path / "state.pt")
    assert state["step"] == 3
    again = torch.optim.SGD(model.parameters(), 0.1, momentum=0.9)
    again.load_state_dict(state["optimiser"])
    assert again.state_dict()["state"].keys() == optimiser.state_dict()["state"].keys()


def test_view_is_saved_without_its_whole_storage(tmp_path: Path) -> None:
    weights.save_state(tmp_path / "state.pt", {"view": torch.zeros(1_000_000)[:10]})
    assert (tmp_path / "state.pt").stat().st_size < 10_000


class Bomb:
    def __reduce__(self) -> tuple:
        return os.mkdir, (os.environ["BOMB"],)


def test_foreign_code_is_not_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BOMB", str(tmp_path / "ran"))
    torch.save({"weight": Bomb()}, tmp_path / "zip.pt")
    (tmp_path / "bare.pt").write_bytes(pickle.dumps(Bomb(), protocol=2))
    for name in ("zip.pt", "bare.pt"):
        for read in (weights.load, weights.load_state):
            with pytest.raises(ModelError):
                read(tmp_path / name)
    assert not (tmp_path / "ran").exists()


def _truncate(path: Path) -> None:
    path.write_bytes(path.read_bytes()[:2000])


def _empty(path: Path) -> None:
    path.write_bytes(b"")


def _text(path: Path) -> None:
    path.write_text("not a model")


def _flip_a_byte(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 255
    path.write_bytes(content)


def _no_description(path: Path) -> None:
    torch.save(SPEC.build().state_dict(), path)


def _other_description(path: Path) -> None:
    weights.save(path, SPEC.build(), ModelSpec("deeplabv3+", "mobile", (0, 1, 2), 2))


def _other_classes(path: Path) -> None:
    weights.save(path, SPEC.build(), ModelSpec("deeplabv3+da-eca", "mobile", (0, 1), 2))


def _unknown_network(path: Path) -> None:
    weights.save(path, SPEC.build(), ModelSpec("transformer", "mobile", (0, 1, 2), 2))


def _list_not_dict(path: Path) -> None:
    torch.save([torch.zeros(3)], path)


def _gone(path: Path) -> None:
    path.unlink()


def _folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


SPOILERS = [
    _truncate,
    _empty,
    _text,
    _flip_a_byte,
    _no_description,
    _other_description,
    _other_classes,
    _unknown_network,
    _list_not_dict,
    _gone,
    _folder,
]


@pytest.mark.parametrize("spoil", SPOILERS)
def test_spoilt_file_gives_one_sentence(saved: Path, spoil) -> None:
    spoil(saved)
    with pytest.raises(ModelError) as caught:
        weights.load(saved)
    text = str(caught.value)
    assert "\n" not in text and text.endswith(".") and len(text) < 400


@pytest.mark.parametrize("classes", ["three", ["a"], None, [True, False]])
def test_description_of_the_wrong_kind_is_refused(saved: Path, tmp_path: Path, classes: object) -> None:
    values = SPEC.to_json() | {"classes": classes}
    spoilt = tmp_path / "spoilt.pt"
    with zipfile.ZipFile(saved) as source, zipfile.ZipFile(spoilt, "w") as target:
        for record in source.namelist():
            content = json.dumps(values) if record == weights.DESCRIPTION else source.read(record)
            target.writestr(record, content)
    with pytest.raises(ModelError, match="which network"):
        weights.load(spoilt)


def torchvision_like(encoder: str, planes: int = 3) -> dict[str, torch.Tensor]:
    state = build("deeplabv3+", encoder, 2, in_channels=planes, seed=9).encoder.state_dict()
    return dict(state) | {"fc.weight": torch.zeros(1000, 512), "fc.bias": torch.zeros(1000)}


@pytest.mark.parametrize("planes", [1, 2, 3])
def test_imagenet_weights_fit_any_number_of_planes(tmp_path: Path, planes: int) -> None:
    """The same value in all planes gives what a grey picture gives with the original weights."""
    state = torchvision_like("resnet18")
    torch.save(state, tmp_path / "resnet18.pth")
    model = build("deeplabv3+", "resnet18", 2, in_channels=planes)
    weights.load_encoder_weights(model, tmp_path / "resnet18.pth")
    assert torch.equal(model.encoder.layer4[1].conv2.weight, state["layer4.1.conv2.weight"])
    image = torch.randn(1, 1, 33, 33)
    expected = torch.nn.functional.conv2d(image.expand(-1, 3, -1, -1), state["conv1.weight"], stride=2, padding=3)
    inputs = image.expand(-1, planes, -1, -1)
    torch.testing.assert_close(model.encoder.conv1(inputs), expected, rtol=1e-3, atol=1e-4)


def test_weights_of_another_depth_are_refused(tmp_path: Path) -> None:
    torch.save(torchvision_like("resnet18"), tmp_path / "resnet18.pth")
    with pytest.raises(ModelError, match="another network"):
        weights.load_encoder_weights(build("deeplabv3+", "resnet34", 2), tmp_path / "resnet18.pth")
    with pytest.raises(ModelError, match="ResNet"):
        weights.load_encoder_weights(build("deeplabv3+", "mobile", 2), tmp_path / "resnet18.pth")
