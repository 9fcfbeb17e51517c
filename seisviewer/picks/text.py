"""What the text formats of picks share: times, phase names, channel codes, and a file that appears whole."""

from __future__ import annotations

import math
import os
from datetime import UTC, datetime
from pathlib import Path

from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.picks.pick import PHASES
from seisviewer.waveforms.station import StationId

ORIENTATIONS = "ZNE123RT"


def iso_time(time: float) -> str:
    """Seconds since 1970 as “2019-07-04T17:33:49.123456Z”."""
    return datetime.fromtimestamp(time, UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def parsed_time(text: str) -> float:
    """The other way round; also ISO times without a zone (they are UTC) and plain seconds. Raises ValueError."""
    try:
        seconds = float(text)
    except ValueError:
        seconds = None
    if seconds is not None:
        if not math.isfinite(seconds):
            raise ValueError(f"“{text}” is no time")
        return seconds
    # fromisoformat reads at most six decimals; what is below a microsecond is below the step of a float of today too.
    time = datetime.fromisoformat(text.strip().replace("/", "-"))
    return (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()


def phase_of(hint: str) -> str:
    """ "P" or "S" for the phase hints that begin so (“Pg”, “Sn”, “P*”); "" for what is neither, as an amplitude."""
    first = hint.strip()[:1]
    return first if first in PHASES else ""


def channel_of(station: StationId) -> str:
    """The channel that stands for an instrument where a format wants one: its vertical. It does not say on which
    component the pick was seen."""
    return f"{station.instrument}Z"


def instrument_of(channel: str) -> str:
    """Band and instrument of a channel (“HHZ”), or of what is already without orientation (“HH”)."""
    if len(channel) >= 3 or channel.endswith("Z") or len(channel) == 1 and channel in ORIENTATIONS:
        return channel[:-1]
    return channel


def read_text(path: Path) -> str:
    """The text of a small file; raises UnreadableFile."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise UnreadableFile(
            f"{path} is no text file: choose a table of picks, QuakeML or Snuffler markers."
        ) from error


def write_whole(path: Path, content: bytes) -> None:
    """Write a file in one step, so that nobody finds half of it; raises BadRequest where it cannot be written."""
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        temporary.write_bytes(content)
        os.replace(temporary, path)
    except OSError as error:
        raise BadRequest(f"{path} cannot be written: {error.strerror or error}.") from error
    finally:
        temporary.unlink(missing_ok=True)
