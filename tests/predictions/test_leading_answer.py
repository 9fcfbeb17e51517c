"""Who speaks: the layers, the network, or both together."""

from __future__ import annotations

import pytest

from seisviewer.predictions.leading_answer import Speaker, leading

LAYERS, NETWORK, BOTH = Speaker


@pytest.mark.parametrize("layers, network, both, better, speaker", [
    (None, None, None, False, LAYERS),
    (1, None, None, True, LAYERS),
    (None, 1, None, False, NETWORK),
    (3, 3, None, True, NETWORK),
    (3, 4, None, True, NETWORK),
    (3, 3, None, False, LAYERS),
    (4, 3, None, True, LAYERS),
])  # fmt: skip
def test_the_network_speaks_only_where_it_has_learned_as_much_and_is_known_to_be_better(
    layers: int | None, network: int | None, both: int | None, better: bool, speaker: Speaker
) -> None:
    assert leading(layers, network, both, better) is speaker


@pytest.mark.parametrize("layers, both, speaker", [(None, 1, BOTH), (3, 3, BOTH), (3, 4, BOTH), (4, 3, LAYERS)])
def test_both_together_speak_as_soon_as_they_know_all_strokes_that_the_layers_know(
    layers: int | None, both: int, speaker: Speaker
) -> None:
    assert leading(layers, None, both, False) is speaker
