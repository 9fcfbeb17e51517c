"""Facies classes: number, name and colour, and the table that holds them in the order the user wants."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FaciesClass:
    """number: the value stored in labels (0–126). colour: "#rrggbb". locked: painting never changes its labels."""

    number: int
    name: str
    colour: str
    locked: bool = False
