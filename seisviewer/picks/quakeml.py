"""Picks and events as QuakeML, by ObsPy, checked against its schema before it is written.

origin → evaluation mode, review → evaluation status, uncertainty → time_errors, the rest in comments. Rejected picks are
written with the status “rejected”. An event without a place has no origin, for QuakeML's origins need one: its time stands
in a comment. Picks without an event are gathered in one event that has no origin.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from pathlib import Path

from lxml import etree
from obspy import UTCDateTime
from obspy.core import event as quake
from obspy.core.event.header import EventType

from seisviewer.atomic_files import write_whole
from seisviewer.errors import BadRequest
from seisviewer.picks.located.findings import Findings, findings_of
from seisviewer.picks.pick import Event, Origin, Pick
from seisviewer.picks.quakeml_comments import STATUS, WIDTH, comments_of, review_of
from seisviewer.picks.quakeml_findings import describe_magnitude, describe_mechanisms, describe_origin
from seisviewer.picks.text_values import channel_of, iso_time, writable_text
from seisviewer.translation import tr

LONGEST_CODE = 8  # letters of a network, station, location or channel, says the schema
PUBLIC_ID = re.compile(r"(smi|quakeml):[\w\d][\w\d\-.*()_~']{2,}/[\w\d\-.*()_~'][\w\d\-.*()+?_~'=,;#/&]*")


def write_quakeml(
    path: str | Path, picks: Iterable[Pick], events: Iterable[Event] = (), findings: Findings | None = None
) -> None:
    """Write all picks and events. findings: None for those that the events hold. Raises BadRequest where the file cannot be
    written, or would be no valid QuakeML."""
    path = Path(path)
    picks = tuple(picks)
    _check_codes(path, picks)
    content = io.BytesIO()
    catalogue_of(picks, events, findings).write(content, format="QUAKEML")
    _check_valid(path, content.getvalue())
    write_whole(path, content.getvalue(), BadRequest)


def catalogue_of(
    picks: Iterable[Pick], events: Iterable[Event] = (), findings: Findings | None = None
) -> quake.Catalog:
    """ObsPy's catalogue: the events in their order with their picks, then one event of the picks without."""
    events = tuple(events)
    findings = findings_of(events) if findings is None else findings
    known = {event.id for event in events} - {0}  # an event that no project has stored has no picks
    grouped: dict[int, list[Pick]] = {}
    for pick in picks:
        grouped.setdefault(pick.event if pick.event in known else 0, []).append(pick)
    loose = grouped.pop(0, None)
    names = _PublicIds()
    catalogue = [_quake_event(event, grouped.get(event.id, []), names, findings) for event in events]
    if loose:
        catalogue.append(
            quake.Event(
                picks=[_quake_pick(pick, names) for pick in loose],
                comments=[quake.Comment(text="picks without an event")],
            )
        )
    return quake.Catalog(catalogue)


