"""The ResNets' weights have torchvision's names and shapes, written down here since torchvision is no dependency."""

from __future__ import annotations

import pytest

from seisviewer.networks.registry import build

# Without the classifier (fc): resnet18 has 11.69 M parameters in all, resnet34 21.80 M, resnet50 25.56 M.
PARAMETERS = {"resnet18": 11_689_512 - 513_000, "resnet34": 21_797_672 - 513_000, "resnet50": 25_557_032 - 2_049_000}
ENTRIES = {"resnet18": 122 - 2, "resnet34": 218 - 2, "resnet50": 320 - 2}
SHAPES = {
    "resnet18": {
        "conv1.weight": (64, 3, 7, 7),
        "bn1.running_mean": (64,),
        "layer1.0.conv1.weight": (64, 64, 3, 3),
        "layer2.0.downsample.0.weight": (128, 64, 1, 1),
        "layer2.0.downsample.1.running_var": (128,),
        "layer4.1.bn2.num_batches_tracked": (),
    },
    "resnet34": {"layer3.5.conv2.weight": (256, 256, 3, 3), "layer4.2.bn2.bias": (512,)},
    "resnet50": {
        "layer1.0.downsample.0.weight": (256, 64, 1, 1),
        "layer1.0.conv3.weight": (256, 64, 1, 1),
        "layer2.0.conv2.weight": (128, 128, 3, 3),
        "layer3.5.bn3.weight": (1024,),
        "layer4.0.downsample.0.weight": (2048, 1024, 1, 1),
    },
}


@pytest.mark.parametrize("name", SHAPES)
def test_names_and_shapes_are_torchvisions(name: str) -> None:
    encoder = build("deeplabv3+", name, 2, in_channels=3).encoder
    state = encoder.state_dict()
    assert sum(each.numel() for each in encoder.parameters()) == PARAMETERS[name]
    assert len(state) == ENTRIES[name]
    for key, shape in SHAPES[name].items():
        assert tuple(state[key].shape) == shape


@pytest.mark.parametrize("name", SHAPES)
def test_last_layer_is_dilated_instead_of_strided(name: str) -> None:
    encoder = build("deeplabv3+", name, 2).encoder
    assert encoder.layer4[1].conv2.dilation == (2, 2)
    assert encoder.layer4[0].conv2.stride == (1, 1)
