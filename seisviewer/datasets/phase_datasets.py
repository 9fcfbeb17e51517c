"""Windows of SeisBench data sets, with what analysts picked in them, and windows cut from continuous records."""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pandas
import seisbench
from seisbench.data import WaveformDataset

from seisviewer.datasets.dataset_layout import is_dataset
from seisviewer.datasets.phase_window import COMPONENTS, LONGEST_S_P, PhaseWindow, unpicked
from seisviewer.datasets.stored_waveforms import check_rates, require_room, survive
from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.memory import available_memory
from seisviewer.translation import tr
from seisviewer.waveforms.component_names import three_places
from seisviewer.waveforms.record import Archive, Record
from seisviewer.waveforms.station import UNNAMED, StationId
from seisviewer.waveforms.window_times import FIRST_DATED, WindowFacts, start_without_time

# First arrivals by the names that data sets give them; depth phases and the like are none of P and S.
NAMES = {"P": ("p", "pg", "pn", "p1"), "S": ("s", "sg", "sn", "s1")}
NOISE = "noise"


@dataclass(frozen=True)
class PhaseDataset:
    """folder: where it lies. windows: in the order of its metadata."""

    folder: Path
    windows: tuple[PhaseWindow, ...] = field(repr=False)

    @property
    def by_name(self) -> dict[str, PhaseWindow]:
        return {window.name: window for window in self.windows}


def open_dataset(folder: Path, split: str | None = None, rate: float | None = None) -> PhaseDataset:
    """Read a SeisBench data set.

    split: "train", "dev" or "test", None takes all of it. rate: resample to so many samples per second, None leaves them
    as they are. Raises UnreadableFile where the folder is none or is damaged, BadRequest where nothing is in the split.
    """
    folder = Path(folder)
    if not is_dataset(folder):
        raise UnreadableFile(
            tr("{folder} is not a SeisBench data set: choose a folder with metadata.csv and waveforms.hdf5.").format(
                folder=folder
            )
        )
    try:
        survive(folder)
        require_room(folder)
        with _quiet():
            data = WaveformDataset(folder, component_order=COMPONENTS, sampling_rate=rate, cache="full")
            metadata = data.metadata
            wanted = _wanted(metadata, split, folder)
            check_rates(metadata)
            windows = _windows(data, wanted)
    except (OSError, KeyError, IndexError, ValueError, TypeError, AttributeError, RuntimeError) as error:
        # SeisBench, pandas and h5py have no error of their own for a file that is cut off or lacks a column.
        reason = " ".join(str(error).split()) or type(error).__name__
        raise UnreadableFile(
            tr("{folder} cannot be read as a SeisBench data set ({reason}): copy it anew or choose another.").format(
                folder=folder, reason=reason
            )
        ) from error
    return PhaseDataset(folder, windows)


def _windows(data: WaveformDataset, wanted: np.ndarray) -> tuple[PhaseWindow, ...]:
    """Raises ValueError where they do not fit into half of the memory: rows may name the same samples again and again."""
    windows: list[PhaseWindow] = []
    room = available_memory() // 2
    for index in wanted.tolist():
        windows.append(_window(*data.get_sample(index), position=index))
        room -= windows[-1].samples.nbytes
        if room < 0:
            raise ValueError(tr("there is not enough memory for its windows"))
    return tuple(windows)


def cut_records(archive: Archive, count: int, rate: float = 100.0) -> tuple[PhaseWindow, ...]:
    """Windows of `count` samples, end to end, of every record with `rate` samples per second; those with gaps are left out.

    A component that was not recorded is 0. The name of a window is its record's key with the time of its first sample.
    """
    return tuple(window for record in archive.records for window in cut_record(record, count, rate))


def cut_record(record: Record, count: int, rate: float = 100.0) -> list[PhaseWindow]:
    """As `cut_records`, of one record; none where its rate is another."""
    if {component.rate for component in record.components} != {rate}:
        return []
    windows = []
    for first in sorted(_filled(record, count, rate)):
        start = record.start + first * count / rate
        samples = samples_of(record, start, count)
        if not np.isnan(samples).any():
            windows.append(PhaseWindow(window_name(record, start), record.station, rate, samples, start))
    return windows


