"""A small FDSN server on this machine: it speaks enough of the protocol for ObsPy's client, from an inventory in memory."""

from __future__ import annotations

import io
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from fnmatch import fnmatch
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

import numpy as np
from obspy import Catalog, Inventory, Stream, Trace, UTCDateTime
from obspy.clients.fdsn.header import DEFAULT_PARAMETERS
from obspy.core.event import Event, Magnitude, Origin
from obspy.core.inventory import Channel, Network, Response, Site, Station

START = UTCDateTime("2020-01-01T00:00:00")
RATE = 20.0


@dataclass
class FdsnServer:
    """address: of the server. asked: every waveform request so far, as station codes. lacks: stations it has no
    waveforms of. broken: answer every waveform request with an error of the server. pages: what it answers instead, by
    service or file name. cut: so many bytes of its answers are never sent; told: whether it had announced them.
    stalled: waveforms stop after ten bytes, until `released`. network: the code of the only network it has."""

    address: str = ""
    asked: list[str] = field(default_factory=list)
    lacks: set[str] = field(default_factory=set)
    broken: bool = False
    pages: dict[str, bytes] = field(default_factory=dict)
    cut: int = 0
    reports_errors: bool = True
    stalled: bool = False
    network: str = "XX"
    released: threading.Event = field(default_factory=threading.Event)


@contextmanager
def fdsn_server() -> Iterator[FdsnServer]:
    """Run the server until the block is left."""
    server = FdsnServer()
    http = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"server_state": server}))
    server.address = f"http://127.0.0.1:{http.server_address[1]}"
    thread = threading.Thread(target=http.serve_forever, daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.released.set()
        http.shutdown()
        http.server_close()
        thread.join()


class _Handler(BaseHTTPRequestHandler):
    server_state: FdsnServer

    def do_GET(self) -> None:
        url = urlsplit(self.path)
        _, _, service, _, what = url.path.split("/")
        query = {name: values[0] for name, values in parse_qs(url.query).items()}
        if what in self.server_state.pages:
            self._answer(self.server_state.pages[what])
        elif what == "application.wadl":
            self._answer(_wadl(f"{self.server_state.address}/fdsnws/{service}/1/", service))
        elif what in ("catalogs", "contributors"):
            kind = {"catalogs": ("Catalogs", "Catalog"), "contributors": ("Contributors", "Contributor")}[what]
            self._answer(f"<{kind[0]}><{kind[1]}>TEST</{kind[1]}></{kind[0]}>".encode())
        elif what == "version":
            self._answer(b"1.1.1")
        elif service in self.server_state.pages:
            self._answer(self.server_state.pages[service])
        elif service == "dataselect":
            self._give_waveforms(self._waveforms(query))
        else:
            asked = query | {"network": self.server_state.network}
            self._answer({"event": _events, "station": _stations}[service](asked))

    def log_message(self, *_: object) -> None:
        pass

    def _waveforms(self, query: dict[str, str]) -> bytes | None:
        state, station = self.server_state, query["station"]
        state.asked.append(station)
        if state.broken:
            raise ValueError
        if station in state.lacks:
            return None
        start, end = UTCDateTime(query["starttime"]), UTCDateTime(query["endtime"])
        count = int((end - start) * RATE)
        draw = np.random.default_rng(0)
        stream = Stream()
        for channel in query["channel"].split(","):
            header = {
                "network": query["network"][:2], "station": station, "location": query["location"].strip("-"),
                "channel": channel, "sampling_rate": RATE, "starttime": start,
            }  # fmt: skip
            stream += Trace(draw.integers(-100, 100, count).astype(np.int32), header)
        content = io.BytesIO()
        stream.write(content, format="MSEED")
        return content.getvalue()

    def _give_waveforms(self, content: bytes | None) -> None:
        state = self.server_state
        if content is None or not (state.cut or state.stalled):
            self._answer(content)
            return
        self.send_response(200)
        if state.reports_errors or state.stalled:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content[: 10 if state.stalled else len(content) - state.cut])
        if state.stalled:
            self.wfile.flush()
            state.released.wait(30.0)
        self.close_connection = True

    def do_HEAD(self) -> None:
        self.send_response(200)
        self.end_headers()

    def _answer(self, content: bytes | None) -> None:
        self.send_response(204 if content is None else 200)
        self.send_header("Content-Length", str(len(content or b"")))
        self.end_headers()
        self.wfile.write(content or b"")

    def handle_one_request(self) -> None:
        try:
            super().handle_one_request()
        except ValueError:
            self.send_error(500, "out of order")


def _wadl(base: str, service: str) -> bytes:
    names = [name for names in (*DEFAULT_PARAMETERS[service], *_OPTIONAL[service]) for name in [_first(names)]]
    params = "".join(f'<param name="{name}" style="query" type="xs:string"/>' for name in names)
    return (
        f'<application xmlns="http://wadl.dev.java.net/2009/02"><resources base="{base}"><resource path="query">'
        f'<method name="GET" id="query"><request>{params}</request></method></resource></resources></application>'
    ).encode()


_OPTIONAL = {
    "event": ("latitude", "longitude", "maxradius", "includearrivals", "orderby"),
    "station": ("latitude", "longitude", "maxradius"),
    "dataselect": (),
}


def _first(names: str | tuple[str, ...] | list[str]) -> str:
    return names if isinstance(names, str) else names[0]


def _events(query: dict[str, str]) -> bytes | None:
    start, end = UTCDateTime(query["starttime"]), UTCDateTime(query["endtime"])
    least = float(query.get("minmagnitude", -9))
    catalogue = Catalog()
    for hours, magnitude in ((1, 3.0), (2, 1.0), (3, 4.0)):
        time = START + 3600 * hours
        if start <= time <= end and magnitude >= least:
            origin = Origin(time=time, latitude=35.0, longitude=-117.0, depth=8000.0)
            catalogue.append(Event(origins=[origin], magnitudes=[Magnitude(mag=magnitude)]))
    if not catalogue:
        return None
    content = io.BytesIO()
    catalogue.write(content, format="QUAKEML")
    return content.getvalue()


def _stations(query: dict[str, str]) -> bytes | None:
    wanted = query["station"].split(",")
    stations = []
    kinds = query.get("channel", "*")
    for code, latitude in (("AAA", 35.1), ("BBB", 35.4)):
        if "*" not in wanted and code not in wanted:
            continue
        place = {"latitude": latitude, "longitude": -117.0, "elevation": 500.0}
        channels = [
            Channel(
                f"HH{name}", "", depth=0.0, azimuth=azimuth, dip=dip, sample_rate=RATE, response=Response(), **place
            )
            for name, azimuth, dip in (("Z", 0.0, -90.0), ("N", 0.0, 0.0), ("E", 90.0, 0.0))
            if any(fnmatch(f"HH{name}", kind) for kind in kinds.split(","))
        ]
        stations.append(Station(code, channels=channels, site=Site("test"), **place))
    if not stations:
        return None
    content = io.BytesIO()
    Inventory([Network(query["network"], stations=stations)], source="test").write(content, format="STATIONXML")
    return content.getvalue()
