"""What tests of several commands use."""

from __future__ import annotations

import pytest


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> str:
    """An untrained PhaseNet that is near a third everywhere."""
    import torch

    from seisviewer.networks.pickers import new_picker, save_picker

    torch.manual_seed(0)
    return str(save_picker(tmp_path_factory.mktemp("model") / "mine", new_picker("phasenet").model))
