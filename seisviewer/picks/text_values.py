"""What the text formats of picks share: times, numbers, channel codes, and text that any file can hold."""

from __future__ import annotations

import math
import re
from datetime import UTC, datetime

from seisviewer.translation import tr
from seisviewer.waveforms.station import StationId

MISSING = frozenset({"none", "nan", "nat", "null", "<na>"})  # what programs write into a cell for nothing
NUMBERED_LOCATION = re.compile(r"(\d{1,2})\.0")  # a code that went through a column of numbers
ORIENTATIONS = "ZNE123RT"
YEAR_1, YEAR_10000 = -62135596800.0, 253402300800.0  # seconds since 1970: what lies outside can be written as no date
DAY_OF_YEAR = re.compile(r"(?P<year>\d{4})-(?P<day>\d{3})[T ](?P<rest>\d\d:.+)")


def iso_time(time: float) -> str:
    """Seconds since 1970 as “2019-07-04T17:33:49.123456Z”."""
    return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parsed_time(text: str) -> float:
    """The other way round; also ISO times without a zone (they are UTC), with the day of the year (2019-185T17:33:49), and
    plain seconds. Raises ValueError, also for seconds that no year has (milliseconds, a date without its dashes)."""
    try:
        seconds = plain_number(text)
    except ValueError:
        seconds = _calendar_time(text)
    if not has_a_year(seconds):
        raise ValueError(tr("“{text}” is no time").format(text=text))
    return seconds


def has_a_year(seconds: float) -> bool:
    """Whether a time since 1970 can be written as a date."""
    return YEAR_1 <= seconds < YEAR_10000


def parsed_number(text: str) -> float | None:
    """None for an empty cell and for NaN, which tables have in place of it. Raises ValueError."""
    value = plain_number(text) if text else math.nan
    return value if math.isfinite(value) else None


def share_or_none(text: str) -> float | None:
    """A number from 0 to 1; None for an empty cell and for one that says any other. Raises ValueError for a word."""
    value = parsed_number(text)
    return value if value is not None and 0 <= value <= 1 else None


def hypo71_weight(text: str) -> int | None:
    """0 to 4; None for what is none of them."""
    return int(text) if text in ("0", "1", "2", "3", "4") else None


def plain_number(text: str) -> float:
    """With a decimal point or comma; raises ValueError, also for what only Python reads as a number (1_000)."""
    if "_" in text:
        raise ValueError(tr("“{text}” is no number").format(text=text))
    return float(text.replace(",", ".") if text.count(",") == 1 else text)


def _calendar_time(text: str) -> float:
    """Of a date and a time of day."""
    plain = text.strip().removesuffix("UTC").removesuffix("GMT").strip().replace("/", "-")
    by_day = DAY_OF_YEAR.fullmatch(plain)
    if by_day is not None:
        date = datetime.strptime(f"{by_day['year']} {by_day['day']}", "%Y %j")
        plain = f"{date:%Y-%m-%d}T{by_day['rest']}"
    # It reads at most six decimals; what is below a microsecond is below the step of a float of today too.
    time = datetime.fromisoformat(plain)
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()


def place_on_earth(latitude: float | None, longitude: float | None) -> tuple[float | None, float | None]:
    """Degrees north and east as they are, or None twice where there is no such place, or but half of one."""
    if latitude is None or longitude is None or not (abs(latitude) <= 90 and abs(longitude) <= 360):
        return None, None
    return latitude, longitude


def channel_of(station: StationId) -> str:
    """The channel that stands for an instrument where a format wants one: its vertical. It does not say on which
    component the pick was seen."""
    return f"{station.instrument}Z"


def plain_location(code: str) -> str:
    """A location code; “--” is how SEED and its servers write none."""
    plain = code.strip().strip("-")
    numbered = NUMBERED_LOCATION.fullmatch(plain)
    return numbered[1].zfill(2) if numbered else plain


def instrument_of(channel: str) -> str:
    """Band and instrument of a channel (“HHZ”), or of what is already without orientation (“HH”)."""
    if len(channel) >= 3 or channel.endswith("Z") or len(channel) == 1 and channel in ORIENTATIONS:
        return channel[:-1]
    return channel


def writable_text(text: str) -> str:
    """With “?” for what neither XML nor UTF-8 can hold: control characters, and bytes of file names that are no text."""
    return re.sub("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "?", text)
