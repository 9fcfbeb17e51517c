"""One sound file of every kind that the program opens, small, for mutations to be made of."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import segyio
import torch
from obspy import Stream, Trace, UTCDateTime
from obspy.core.inventory import Channel, Inventory, Network, Site, Station

from seisviewer.labels.class_files import write_classes
from seisviewer.labels.classes import ClassTable, FaciesClass
from seisviewer.labels.stroke import UNLABELLED, Stroke
from seisviewer.networks.weights import ModelSpec, save
from seisviewer.picks.observations import write_picks
from seisviewer.picks.pick import Event, Origin, Pick
from seisviewer.project.project import Project
from seisviewer.volumes.geometry import Direction, Geometry, LineAxis, SampleAxis, SectionId
from seisviewer.volumes.interpretation_files.fault_stick_files import write_fault_sticks
from seisviewer.volumes.interpretation_files.horizon_files import HorizonLayout, write_horizon
from seisviewer.volumes.well_files.las_files import LasLog, write_las
from seisviewer.waveforms.station import StationId
from tests.datasets.phase_windows import windows, write_dataset

UUID = r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
START = 1_562_261_629.0  # seconds since 1970 UTC
INLINES, CROSSLINES, SAMPLES = 8, 12, 60
GEOMETRY = Geometry(
    LineAxis(1, 1, INLINES), LineAxis(1, 1, CROSSLINES), SampleAxis(0, 4, SAMPLES), np.ones((INLINES, CROSSLINES), bool)
)


def segy(path: Path) -> None:
    """SEG-Y of 8 inlines and 12 crosslines with coordinates."""
    segyio.tools.from_array(str(path), _cube(), format=5, dt=4000)
    with segyio.open(str(path), "r+") as file:
        for trace, header in enumerate(file.header):
            inline, crossline = divmod(trace, CROSSLINES)
            header.update({181: 400_000 + 25 * crossline, 185: 6_000_000 + 25 * inline, 71: 1})


def npy(path: Path) -> None:
    np.save(path, _cube())


def npz(path: Path) -> None:
    """Labels of two inlines and a crossline."""
    draw = np.random.default_rng(2)
    along = {f"inline_{number}": (CROSSLINES, SAMPLES) for number in (2, 5)} | {"crossline_4": (INLINES, SAMPLES)}
    np.savez(path, **{name: draw.integers(0, 4, shape).astype(np.int8) for name, shape in along.items()})


def mseed(path: Path) -> None:
    _stream().write(str(path), format="MSEED", encoding="STEIM2", reclen=512)


def sac(path: Path) -> None:
    _stream()[0].write(str(path), format="SAC")


def gse2(path: Path) -> None:
    _stream().write(str(path), format="GSE2")


def quakeml(path: Path) -> None:
    """With the same names at every writing, which are drawn at random otherwise: else a mutation would never be made
    twice."""
    _write_picks(path)
    numbers: dict[str, str] = {}
    text = re.sub(UUID, lambda found: numbers.setdefault(found[0], f"{len(numbers):032x}"), path.read_text())
    path.write_text(text)


def csv(path: Path) -> None:
    _write_picks(path)


def stationxml(path: Path) -> None:
    """A station of three channels in two epochs."""
    began = (UTCDateTime(2010, 1, 1), UTCDateTime(2015, 1, 1))
    stations = [
        Station(
            code="CLC", latitude=35.8, longitude=-117.6, elevation=775.0, site=Site("China Lake"), start_date=start,
            channels=[
                Channel(code=f"HH{code}", location_code="", latitude=35.8, longitude=-117.6, elevation=775.0, depth=0.0,
                        azimuth=azimuth, dip=dip, sample_rate=100.0, start_date=start)
                for code, azimuth, dip in (("Z", 0.0, -90.0), ("N", 0.0, 0.0), ("E", 90.0, 0.0))
            ],
        )
        for start in began
    ]  # fmt: skip
    Inventory([Network(code="CI", stations=stations)], source="", created=began[0]).write(
        str(path), format="STATIONXML"
    )


def weights(path: Path) -> None:
    """A small network for three classes."""
    spec = ModelSpec("deeplabv3+", "mobile", (1, 2, 3), 1, {"clip": 1.0})
    torch.manual_seed(1)
    save(path, spec.build(), spec)


def project(path: Path) -> None:
    """The database of a project with strokes, an undone one, a run and a view; path: <folder>.seis/project.db."""
    survey = path.parent.parent / "survey.npy"
    npy(survey)
    with Project.create(path.parent, survey, GEOMETRY) as made:
        for label, number in ((1, 2), (2, 5), (3, 7)):
            mask = np.random.default_rng(label).random((6, 20)) < 0.8
            section = SectionId(Direction.INLINE, number)
            made.commit([Stroke(section, label, 2, 7, mask, np.full(mask.shape, UNLABELLED, np.int8))])
        made.undo()
        made.finish_run(made.new_run("st++", {"minutes": 3.0}).number, "finished", {"score": 0.9})
        made.set_view_state({"inline": 5, "layers": ["labels"], "gain": 1.5})


def markers(path: Path) -> None:
    _write_picks(path)


def horizon(path: Path) -> None:
    """A gently dipping surface with a hole."""
    depths = 10 + 0.5 * np.add.outer(np.arange(INLINES), np.arange(CROSSLINES))
    depths[3, 4:6] = np.nan
    write_horizon(path, GEOMETRY, depths, HorizonLayout.BY_LINES)


def sticks(path: Path) -> None:
    """Two faults of two sticks each."""
    down = np.arange(5, 45, 10.0)
    found = {
        (fault, stick): np.column_stack([np.full(4, 2.0 * stick), fault + down / 10, down])
        for fault in (1, 2)
        for stick in (1, 2)
    }
    write_fault_sticks(path, GEOMETRY, found, HorizonLayout.BY_LINES)


def well_path(path: Path) -> None:
    """A deviated path of five stations, in feet."""
    stations = "0 0 0", "500 0 0", "1000 12 45", "2000 30 60", "3000 30 60"
    head = "# WELL NAME: A 1", "# X-COORDINATE: 400100.5", "# Y-COORDINATE: 6000050", "# KB: 82 (ft)"
    path.write_text("\n".join((*head, "MD(ft) INCL AZIM", *stations)))


def well_times(path: Path) -> None:
    path.write_text("TVDSS(m) OWT(ms)\n0 0\n100 50\n400 180.5\n540 240\n-999.25 260\n")


def las(path: Path) -> None:
    depths, values = np.arange(100, 160.0), np.sin(np.arange(60)).astype(np.float32)
    write_las(path, "A 1", depths, [LasLog("GR", "GAPI", values), LasLog("F", "", np.rint(values))])


def classes(path: Path) -> None:
    write_classes(
        path, ClassTable((FaciesClass(1, "sand", "#ffcc00"), FaciesClass(2, "shale", "#335544", locked=True)))
    )


def data_set(path: Path) -> None:
    """A SeisBench data set of three windows; path: one of its two files."""
    write_dataset(path.parent, windows(3))


# Kind: the ending of its files, and what writes a sound one.
SPECIMENS: dict[str, tuple[str, Callable[[Path], None]]] = {
    "segy": (".sgy", segy),
    "npy": (".npy", npy),
    "npz": (".npz", npz),
    "mseed": (".mseed", mseed),
    "sac": (".sac", sac),
    "gse2": (".gse2", gse2),
    "quakeml": (".xml", quakeml),
    "stationxml": (".xml", stationxml),
    "csv": (".csv", csv),
    "weights": (".pt", weights),
    "project": (".seis/project.db", project),
    "markers": (".markers", markers),
    "horizon": (".txt", horizon),
    "sticks": (".txt", sticks),
    "well_path": (".dev", well_path),
    "well_times": (".txt", well_times),
    "las": (".las", las),
    "classes_json": (".json", classes),
    "classes_csv": (".csv", classes),
    "set_metadata": (".set/metadata.csv", data_set),
    "set_waveforms": (".set/waveforms.hdf5", data_set),
}


def _cube() -> np.ndarray:
    return np.random.default_rng(1).normal(0, 1000, (INLINES, CROSSLINES, SAMPLES)).astype(np.float32)


def _stream() -> Stream:
    """Three channels of a station, 30 s at 100 Hz."""
    draw = np.random.default_rng(3)
    return Stream(
        Trace(
            draw.integers(-9000, 9000, 3000).astype(np.int32),
            {"network": "CI", "station": "CLC", "channel": f"HH{code}", "sampling_rate": 100.0, "starttime": UTCDateTime(START)},
        )
        for code in "ZNE"
    )  # fmt: skip


def _write_picks(path: Path) -> None:
    event = Event(START, 35.7, -117.5, 10.7, 6.4, "Mw", "Ridgecrest", "catalogue", None, id=-1)
    station = StationId("CI", "CLC", "", "HH")
    picks = [
        Pick(station, "PS"[number % 2], START + 4.5 + number, 0.05, event=-1, probability=0.5, model="phasenet:original",
             origin=Origin.AUTOMATIC)
        for number in range(4)
    ]  # fmt: skip
    write_picks(path, picks, [event])