class _PublicIds:
    """Public ids that were read, given again: each to one element, and none that QuakeML does not allow."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def again(self, text: str) -> quake.ResourceIdentifier | None:
        if text in self._given or not PUBLIC_ID.fullmatch(text):
            return None
        self._given.add(text)
        return quake.ResourceIdentifier(text)


def _quake_event(event: Event, picks: list[Pick], names: _PublicIds, findings: Findings) -> quake.Event:
    written = [_quake_pick(pick, names) for pick in picks]
    placed = event.latitude is not None and event.longitude is not None
    made = quake.Event(
        resource_id=names.again(event.public_id),
        picks=written,
        comments=comments_of(
            source=event.source, score=event.score, time=None if placed else iso_time(event.time), stale=event.stale or None,
            kind_model=event.found.kind_model if event.kind else None,
        ),
        event_type=event.kind if event.kind in set(EventType) else None,
    )  # fmt: skip
    if placed:
        origin = quake.Origin(
            resource_id=names.again(event.origin_id),
            time=_utc(event.time),
            latitude=event.latitude,
            longitude=event.longitude,
            depth=None if event.depth is None else event.depth * 1000.0,
            # A rejected pick is no arrival of the event.
            arrivals=[
                quake.Arrival(pick_id=each.resource_id, phase=each.phase_hint)
                for each in written
                if each.evaluation_status != "rejected"
            ],
        )
        location = findings.locations.get(event.id)
        if location is not None:
            by_id = {each.resource_id.id: pick for each, pick in zip(written, picks, strict=True)}
            describe_origin(origin, location, by_id)
        made.origins, made.preferred_origin_id = [origin], origin.resource_id
    if event.magnitude is not None:
        magnitude = quake.Magnitude(mag=event.magnitude, magnitude_type=writable_text(event.magnitude_type) or None)
        found = findings.magnitudes.get(event.id)
        if found is not None:
            describe_magnitude(made, magnitude, found)
        made.magnitudes, made.preferred_magnitude_id = [magnitude], magnitude.resource_id
    solutions = findings.mechanisms.get(event.id, ())
    if solutions:
        describe_mechanisms(made, solutions)
    if event.name:
        made.event_descriptions = [quake.EventDescription(text=writable_text(event.name), type="earthquake name")]
    return made


def _quake_pick(pick: Pick, names: _PublicIds) -> quake.Pick:
    station = pick.station
    # What other programs call its state stays where it still says the same.
    status = pick.status if pick.status and review_of(pick.status, pick.origin) is pick.review else STATUS[pick.review]
    made = quake.Pick(
        resource_id=names.again(pick.public_id),
        time=_utc(pick.time),
        waveform_id=quake.WaveformStreamID(
            network_code=writable_text(station.network),
            station_code=writable_text(station.station),
            location_code=writable_text(station.location),
            channel_code=writable_text(channel_of(station)),
        ),
        phase_hint=pick.name,
        onset=pick.onset or None,
        evaluation_mode="manual" if pick.origin is Origin.MANUAL else "automatic",
        evaluation_status=status,
        polarity=pick.polarity.value or None,
        comments=comments_of(
            origin=pick.origin.value,
            review=pick.review.value,
            model=pick.model,
            probability=pick.probability,
            trace_name=pick.trace_name,
            uncertainty=WIDTH if pick.width_of_model and pick.uncertainty is not None else None,
            polarity_model=pick.polarity_model,
            polarity_probability=pick.polarity_probability,
            polarity_spread=pick.polarity_spread,
            hypo71_weight=pick.weight,
        ),
    )
    if pick.uncertainty is not None:
        made.time_errors = quake.QuantityError(uncertainty=pick.uncertainty)
    if pick.model:
        made.method_id = quake.ResourceIdentifier(
            "smi:local/seisviewer/" + re.sub(r"[^\w.-]+", "-", writable_text(pick.model), flags=re.ASCII)
        )
    return made


def _check_codes(path: Path, picks: Iterable[Pick]) -> None:
    """Raise BadRequest for stations whose codes QuakeML has no room for."""
    long = {
        str(pick.station)
        for pick in picks
        if any(
            map(_is_long, (pick.station.network, pick.station.station, pick.station.location, channel_of(pick.station)))
        )
    }
    if long:
        more = tr(" and {count} more").format(count=len(long) - 3) if len(long) > 3 else ""
        raise BadRequest(
            tr(
                "{path_name} is not written: QuakeML has room for {longest_code} letters a code, and "
                "{listed}{more} has longer ones; export a table (.csv) instead."
            ).format(path_name=path.name, longest_code=LONGEST_CODE, listed=", ".join(sorted(long)[:3]), more=more)
        )


def _is_long(code: str) -> bool:
    return len(code) > LONGEST_CODE


def _check_valid(path: Path, content: bytes) -> None:
    """Raise BadRequest where the text is no QuakeML by its schema."""
    schema = _schema()
    if not schema.validate(etree.fromstring(content)):
        raise BadRequest(
            tr(
                "{path_name} is not written, for it would be no valid QuakeML ({message}): export a "
                "table (.csv) instead."
            ).format(path_name=path.name, message=schema.error_log[0].message)
        )


@cache
def _schema() -> etree.XMLSchema:
    """QuakeML 1.2 (BED), which ObsPy comes with."""
    return etree.XMLSchema(etree.parse(str(files("obspy.io.quakeml") / "data" / "QuakeML-1.2.xsd")))


def _utc(time: float) -> UTCDateTime:
    """To the microsecond, which is what QuakeML keeps."""
    return UTCDateTime(ns=round(time * 1e6) * 1000)
