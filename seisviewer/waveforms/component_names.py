"""What the name of a channel says: which of a station's sensors it belongs to, and which component it is.

Names come in many fashions: HHZ HHN HHE of SEED, Z N E alone, U N E and UD NS EW of Japan, with the number of the sensor
behind them where one stands in a borehole (UD1, UD2), V for the vertical, words. The letter that comes of it is Z for the
vertical under whatever name; the channel itself keeps the name of its file.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace

ORDER = "ZNEXYRT123UVWLQABC"
# Names of whole components; K-NET names one by both its ends, of which the first is the positive one.
WORDS = {
    "Z": ("UD", "U-D", "UP", "VER", "VERT", "VERTICAL"),
    "N": ("NS", "N-S", "NORTH"),
    "E": ("EW", "E-W", "EAST"),
    "R": ("RAD", "RADIAL"),
    "T": ("TRA", "TRAN", "TRANS", "TRANSVERSE"),
}
CODE_OF = {word: code for code, words in WORDS.items() for word in words}
OF_SENSOR = re.compile(rf"({'|'.join(sorted(CODE_OF, key=len, reverse=True))})[-_ ]?(\d*)")
# A letter with the sensor behind it (UA NA EA, Z1 N1 E1), where all three are there.
SHORT = re.compile(r"([ZUNE])([\dABCD])")
GROUND_MOTION = "HLNGP"  # second letters of SEED's names that measure it: of others U and V are no vertical
# Letters that stand for the vertical where there is no Z, unless the others say that three axes are alike (U V W).
VERTICALS = {"U": set("VW"), "V": set("UW")}


@dataclass(frozen=True)
class ComponentName:
    """instrument: what the components of one sensor share: band and instrument of SEED, else the number of the sensor, or
    "". code: the letter under which it is shown; "?" where it has no name."""

    instrument: str
    code: str


def component_names(channels: Collection[str]) -> dict[str, ComponentName]:
    """What the channels of one station and location are, by their names."""
    named = {channel: _named(channel) for channel in channels}
    for channel, name in _short_names(channels).items():
        named[channel] = name
    groups: dict[str, list[str]] = {}
    for channel, name in named.items():
        groups.setdefault(name.instrument, []).append(channel)
    for members in groups.values():
        vertical = _vertical({channel: named[channel].code for channel in members})
        if vertical:
            named[vertical] = replace(named[vertical], code="Z")
    return named


def order_of(code: str) -> int:
    """Where a component stands among the others of its record: Z N E, Z 1 2, Z R T, and what else there is after them."""
    found = ORDER.find(code)
    return found if found >= 0 else len(ORDER)


def three_places(codes: Iterable[str]) -> tuple[str | None, str | None, str | None]:
    """Which components stand where a vertical and two horizontal ones are wanted; None where there is none.

    Horizontal components of another direction than N and E take the free places in their order. Without a Z the 3 of 1 2 3
    and the L of L Q T stand for the vertical.
    """
    left = sorted(set(codes), key=order_of)
    vertical = next((code for code in "Z3L" if code in left), None)
    horizontal = [code for code in left if code != vertical and code in "NEXYRT12QT"]
    north = "N" if "N" in horizontal else next((code for code in horizontal if code not in "ET"), None)
    if north is None and "E" not in horizontal and len(horizontal) > 1:
        north = horizontal[0]
    others = [code for code in horizontal if code != north]
    east = "E" if "E" in others else next(iter(others), None)
    return vertical, north, east


def _named(channel: str) -> ComponentName:
    match = OF_SENSOR.fullmatch(channel.upper())
    if match:
        return ComponentName(match[2], CODE_OF[match[1]])
    return ComponentName(channel[:-1].strip(), channel[-1:].upper() or "?")


def _short_names(channels: Collection[str]) -> dict[str, ComponentName]:
    found: dict[str, dict[str, str]] = {}
    for channel in channels:
        match = SHORT.fullmatch(channel.upper())
        if match:
            found.setdefault(match[2], {})[match[1]] = channel
    return {
        channel: ComponentName(sensor, "Z" if letter == "U" else letter)
        for sensor, letters in found.items()
        if {"N", "E"} < set(letters)
        for letter, channel in letters.items()
    }


def _vertical(codes: dict[str, str]) -> str:
    """The channel of one sensor that is the vertical under another letter than Z, or ""."""
    there = set(codes.values())
    if "Z" in there:
        return ""
    for letter, unless in VERTICALS.items():
        found = next((channel for channel, code in codes.items() if code == letter), "")
        if found and not there & unless and (len(found) != 3 or found[1].upper() in GROUND_MOTION):
            return found
    return ""