def _filled(record: Record, count: int, rate: float) -> set[int]:
    """Which of the windows that lie end to end from the record's start on lie in what was recorded."""
    filled: set[int] = set()
    for component in record.components:
        for segment in component.segments:
            first = round((segment.start - record.start) * rate)
            end = round((component.end_of(segment) - record.start) * rate) + 2  # one more: windows are rounded too
            filled.update(range(first // count, end // count))
    return filled


def samples_of(record: Record, start: float, count: int) -> np.ndarray:
    """float32 (components ZNE, count) of a record, NaN in gaps, 0 for a component that it has not.

    Horizontal components that lie another way (1 and 2) stand where N and E would.
    """
    places = [record.component(code) if code else None for code in three_places(record.codes)]
    nothing = np.zeros(count, np.float32)
    return np.stack([each.window(start, count) if each else nothing for each in places])


def _wanted(metadata: pandas.DataFrame, split: str | None, folder: Path) -> np.ndarray:
    """Positions of the windows of a split."""
    if split is None:
        return np.arange(len(metadata))
    splits = metadata["split"].astype(str) if "split" in metadata else pandas.Series([""] * len(metadata))
    found = np.flatnonzero((splits == split).to_numpy())
    if not len(found):
        there = ", ".join(sorted(set(splits) - {"", "nan"})) or "none"
        raise BadRequest(
            tr("{folder} has no split “{split}”: choose one of those it has ({there}).").format(
                folder=folder, split=split, there=there
            )
        )
    return found


def _window(samples: np.ndarray, row: Mapping[str, Any], position: int) -> PhaseWindow:
    rate = float(row["trace_sampling_rate_hz"])
    start = _start(row.get("trace_start_time"))
    category = str(row.get("trace_category", "")).lower()
    window = PhaseWindow(
        name=str(row["trace_name"]),
        station=_station(row),
        rate=rate,
        samples=np.nan_to_num(np.asarray(samples, np.float32)),
        start=start_without_time(position) if start is None else start,
        p=_arrival(row, "P", samples.shape[-1]),
        s=_arrival(row, "S", samples.shape[-1]),
        magnitude=_number(row.get("source_magnitude")),
        is_noise=category.startswith(NOISE),
        split=_text(row.get("split")),
        facts=WindowFacts(
            _text(row.get("trace_name_original")), _text(row.get("source_id")), _start(row.get("source_origin_time"))
        ),
    )
    return replace(window, doubts=unpicked(window.arrivals, LONGEST_S_P * rate))


def _station(row: Mapping[str, Any]) -> StationId:
    channel = _text(row.get("trace_channel"))[:2]
    network, location = _text(row.get("station_network_code")), _text(row.get("station_location_code"))
    return StationId(network, _text(row.get("station_code")) or UNNAMED, location, channel)


def _arrival(row: Mapping[str, Any], phase: str, count: int) -> float | None:
    """Sample of the first arrival of a kind among the `count` of the window; some write −1 for none."""
    found = []
    for column, value in row.items():
        match = re.fullmatch(r"trace_(\w+?)_arrival_sample", str(column))
        if match and match[1].lower() in NAMES[phase]:
            found.append(_number(value))
    known = [sample for sample in found if sample is not None and 0 <= sample < count]
    return min(known) if known else None


def _number(value: Any) -> float | None:
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def _text(value: Any) -> str:
    return "" if value is None or str(value) == "nan" else str(value)


def _start(text: Any) -> float | None:
    """Seconds since 1970 UTC of a time as data sets write it, "2019-07-04T17:33:49.000000Z"; None for what stands there
    where nobody knows, which may be the beginning of 1970."""
    try:
        time = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    seconds = (time if time.tzinfo else time.replace(tzinfo=UTC)).timestamp()
    return seconds if seconds >= FIRST_DATED else None


def window_name(record: Record, start: float) -> str:
    """Name of a window of a record by the time of its first sample."""
    return f"{record.key}@{datetime.fromtimestamp(start, UTC).isoformat(timespec='milliseconds')}"


@contextmanager
def _quiet():
    """SeisBench warns of columns that a data set may well lack."""
    level = seisbench.logger.level
    seisbench.logger.setLevel(logging.ERROR)
    try:
        yield
    finally:
        seisbench.logger.setLevel(level)
