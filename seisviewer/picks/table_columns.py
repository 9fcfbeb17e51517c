"""What the columns of tables mean, by the many names that programs and people give them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

# By what we call a column: the names it has elsewhere, the one that says most first. Tables by GaMMA, PhaseNet,
# EQTransformer, SeisBench, PyOcto, FDSN services, and people of several languages.
PICK_NAMES: Mapping[str, tuple[str, ...]] = {
    "network": ("network", "network_code", "station_network_code", "net", "nw", "台网", "台网代码", "red", "rete", "réseau", "netz"),
    "station": (
        "station", "station_code", "station_name", "sta", "stn", "staname", "stname", "receiver_code", "台站", "台站代码",
        "台站名", "estación", "estacion", "stazione", "estação", "観測点",
    ),
    "location": ("location", "location_code", "station_location_code", "loc", "位置", "位置代码"),
    "channel": (
        "channel", "channel_code", "trace_channel", "chan", "cha", "instrument", "instrument_type", "component", "comp",
        "通道", "分量", "canal", "kanal", "canale",
    ),
    "id": ("trace_id", "waveform_id", "seed_id", "seedid", "nslc", "channel_id", "stream_id", "wfid", "station_id", "id"),
    "phase": (
        "phase", "phase_type", "phase_hint", "phase_name", "phasehint", "phasetype", "phasename", "iphase", "pha", "phs",
        "pick_type", "arrival_type", "震相", "震相名", "fase", "相",
    ),
    "time": (
        "phase_time", "pick_time", "arrival_time", "peak_time", "onset_time", "time", "timestamp", "arrival", "datetime",
        "date_time", "utc_time", "time_utc", "utc", "到时", "到时时间", "震相到时", "时间", "hora", "tiempo", "tempo", "temps", "heure",
        "zeit", "時刻",
    ),
    "date": ("date", "day", "日期", "fecha", "datum", "data"),
    "probability": (
        "phase_score", "phase_prob", "phase_probability", "pick_probability", "peak_value", "probability", "prob", "score",
        "confidence", "概率", "置信度", "probabilidad", "probabilità", "probabilité",
    ),
    "uncertainty": ("uncertainty", "time_uncertainty", "pick_uncertainty", "phase_uncertainty", "time_error", "pick_error"),
    "polarity": ("phase_polarity", "polarity", "first_motion", "fm", "极性"),
    "onset": ("onset",),
    "sample": ("phase_index", "peak_sample", "pick_sample", "arrival_sample", "sample"),
    "start": (
        "trace_start_time", "begin_time", "start_time", "starttime", "trace_starttime", "segment_start", "window_start",
    ),
    "rate": ("trace_sampling_rate_hz", "sampling_rate", "sampling_rate_hz", "sample_rate", "samplerate", "fs"),
    "interval": ("dt", "dt_s", "delta", "trace_dt_s"),
    "trace_name": ("trace_name",),
    "origin": ("origin",), "review": ("review",), "model": ("model",), "status": ("status",), "public_id": ("public_id",),
    "uncertainty_of": ("uncertainty_of",), "polarity_model": ("polarity_model",),
    "polarity_probability": ("polarity_probability",), "polarity_spread": ("polarity_spread",),
    "hypo71_weight": ("hypo71_weight",),
}  # fmt: skip
TYPE = "type"  # of a pick, or of an event: told by what stands in it
EVENT_NAMES: Mapping[str, tuple[str, ...]] = {
    "date": ("date", "origin_date", "event_date", "日期", "发震日期"),
    "time": ("time", "origin_time", "origintime", "event_time", "datetime", "utc_time", "utc_timestamp", "发震时刻", "发震时间"),
    "latitude": ("latitude", "lat", "event_latitude", "event_lat", "纬度"),
    "longitude": ("longitude", "lon", "long", "lng", "event_longitude", "event_lon", "经度"),
    "depth": ("depth", "depth_km", "depth/km", "depth(km)", "depth_(km)", "z(km)", "dep", "event_depth", "深度"),
    "depth_in_metres": ("depth_m", "depth/m", "depth(m)", "depth_(m)", "z(m)"),
    "magnitude": ("magnitude", "mag", "ml", "event_magnitude", "震级"),
    "magnitude_type": ("magnitude_type", "magtype", "mag_type"),
    "name": ("name", "place", "eventlocationname", "id", "event_id", "eventid", "event_index", "地名"),
    "source": ("source",),
    "score": ("score",),
    "kind_model": ("event_type_suggested_by",),
    "kind": ("kind", "event_type", "eventtype", "type", "事件类型"),
}  # fmt: skip
# One line with both phases: p_arrival_time, trace_S_arrival_sample, p_probability …
WIDE = re.compile(
    r"(?:trace_)?(?P<phase>[ps][gn]?)_(?:(?:arrival|pick|phase)_)?(?P<what>time|sample|probability|prob|score|polarity)"
)
WIDE_NAMES = {"prob": "probability", "score": "probability"}

Columns = dict[str, tuple[int, ...]]


def pick_columns(names: Sequence[str]) -> Columns:
    """Which columns mean what in a table of picks, the one that says most first. “type” is a phase where nothing else
    is."""
    found = _places(names, PICK_NAMES)
    if "phase" not in found and TYPE in names:
        found["phase"] = (names.index(TYPE),)
    return found


def event_columns(names: Sequence[str]) -> Columns:
    return _places(names, EVENT_NAMES)


def wide_columns(names: Sequence[str]) -> dict[str, Columns]:
    """By phase, the columns of tables that have P and S in one line."""
    found: dict[str, Columns] = {}
    for place, name in enumerate(names):
        match = WIDE.fullmatch(name)
        if match is not None:
            what = WIDE_NAMES.get(match["what"], match["what"])
            found.setdefault(match["phase"].capitalize(), {}).setdefault(what, (place,))
    return {phase: columns for phase, columns in found.items() if columns.keys() & {"time", "sample"}}


def names_stations(columns: Columns) -> bool:
    return bool(columns.keys() & {"station", "id", "trace_name"})


def is_pick_table(names: Sequence[str]) -> bool:
    """Whether the columns are those of picks: stations and phases are named, or both arrivals of a station."""
    columns = _places(names, PICK_NAMES)
    if names_stations(columns) and ("phase" in columns or wide_columns(names)):
        return True
    places = event_columns(names)
    return TYPE in names and names_stations(columns) and not {"latitude", "longitude"} <= places.keys()


def is_event_table(names: Sequence[str]) -> bool:
    return not is_pick_table(names) and "time" in event_columns(names)


def are_names(names: Iterable[str]) -> bool:
    """Whether a line names columns, of whatever kind: some of its words are known as such."""
    every = set(names)
    words = (name for table in (PICK_NAMES, EVENT_NAMES) for known in table.values() for name in known)
    return bool(every & {*words, TYPE}) or bool(wide_columns(tuple(every)))


def _places(names: Sequence[str], table: Mapping[str, tuple[str, ...]]) -> Columns:
    found = {ours: tuple(names.index(name) for name in known if name in names) for ours, known in table.items()}
    return {ours: places for ours, places in found.items() if places}
