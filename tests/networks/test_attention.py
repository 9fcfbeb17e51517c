"""Dual attention against the equations of the papers, written out by hand."""

from __future__ import annotations

import pytest
import torch

from seisviewer.networks.attention import ChannelAttention, DualAttention, PositionAttention
from seisviewer.networks.eca import EfficientChannelAttention, kernel_size


def position_attention() -> PositionAttention:
    torch.manual_seed(0)
    attention = PositionAttention(16)
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


def test_both_attentions_are_summed() -> None:
    both = DualAttention(16)
    features = torch.randn(1, 16, 5, 6)
    torch.testing.assert_close(both(features), both.position(features) + both.channel(features))


@pytest.mark.parametrize(("channels", "kernel"), [(16, 3), (24, 3), (64, 3), (128, 5), (256, 5), (512, 5)])
def test_eca_kernel_is_the_published_one(channels: int, kernel: int) -> None:
    assert kernel_size(channels) == kernel


def test_eca_weighs_channels_by_their_means() -> None:
    attention = EfficientChannelAttention(8)
    features = torch.randn(2, 8, 4, 4)
    weights = (attention(features) / features).flatten(2)
    assert torch.allclose(weights, weights[..., :1].expand_as(weights), atol=1e-5)
    assert ((weights > 0) & (weights < 1)).all()
