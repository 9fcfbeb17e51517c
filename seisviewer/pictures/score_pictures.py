"""Pictures of scores of several pickers: F1, residuals, and F1 by signal-to-noise ratio, a line for each model."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from seisviewer.translation import tr

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

COLOURS = {"P": "#c8332b", "S": "#2f62b5"}
FAINT = 0.35
LINE_INCHES, FRAME_INCHES, WIDTH_INCHES = 0.3, 1.0, 7.2
MILLISECONDS = 1000.0
DARK = 0.6  # of a cell, from which its number is white


@dataclass(frozen=True)
class ScoreLine:
    """One model. Keys are phases. f1: at the two tolerances. residual: mean and standard deviation in seconds. snr: F1 by
    bin."""

    name: str
    f1: Mapping[str, tuple[float, float]]
    residual: Mapping[str, tuple[float, float]]
    snr: Mapping[str, Mapping[str, float]]


def f1_figure(lines: Sequence[ScoreLine], tolerances: tuple[float, float]) -> Figure:
    """Bars, P and S side by side, the best model at the top; the fainter one is at the larger tolerance."""
    figure, areas = _panels(lines)
    for axes, (phase, colour) in zip(areas, COLOURS.items(), strict=True):
        small, large = (np.nan_to_num([line.f1[phase][which] for line in lines]) for which in (0, 1))
        axes.barh(range(len(lines)), large, color=colour, alpha=FAINT)
        axes.barh(range(len(lines)), small, height=0.5, color=colour)
        for row, value in enumerate(small):
            axes.text(0.01, row, f"{value:.2f}", va="center", color="white" if value > 0.12 else "black", fontsize=8)
        axes.set_xlim(0, 1)
        axes.set_xlabel(tr("F1 of {phase}").format(phase=phase))
    handles = [bars for axes in areas for bars in axes.containers[::-1]]
    labels = [
        tr("{phase} within {tolerance:g} s").format(phase=phase, tolerance=tolerance)
        for phase in COLOURS
        for tolerance in tolerances
    ]
    figure.legend(handles, labels, loc="outside lower center", ncols=len(labels), fontsize=7, frameon=False)
    return figure


def residual_figure(lines: Sequence[ScoreLine]) -> Figure:
    """Mean of pick − arrival, with one standard deviation to either side."""
    figure, areas = _panels(lines)
    for axes, (phase, colour) in zip(areas, COLOURS.items(), strict=True):
        means, deviations = (
            np.array([line.residual[phase][which] * MILLISECONDS for line in lines]) for which in (0, 1)
        )
        axes.errorbar(means, range(len(lines)), xerr=deviations, fmt="o", color=colour, capsize=3, markersize=4)
        axes.axvline(0, color="#606060", linewidth=0.8)
        axes.set_xlabel(tr("{phase} pick − arrival (ms)").format(phase=phase))
    return figure


def snr_figure(lines: Sequence[ScoreLine], bins: Sequence[str], counts: Mapping[str, Mapping[str, int]]) -> Figure:
    """F1 as shades with the number in each. counts: arrivals, by phase and bin."""
    figure, areas = _panels(lines, below=0.6)
    for axes, phase in zip(areas, COLOURS, strict=True):
        values = np.array([[line.snr[phase].get(each, math.nan) for each in bins] for line in lines], float)
        axes.imshow(values.reshape(len(lines), len(bins)), vmin=0, vmax=1, cmap="Blues", aspect="auto")
        for (row, column), value in np.ndenumerate(values):
            if not math.isnan(value):
                colour = "white" if value > DARK else "black"
                axes.text(column, row, f"{value:.2f}", ha="center", va="center", color=colour, fontsize=7)
        named = [f"{each}\n({counts[phase].get(each, 0)})" for each in bins]
        axes.set_xticks(range(len(bins)), named, fontsize=6.5, rotation=30, ha="right")
        axes.set_title(phase, fontsize=9)
    return figure


def _panels(lines: Sequence[ScoreLine], below: float = 0.0) -> tuple[Figure, Sequence[Axes]]:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    height = FRAME_INCHES + below + LINE_INCHES * max(len(lines), 2)
    figure = Figure(figsize=(WIDTH_INCHES, height), layout="constrained")
    FigureCanvasAgg(figure)
    areas = figure.subplots(1, len(COLOURS), sharey=True)
    areas[0].set_yticks(range(len(lines)), [line.name for line in lines], fontsize=8)
    areas[0].set_ylim(len(lines) - 0.5, -0.5)
    return figure, areas
