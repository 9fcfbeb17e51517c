"""What ObsPy makes of one file: traces, station metadata, or one sentence that says why neither."""

from __future__ import annotations

import glob
import warnings
from dataclasses import dataclass, field
from pathlib import Path

from obspy import Inventory, Stream, read, read_inventory
from obspy.core.util.base import ENTRY_POINTS
from obspy.geodetics import base as geodetics

from seisviewer.errors import UnreadableFile
from seisviewer.safe_xml import check_xml_file
from seisviewer.translation import tr

# ObsPy unpickles a file that merely mentions its Stream: opening what a stranger sent would run code.
ENTRY_POINTS["waveform"].pop("PICKLE", None)
# ObsPy's own takes away 360 until it is done, which is never for the longitude of 1e30 in a damaged SAC header.
geodetics._normalize_longitude = lambda longitude: (longitude + 180.0) % 360.0 - 180.0

LONGEST_REASON = 120
CUT_OFF = tr("it ends in the middle of a record; what comes before is shown")
SAYING_CUT_OFF = ("Unexpected end of file", "Last record only has", "exceeds buflen")  # ObsPy, of miniSEED
HARMLESS = ("Sample spacing read from SAC file", "Many companies use custom defined SEG2 header variables")


class NotWaveforms(UnreadableFile):
    """The file is of no format that ObsPy reads waveforms or station metadata from."""


@dataclass(frozen=True)
class Content:
    """What a file holds; a whole SEED volume holds both. remarks: what ObsPy warned of while it read, each once."""

    stream: Stream = field(default_factory=Stream)
    inventory: Inventory | None = None
    remarks: tuple[str, ...] = ()


def check_file(path: Path) -> None:
    """Raise UnreadableFile, or NotWaveforms for an empty one, where there is no file that can be read."""
    if not path.is_file():
        raise UnreadableFile(tr("There is no file {path}: check the name.").format(path=path))
    try:
        if path.stat().st_size == 0:
            raise NotWaveforms(tr("{path_name} is empty: fetch or copy it again.").format(path_name=path.name))
        with path.open("rb"):
            pass
    except OSError as error:
        raise UnreadableFile(
            tr("{path_name} cannot be read: {strerror}.").format(path_name=path.name, strerror=error.strerror or error)
        ) from error


def read_traces(path: Path, *, headers_only: bool = False) -> Content | None:
    """Read a file of any format of waveforms, None where it is of no such format; raises UnreadableFile where it is
    damaged.

    Many of these readers are C code that a damaged file can crash: see `guarded_reading`.
    """
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        stream = _traces(path, headers_only)
    if stream is None:
        return None
    remarks = dict.fromkeys(_remark(str(warning.message)) for warning in caught if _is_of_the_data(warning))
    if not remarks and _ends_within_a_record(stream):
        remarks = {CUT_OFF: None}
    return Content(stream, _headers_of_volume(path), tuple(remarks))


def read_stations(path: Path) -> Inventory:
    """Read StationXML or another format of station metadata that ObsPy knows; raises NotWaveforms or UnreadableFile."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            check_xml_file(path)
            return read_inventory(glob.escape(str(path)))
    except TypeError as error:
        if _is_unknown(error):
            raise NotWaveforms(
                tr("{path_name} holds neither waveforms nor station metadata in a format that ObsPy reads.").format(
                    path_name=path.name
                )
            ) from error
        raise _damaged(path, error) from error
    except MemoryError:
        raise
    except Exception as error:  # ObsPy's readers raise whatever their parsing trips over, of any class
        raise _damaged(path, error) from error


def _traces(path: Path, headers_only: bool) -> Stream | None:
    """The file's traces; None where no format of waveforms is recognised."""
    try:
        return read(glob.escape(str(path)), headonly=headers_only)
    except TypeError as error:
        if _is_unknown(error):
            return None
        raise _damaged(path, error) from error
    except MemoryError:
        raise
    except Exception as error:  # ObsPy's readers raise whatever their parsing trips over, of any class
        raise _damaged(path, error) from error


def _headers_of_volume(path: Path) -> Inventory | None:
    """The station metadata of a whole SEED volume, which begins with its index; None of other files."""
    with path.open("rb") as file:
        if file.read(7)[6:] != b"V":
            return None
    try:
        return read_stations(path)
    except UnreadableFile:  # the waveforms are there all the same
        return None


def _ends_within_a_record(stream: Stream) -> bool:
    """Of miniSEED, of which ObsPy passes by a last record that is cut off, sometimes without a word."""
    found = [trace.stats.mseed for trace in stream if "mseed" in trace.stats]
    lengths = [about.record_length for about in found if about.get("record_length")]
    return bool(lengths) and found[0].get("filesize", 0) % min(lengths) != 0


def _is_unknown(error: TypeError) -> bool:
    return str(error).startswith("Unknown format")


def _is_of_the_data(warning: warnings.WarningMessage) -> bool:
    """Not that a library is used in an old-fashioned way, nor what is true of nearly every file of a format."""
    of_libraries = DeprecationWarning | PendingDeprecationWarning | FutureWarning | ResourceWarning
    return not issubclass(warning.category, of_libraries) and not str(warning.message).strip().startswith(HARMLESS)


def _remark(warning: str) -> str:
    return CUT_OFF if any(words in warning for words in SAYING_CUT_OFF) else _sentence(warning)


def _damaged(path: Path, error: Exception) -> UnreadableFile:
    reason = _sentence(str(error).replace(str(path), path.name)) or type(error).__name__
    if reason.startswith("Cannot open file"):  # what ObsPy says of a file of a known format without a trace
        reason = tr("there is no trace in it")
    return UnreadableFile(
        tr("{path_name} cannot be read ({reason}): fetch or copy it again, or convert it.").format(
            path_name=path.name, reason=reason
        )
    )


def _sentence(text: str) -> str:
    """The first line of a message, of a length that can be read."""
    line = " ".join((text.strip().splitlines() or [""])[0].split()).rstrip(".:")
    return line if len(line) <= LONGEST_REASON else line[: LONGEST_REASON - 1] + "…"
