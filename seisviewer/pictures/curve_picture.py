"""Curves with the spread of the runs that they are the mean of, in panels beside one another."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Curve:
    """at, mean, lowest, highest: of the same length. dashed: drawn so, in the colour of the curve of the same name."""

    name: str
    at: tuple[float, ...]
    mean: tuple[float, ...]
    lowest: tuple[float, ...]
    highest: tuple[float, ...]
    dashed: bool = False


@dataclass(frozen=True)
class CurvePanel:
    """One pair of axes. across: what its x are."""

    title: str
    across: str
    curves: tuple[Curve, ...]


@dataclass(frozen=True)
class CurvesPicture:
    """Panels that share what is up their axes. note: below them. shape: height of the whole by its width."""

    panels: tuple[CurvePanel, ...]
    up: str
    note: str = ""

    @property
    def shape(self) -> float:
        return 0.75 / len(self.panels)
