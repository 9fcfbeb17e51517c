"""Which of the two models speaks."""

from __future__ import annotations

import pytest

from seisviewer.predictions.leading_answer import Speaker, Standing, leading

LAYERS, NETWORK, BOTH = Speaker


@pytest.mark.parametrize("layers, network, speaker", [
    (None, None, LAYERS),
    (Standing(1), None, LAYERS),
    (None, Standing(1), NETWORK),
    (Standing(3, 0.8), Standing(3, 0.9), NETWORK),
    (Standing(3, 0.8), Standing(4, 0.9), NETWORK),
    (Standing(3, 0.9), Standing(3, 0.8), LAYERS),
    (Standing(3, 0.8), Standing(3, 0.8), LAYERS),
    (Standing(4, 0.8), Standing(3, 0.9), LAYERS),
    (Standing(3, None), Standing(3, 0.9), LAYERS),
    (Standing(3, 0.8), Standing(3, None), LAYERS),
])  # fmt: skip
def test_the_network_speaks_only_where_it_has_learned_as_much_and_is_known_to_be_better(
    layers: Standing | None, network: Standing | None, speaker: Speaker
) -> None:
    assert leading(layers, network) is speaker


@pytest.mark.parametrize("layers, network, both, speaker", [
    (None, None, Standing(1), BOTH),
    (Standing(3, 0.9), None, Standing(3), BOTH),
    (Standing(3, 0.9), None, Standing(4), BOTH),
    (Standing(4, 0.9), None, Standing(3), LAYERS),
    (Standing(3, 0.8), Standing(3, 0.9), None, NETWORK),
])  # fmt: skip
def test_both_together_speak_as_soon_as_they_know_all_strokes_that_the_layers_know(
    layers: Standing | None, network: Standing | None, both: Standing | None, speaker: Speaker
) -> None:
    assert leading(layers, network, both) is speaker
