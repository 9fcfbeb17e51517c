"""The colour maps of amplitudes: one JSON file each in resources/colour_maps, all in one table."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files

import numpy as np


@dataclass(frozen=True)
class ColourMap:
    """A colour map from the most negative amplitude to the most positive.

    kind: "diverging" where the middle colour stands out as zero, "cyclic" where both ends have one colour, as those of an angle,
    "sequential" otherwise. stops: uint8 (stops, 3), evenly
    spaced.
    """

    name: str
    title: str
    kind: str
    stops: np.ndarray = field(repr=False, compare=False)

    def colours(self, at: np.ndarray) -> np.ndarray:
        """RGB uint8 (…, 3) at positions 0 (most negative) to 1 (most positive); others are clipped."""
        places = np.linspace(0.0, 1.0, len(self.stops))
        channels = [np.interp(at, places, self.stops[:, channel]) for channel in range(3)]
        return np.stack(channels, axis=-1).round().astype(np.uint8)


@cache
def colour_maps() -> dict[str, ColourMap]:
    """Every colour map by its name, in the order to offer them."""
    found = []
    for file in files("seisviewer.resources").joinpath("colour_maps").iterdir():
        if file.name.endswith(".json"):
            body = json.loads(file.read_text(encoding="utf-8"))
            stops = np.array([list(bytes.fromhex(colour[1:])) for colour in body["colours"]], np.uint8)
            found.append(
                (body["order"], ColourMap(file.name.removesuffix(".json"), body["title"], body["kind"], stops))
            )
    return {colour_map.name: colour_map for _, colour_map in sorted(found, key=lambda entry: entry[0])}


def amplitude_maps() -> dict[str, ColourMap]:
    """Those that can tell a negative amplitude from a positive one."""
    return {name: found for name, found in colour_maps().items() if found.kind != "cyclic"}


def colour_map(name: str) -> ColourMap:
    """A colour map by name; grey for a name that this version does not have."""
    return colour_maps().get(name) or colour_maps()["grey"]
