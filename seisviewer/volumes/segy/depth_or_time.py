"""Whether the samples of a SEG-Y file are two-way times or depths, which no header word says: by the words of the text
header and by the size of the sample interval."""

from __future__ import annotations

import re
from dataclasses import dataclass

NUMBER = r"([0-9]+(?:\.[0-9]+)?)"
UNIT = r"(USEC|US|MICRO-?S\w*|MSEC|MS|MILLI-?S\w*|METRES?|METERS?|MTRS?|M|FEET|FOOT|FT)"
STATED_INTERVAL = re.compile(
    rf"(?:SAMPL\w*|DEPTH)\s*-?\s*(?:INTERVAL|RATE|INT|PERIOD|STEP|INCREMENT|SPACING)[\s:=.,]*{NUMBER}\s*{UNIT}\b"
)
UNIT_BEFORE = re.compile(rf"SAMPL\w*\s*(?:INTERVAL|RATE|INT|STEP|SPACING)\s*[(\[]\s*{UNIT}\s*[)\]][\s:=.,]*{NUMBER}")
DOMAIN = r"(?:DOMAIN|(?:DATA|VERTICAL|OUTPUT|SEISMIC|VOLUME|Z)\s*(?:DOMAIN|AXIS|UNITS?|TYPE))"
DEPTH = (
    re.compile(r"\bDEPTH[ -]DOMAIN"),
    re.compile(rf"\b{DOMAIN}\s*(?:IS|IN)?[\s:=]+DEPTH\b"),
    re.compile(
        r"\b(?:VERTICAL|DEPTH|Z)\s*(?:AXIS|UNITS?|DOMAIN|SCALE)\s*(?:IS|ARE|IN)?[\s:=]+(?:METRES?|METERS?|M|FEET|FT)\b"
    ),
    re.compile(r"\bDEPTH (?:VOLUME|CUBE|SECTION|STACK|SEISMIC|DATA|SLICES)\b"),
    re.compile(r"\b(?:CONVERTED|STRETCHED|SCALED) (?:BACK )?TO DEPTH\b"),
    re.compile(r"\bTIME[ -]TO[ -]DEPTH\b"),
    re.compile(r"\bDEPTH[ -](?:CONVERTED|CONVERSION|STRETCH)"),
    re.compile(r"\bTVDSS?\b"),
)
TIME = (
    re.compile(r"\bTIME[ -]DOMAIN"),
    re.compile(rf"\b{DOMAIN}\s*(?:IS|IN)?[\s:=]+(?:TWO[ -]WAY )?(?:TIME|TWT|TWTT)\b"),
    re.compile(r"\b(?:VERTICAL|Z)\s*(?:AXIS|UNITS?|DOMAIN|SCALE)\s*(?:IS|ARE|IN)?[\s:=]+(?:MS|MSEC|MILLISECONDS?)\b"),
    re.compile(r"\bTIME (?:VOLUME|CUBE|SECTION|STACK|SLICES)\b"),
    re.compile(r"\b(?:CONVERTED|STRETCHED|SCALED) (?:BACK )?TO (?:TWO[ -]WAY )?TIME\b"),
    re.compile(r"\bDEPTH[ -]TO[ -]TIME\b"),
    re.compile(r"\bTWO[ -]WAY[ -](?:TRAVEL ?)?TIME"),
    re.compile(r"\bTWTT?\b"),
)
MIGRATED_IN_DEPTH = re.compile(r"\b(?:PRE-?)?(?:K?PSDM|PREPSDM|DEPTH[ -]MIGRAT\w+|RTM|REVERSE[ -]TIME[ -]MIGRATION)\b")
MIGRATED_IN_TIME = re.compile(r"\b(?:K?PSTM|PREPSTM|TIME[ -]MIGRAT\w+)\b")
REVERSE_TIME = re.compile(r"\bREVERSE[ -]TIME[ -]MIGRAT\w+")
FEET = re.compile(r"\b(?:FEET|FOOT|FT)\b")
METRES = re.compile(r"\b(?:METRES?|METERS?|M)\b")
USUAL_TIMES = (0.25, 0.5, 1.0, 2.0, 3.0, 4.0, 8.0, 16.0)  # ms
LONG_TIME = 5.0  # ms between samples, from which on times are unusual
IN_MILLISECONDS = {"M": ("m", 1.0), "F": ("ft", 1.0), "MS": ("ms", 1.0), "US": ("ms", 0.001)}


