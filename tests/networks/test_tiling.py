"""Large maps in tiles: nothing is left out, no edge shows, and little is lost."""

from __future__ import annotations

import itertools

import pytest
import torch

from seisviewer.networks.attention import DualAttention
from seisviewer.networks.tiling import in_tiles, tile_shape, tile_starts

MAPS = [(64, 64), (1, 9000), (9000, 1), (30, 400), (130, 130), (65, 64), (2, 4097)]


def dual_attention(most_places: int) -> DualAttention:
    torch.manual_seed(0)
    attention = DualAttention(16, most_places)
    torch.nn.init.constant_(attention.position.alpha, 0.7)
    torch.nn.init.constant_(attention.channel.beta, 0.7)
    return attention.eval()


@pytest.mark.parametrize(("height", "width"), MAPS)
def test_tiles_cover_the_map_and_overlap(height: int, width: int) -> None:
    rows, columns = tile_shape(height, width, 4096)
    assert rows * columns <= 4096
    for length, tile in ((height, rows), (width, columns)):
        starts = tile_starts(length, tile)
        assert starts[0] == 0 and starts[-1] + tile == length
        assert all(later - earlier <= tile - tile // 4 for earlier, later in itertools.pairwise(starts))


@pytest.mark.parametrize(("height", "width"), [(30, 50), (3, 400), (1, 1)])
def test_work_that_looks_at_one_place_is_not_changed(height: int, width: int) -> None:
    features = torch.randn(2, 3, height, width)
    torch.testing.assert_close(in_tiles(features, 100, torch.sin), features.sin())


def test_small_map_goes_through_in_one_piece() -> None:
    features = torch.randn(1, 16, 10, 10)
    assert torch.equal(dual_attention(100)(features), dual_attention(4096)(features))


def test_attention_in_tiles_is_the_whole_where_all_places_look_alike() -> None:
    features = torch.randn(1, 16, 1, 1).expand(1, 16, 30, 50)
    torch.testing.assert_close(dual_attention(100)(features), dual_attention(4096)(features), rtol=1e-4, atol=1e-5)


def test_attention_in_tiles_is_near_the_whole() -> None:
    """In a texture that is the same everywhere a tile holds what the whole holds."""
    features = torch.randn(1, 16, 60, 60, generator=torch.Generator().manual_seed(5))
    whole, tiled = dual_attention(4096)(features), dual_attention(900)(features)
    assert (whole - tiled).norm() < 0.1 * (whole - 2 * features).norm()


def test_no_edge_shows_between_tiles() -> None:
    ramp = torch.arange(60.0).expand(1, 1, 60, 60)
    leaning = in_tiles(ramp, 900, lambda tile: tile - tile.mean())
    steps = leaning.diff(dim=-1)
    assert steps.abs().max() < 4  # a hard edge between tiles would be a step of some 20


def test_large_map_needs_no_square_of_itself() -> None:
    """40,000 places: all with all would take 6.4 GB; in tiles it is the memory of one."""
    with torch.inference_mode():
        assert torch.isfinite(dual_attention(1024)(torch.randn(1, 16, 200, 200))).all()
