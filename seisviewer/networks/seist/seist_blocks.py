"""What SeisT is built of: convolutions of several widths side by side, and attention to pooled neighbourhoods.

After Li et al. 2024, doi:10.1109/TGRS.2024.3371503. The names of the layers are those of the authors' weights
(github.com/senli1073/SeisT, MIT licence). Every module maps (windows, channels, samples).
"""

from __future__ import annotations

import math

import torch
from torch import Tensor, nn
from torch.nn import functional

WIDER = 4  # samples that each branch of the stem sees more than the one before
BRANCHES = 3
ATTENTIVE = 0.6  # share of the channels that attention works on; convolutions work on the others


def padded(x: Tensor, kernel: int, stride: int = 1) -> Tensor:
    """Zeros at both ends, so that a convolution gives one answer for every `stride` samples begun."""
    lacking = -x.shape[-1] % stride + kernel - stride
    return functional.pad(x, (lacking // 2, lacking - lacking // 2))


def pointwise(channels: int, out: int, bias: bool = False) -> nn.Conv1d:
    return nn.Conv1d(channels, out, 1, bias=bias)


def rounded(channels: int, step: int) -> int:
    """The nearest multiple of `step`, but never a tenth less."""
    near = max(step, int(channels + step / 2) // step * step)
    return near if near >= 0.9 * channels else near + step


class DropPath(nn.Module):
    """Stochastic depth: in training the branch of a window is left out with probability `rate`."""

    def __init__(self, rate: float) -> None:
        super().__init__()
        self.rate = rate

    def forward(self, x: Tensor) -> Tensor:
        if not self.training or self.rate == 0:
            return x
        kept = torch.rand(len(x), 1, 1, device=x.device) >= self.rate
        return x * kept / (1 - self.rate)


class SeparableConvolution(nn.Module):
    def __init__(self, channels: int, out: int, kernel: int, stride: int) -> None:
        super().__init__()
        self.in_proj = pointwise(channels, channels)
        self.dconv = nn.Conv1d(channels, channels, kernel, stride, groups=channels, bias=False)
        self.pconv = pointwise(channels, out)
        self.norm = nn.BatchNorm1d(out)

    def forward(self, x: Tensor) -> Tensor:
        x = padded(self.in_proj(x), self.dconv.kernel_size[0], self.dconv.stride[0])
        return functional.gelu(self.norm(self.pconv(self.dconv(x))))


class Stem(nn.Module):
    """Separable convolutions of three widths, side by side."""

    def __init__(self, channels: int, out: int, kernel: int, stride: int) -> None:
        super().__init__()
        kernels = [kernel + WIDER * branch for branch in range(BRANCHES)]
        self.convs = nn.ModuleList(SeparableConvolution(channels, out, each, stride) for each in kernels)
        self.out_proj = pointwise(BRANCHES * out, out)
        self.norm = nn.BatchNorm1d(out)

    def forward(self, x: Tensor) -> Tensor:
        return self.norm(self.out_proj(torch.cat([conv(x) for conv in self.convs], dim=1)))


class Aggregation(nn.Module):
    """Every `ratio` samples become one: their mean plus their maximum."""

    def __init__(self, channels: int, out: int, ratio: int) -> None:
        super().__init__()
        self.ratio = ratio
        self.proj = pointwise(channels, out)
        self.norm = nn.BatchNorm1d(out)

    def forward(self, x: Tensor) -> Tensor:
        means = functional.avg_pool1d(x, self.ratio, ceil_mode=True)
        return self.norm(self.proj(means + functional.max_pool1d(x, self.ratio, ceil_mode=True)))


class Perceptron(nn.Module):
    """Two linear layers at every sample by itself, the inner one `ratio` times as wide."""

    def __init__(self, channels: int, ratio: int, drop: float) -> None:
        super().__init__()
        self.lin0 = pointwise(channels, channels * ratio, bias=True)
        self.lin1 = pointwise(channels * ratio, channels, bias=True)
        self.dropout = nn.Dropout(drop)

    def forward(self, x: Tensor) -> Tensor:
        return self.dropout(self.lin1(functional.gelu(self.lin0(x))))


class GroupConvolution(nn.Module):
    def __init__(self, channels: int, groups: int, kernel: int, ratio: int, path: float, drop: float) -> None:
        super().__init__()
        self.conv = nn.Conv1d(channels, channels, kernel, groups=groups, bias=False)
        self.norm0 = nn.BatchNorm1d(channels)
        self.proj = pointwise(channels, channels)
        self.norm1 = nn.BatchNorm1d(channels)
        self.mlp = Perceptron(channels, ratio, drop)
        self.drop_path = DropPath(path)

    def forward(self, x: Tensor) -> Tensor:
        inside = functional.gelu(self.norm0(self.conv(padded(x, self.conv.kernel_size[0]))))
        x = x + self.drop_path(self.proj(inside))
        return x + self.drop_path(self.mlp(self.norm1(x)))


class MixedConvolutions(nn.Module):
    """Group convolutions of several widths, each on a part of the channels (multi-scale mixed convolution)."""

    def __init__(
        self, channels: int, width: int, kernels: tuple[int, ...], ratio: int, path: float, drop: float
    ) -> None:
        super().__init__()
        parts: list[int] = []
        for number in range(len(kernels)):
            parts.append(rounded((channels - sum(parts)) // (len(kernels) - number), width))
        self.projs = nn.ModuleList(pointwise(channels, part) for part in parts)
        self.norms = nn.ModuleList(nn.BatchNorm1d(part) for part in parts)
        self.convs = nn.ModuleList(
            GroupConvolution(part, part // width, kernel, ratio, path, drop)
            for part, kernel in zip(parts, kernels, strict=True)
        )
        self.out_norm = nn.BatchNorm1d(channels)

    def forward(self, x: Tensor) -> Tensor:
        answers = []
        for proj, norm, conv in zip(self.projs, self.norms, self.convs, strict=True):
            part = norm(proj(x))
            answers.append(part + conv(part))
        return self.out_norm(torch.cat(answers, dim=1))


class LocalAttention(nn.Module):
    """Attention of every sample to groups of `ratio` samples; 1 for attention to single samples."""

    def __init__(self, channels: int, width: int, ratio: int, drop: float) -> None:
        super().__init__()
        self.width = width
        self.aggr = Aggregation(channels, channels, ratio) if ratio > 1 else nn.Identity()
        self.norm = nn.BatchNorm1d(channels) if ratio > 1 else nn.Identity()
        self.q_proj = pointwise(channels, channels, bias=True)
        self.k_proj = pointwise(channels, channels, bias=True)
        self.v_proj = pointwise(channels, channels, bias=True)
        self.k_dropout = nn.Dropout(drop)
        self.attn_dropout = nn.Dropout(drop)
        self.out_proj = pointwise(channels, channels, bias=True)
        self.proj_dropout = nn.Dropout(drop)

    def forward(self, x: Tensor) -> Tensor:
        groups = self.norm(self.aggr(x))
        query = self._heads(self.q_proj(x)) / math.sqrt(self.width)
        key, value = self.k_dropout(self._heads(self.k_proj(groups))), self._heads(self.v_proj(groups))
        weights = self.attn_dropout((query.transpose(-1, -2) @ key).softmax(dim=-1))
        answer = (weights @ value.transpose(-1, -2)).transpose(-1, -2).reshape(x.shape)
        return self.proj_dropout(self.out_proj(answer))

    def _heads(self, x: Tensor) -> Tensor:
        """(windows, heads, channels of a head, samples)."""
        return x.reshape(len(x), -1, self.width, x.shape[-1])


class TwoPaths(nn.Module):
    """Attention on a part of the channels, convolution on the others (multi-path transformer layer).

    Of few channels attention takes all, as heads are of one width.
    """

    def __init__(self, channels: int, width: int, aggregated: int, ratio: int, path: float, drop: float) -> None:
        super().__init__()
        attentive = rounded(int(channels * ATTENTIVE), width)
        self.others = channels - attentive
        self.attn_proj = pointwise(channels, attentive)
        self.norm0 = nn.BatchNorm1d(attentive)
        self.attention = LocalAttention(attentive, width, aggregated, drop)
        self.attn_droppath = DropPath(path * ATTENTIVE)
        if self.others:
            self.conv_proj = pointwise(channels, self.others)
            self.norm1 = nn.BatchNorm1d(self.others)
            self.gconv = GroupConvolution(self.others, self.others // width, 3, ratio, path, drop)
            self.gconv_droppath = DropPath(path * (1 - ATTENTIVE))
        self.norm2 = nn.BatchNorm1d(channels)
        self.mlp = Perceptron(channels, ratio, drop)
        self.mlp_droppath = DropPath(path)

    def forward(self, x: Tensor) -> Tensor:
        attended = self.norm0(self.attn_proj(x))
        parts = [attended + self.attn_droppath(self.attention(attended))]
        if self.others:
            convolved = self.norm1(self.conv_proj(x))
            parts.append(convolved + self.gconv_droppath(self.gconv(convolved)))
        x = self.norm2(torch.cat(parts, dim=1))
        return x + self.mlp_droppath(self.mlp(x))
