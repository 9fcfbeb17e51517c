"""Records as a picture: their components under one another, filtered as asked, with picks and a time axis in UTC."""

from __future__ import annotations

from collections.abc import Sequence

from seisviewer.errors import BadRequest
from seisviewer.picks.pick import Pick, Review, between
from seisviewer.pictures.trace_picture import PickMark, RowPlace, SpectrogramRow, TracePicture, reach_of, row_of
from seisviewer.translation import tr
from seisviewer.waveforms.amplitude_text import amplitude_text
from seisviewer.waveforms.processing import Processing, processed
from seisviewer.waveforms.record import Archive, Record, record_title

BETWEEN = 0.15  # of a row, left free between two stations
SPECTROGRAM = 1.5  # height of a spectrogram over that of a row
GAP = 0.05  # of a row, between a trace and the spectrogram below it
ROW_SHAPE = 0.11  # height of a row over the width of the picture


def chosen_records(archive: Archive, names: Sequence[str]) -> tuple[Record, ...]:
    """The records whose key is named, or begins with a name (`CI.CLC`); all of them without a name. Raises BadRequest for
    a name that no record has."""
    found: list[Record] = []
    for name in names:
        named = [record for record in archive.records if record.key == name or record.key.startswith(f"{name}.")]
        if not named:
            known = ", ".join(record.key for record in archive.records[:6])
            more = ", …" if len(archive.records) > 6 else ""
            raise BadRequest(
                tr("There is no record {name}: the records are {known}{more}.").format(
                    name=name, known=known, more=more
                )
            )
        found += [record for record in named if record not in found]
    return tuple(found) if names else archive.records


def trace_picture(
    archive: Archive,
    records: Sequence[Record],
    span: tuple[float, float],
    processing: Processing = Processing(),
    picks: Sequence[Pick] = (),
    title: str = "",
    spectrogram: bool = False,
) -> TracePicture:
    """span: seconds since 1970 UTC. picks: in the order of time; rejected ones are left out. spectrogram: one of the first
    component of each record, as it was recorded, below its traces.

    The components of a record share their scale. Raises BadRequest for a filter that cannot be, or where nothing was
    recorded in the span.
    """
    if not span[0] < span[1]:
        raise BadRequest(tr("The picture ends before it begins: give --start and --end in the order of time."))
    seen = [made for record in records if (made := processed(record, processing, span, archive.inventory)) is not None]
    if not seen:
        raise BadRequest(tr("Nothing was recorded in this stretch of time: choose another."))
    below = SPECTROGRAM if spectrogram else 0.0
    units = sum(len(record.components) + below for record in seen) + BETWEEN * (len(seen) - 1)
    as_recorded = {record.key: record for record in records}
    rows, marks, spectrograms, top = [], [], [], 0.0
    for record in seen:
        first, height = top, 1 / units
        reach = reach_of(record.components, span)
        recorded = as_recorded[record.key].components
        for component, original in zip(record.components, recorded, strict=True):
            unit = amplitude_text(reach, component.unit) if component is record.components[0] else ""
            place = RowPlace(
                top + height / 2, height, record_title(record) if component is record.components[0] else "", unit
            )
            rows.append(row_of(component, span, place, reach, original))
            top += height
        if spectrogram:
            spectrograms.append(SpectrogramRow(recorded[0], span, top + GAP * height, top + below * height))
            top += below * height
        own = [pick for pick in between(picks, *span) if pick.record == record.key]
        marks += [PickMark(pick, first, top) for pick in own if pick.review is not Review.REJECTED]
        top += BETWEEN * height
    name = record_title(seen[0]) if len(seen) == 1 else tr("{count} records").format(count=len(seen))
    return TracePicture(
        title=title or name,
        start=span[0],
        end=span[1],
        rows=tuple(rows),
        picks=tuple(marks),
        spectrograms=tuple(spectrograms),
        filter_text=filter_in_words(processing),
        shape=ROW_SHAPE * units,
        dated=all(record.is_dated for record in seen),
    )


def filter_in_words(processing: Processing) -> str:
    """“Band-pass 1–20 Hz”."""
    corners = {
        "high-pass": tr("High-pass {low:g} Hz").format(low=processing.low),
        "low-pass": tr("Low-pass {high:g} Hz").format(high=processing.high),
        "band-pass": tr("Band-pass {low:g}–{high:g} Hz").format(low=processing.low, high=processing.high),
    }
    return corners.get(processing.filter, tr("Raw"))