@dataclass(frozen=True)
class VerticalUnit:
    """unit: "ms", "m" or "ft"; None where it is doubtful. words: of the text header that say so, "" where none do.
    interval: that the text header states in that unit, None where it does not."""

    unit: str | None
    words: str = ""
    interval: float | None = None


def vertical_unit(text: str, interval: float, measurement_system: int) -> VerticalUnit:
    """text: the text header. interval: of the header words, as the file would have it in ms or in m or ft; 0 where it is
    missing. measurement_system: of the binary header, 2 where lengths are in feet."""
    text = " ".join(re.sub(r"(?m)^C ?\d{1,2}", " ", text.upper()).split())
    intervals = _stated_intervals(text)
    fitting = [each for each in intervals if abs(each.interval - interval) <= 1e-3 * max(interval, 1e-9)]
    units = {each.unit for each in fitting}
    depth, time = _first_of(DEPTH, text), _first_of(TIME, text)
    if len(units) == 1:
        is_doubted = units == {"ms"} and depth and not time  # the interval may be that of the recording
        return VerticalUnit(None, depth) if is_doubted else fitting[0]
    length = _length_unit(text, measurement_system)
    stated = {each.unit: each for each in intervals}
    if depth and not time:
        return VerticalUnit(length, depth, _only(stated, length))
    if time and not depth:
        return VerticalUnit("ms", time, _only(stated, "ms"))
    if len(units) > 1:
        return VerticalUnit(None, fitting[0].words)
    usual = any(abs(interval - each) < 1e-6 for each in USUAL_TIMES)
    migrated = MIGRATED_IN_DEPTH.search(text)
    in_time = time or MIGRATED_IN_TIME.search(REVERSE_TIME.sub(" ", text))
    if depth or migrated:
        words = depth or migrated[0]
        if not usual and interval >= LONG_TIME and not in_time:
            return VerticalUnit(length, words, _only(stated, length))
        return VerticalUnit(None, words)
    if in_time or len(stated) == 1 and "ms" in stated:
        return VerticalUnit("ms", "", _only(stated, "ms"))
    if len(stated) == 1 and not usual:
        return next(iter(stated.values()))
    return VerticalUnit(None if interval >= LONG_TIME and not usual else "ms")


def _stated_intervals(text: str) -> list[VerticalUnit]:
    found = [(match[0], match[1], match[2]) for match in STATED_INTERVAL.finditer(text)]
    found += [(match[0], match[2], match[1]) for match in UNIT_BEFORE.finditer(text)]
    made = []
    for words, number, unit in found:
        unit, factor = _unit_of(unit)
        made.append(VerticalUnit(unit, words, float(number) * factor))
    return [each for each in made if each.interval]


def _unit_of(word: str) -> tuple[str, float]:
    if word.startswith(("US", "MICRO")):
        return IN_MILLISECONDS["US"]
    if word.startswith(("MS", "MILLI")):
        return IN_MILLISECONDS["MS"]
    return IN_MILLISECONDS[word[0]]


def _first_of(patterns: tuple[re.Pattern[str], ...], text: str) -> str:
    return next((match[0] for pattern in patterns if (match := pattern.search(text))), "")


def _length_unit(text: str, measurement_system: int) -> str:
    """Feet where the text says so and never speaks of metres, else what the binary header states for lengths."""
    if bool(FEET.search(text)) != bool(METRES.search(text)):
        return "ft" if FEET.search(text) else "m"
    return "ft" if measurement_system == 2 else "m"


def _only(stated: dict[str, VerticalUnit], unit: str) -> float | None:
    return stated[unit].interval if unit in stated else None
