"""Dual attention against the equations of the papers, and tiles against the whole."""

from __future__ import annotations

import pytest
import torch

from seisviewer.networks.attention import ChannelAttention, PositionAttention, tile_shape, tile_starts
from seisviewer.networks.eca import EfficientChannelAttention, kernel_size


def position_attention(channels: int = 16, **options: int) -> PositionAttention:
    torch.manual_seed(0)
    attention = PositionAttention(channels, **options)
    torch.nn.init.constant_(attention.alpha, 0.7)
    return attention.eval()


def test_position_attention_follows_its_equation() -> None:
    attention = position_attention()
    features = torch.randn(1, 16, 3, 4)
    b, c, d = (conv(features)[0].flatten(1) for conv in (attention.query, attention.key, attention.value))
    similar = torch.softmax(b.T @ c / b.shape[0] ** 0.5, dim=1)
    expected = 0.7 * (d @ similar.T) + features[0].flatten(1)
    torch.testing.assert_close(attention(features)[0].flatten(1), expected, rtol=1e-4, atol=1e-5)


def test_channel_attention_follows_its_equation() -> None:
    attention = ChannelAttention()
    torch.nn.init.constant_(attention.beta, 0.3)
    features = torch.randn(1, 5, 3, 4)
    a = features[0].flatten(1)
    similar = torch.softmax(a @ a.T / 12, dim=1)
    torch.testing.assert_close(attention(features)[0].flatten(1), 0.3 * similar @ a + a)


def test_tiles_give_what_the_whole_gives_where_every_place_looks_alike() -> None:
    features = torch.randn(1, 16, 1, 1).expand(1, 16, 30, 50)
    whole = position_attention()(features)
    tiled = position_attention(most_tokens=100)(features)
    torch.testing.assert_close(tiled, whole)


def test_tiles_come_close_to_the_whole() -> None:
    """On a smooth map (as deep features are) most of what a place looks at lies in its tile."""
    coarse = torch.randn(1, 16, 4, 4, generator=torch.Generator().manual_seed(5))
    features = torch.nn.functional.interpolate(coarse, size=(40, 40), mode="bilinear")
    whole, tiled = position_attention()(features), position_attention(most_tokens=900)(features)
    assert (whole - tiled).norm() < 0.1 * (whole - features).norm()


def test_large_map_needs_no_square_of_itself() -> None:
    """40,000 places: all with all would take 6.4 GB; tiled it is the memory of one tile."""
    attention = position_attention(8)
    with torch.inference_mode():
        assert torch.isfinite(attention(torch.randn(1, 8, 200, 200))).all()


@pytest.mark.parametrize(
    ("height", "width"), [(64, 64), (1, 9000), (9000, 1), (30, 400), (130, 130), (65, 64), (2, 4097)]
)
def test_tiles_cover_the_map_and_overlap(height: int, width: int) -> None:
    rows, columns = tile_shape(height, width, 4096)
    assert rows * columns <= 4096
    for length, tile in ((height, rows), (width, columns)):
        starts = tile_starts(length, tile)
        assert starts[0] == 0 and starts[-1] + tile == length
        assert all(later - earlier <= tile - tile // 4 for earlier, later in zip(starts, starts[1:], strict=False))


@pytest.mark.parametrize(("channels", "kernel"), [(16, 3), (24, 3), (64, 3), (128, 5), (256, 5), (512, 5)])
def test_eca_kernel_is_the_published_one(channels: int, kernel: int) -> None:
    assert kernel_size(channels) == kernel


def test_eca_weighs_channels_by_their_means() -> None:
    attention = EfficientChannelAttention(8)
    features = torch.randn(2, 8, 4, 4)
    weights = (attention(features) / features).flatten(2)
    assert torch.allclose(weights, weights[..., :1].expand_as(weights), atol=1e-5)
    assert ((weights > 0) & (weights < 1)).all()
