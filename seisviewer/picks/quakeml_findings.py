"""How sure a place and a magnitude are, and what they rest on, in QuakeML's own elements."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from obspy import UTCDateTime
from obspy.core import event as quake

from seisviewer.picks.located.location import Arrival, Ellipse, Location
from seisviewer.picks.located.magnitude import EventMagnitude, StationMagnitude
from seisviewer.picks.located.mechanism import DoubleCouple, Mechanism, other_plane
from seisviewer.picks.pick import Pick
from seisviewer.picks.quakeml_comments import comments_of, said_in
from seisviewer.picks.text_values import parsed_number, writable_text

DEGREE = 111.19  # km, in which QuakeML gives distances
LOWEST_GROUND, HIGHEST_GROUND = -12.0, 9.0  # km above sea level
NOT_COUNTED = "not counted: "
METHOD = "smi:local/seisviewer/"


def describe_origin(origin: quake.Origin, location: Location, picks: Mapping[str, Pick]) -> None:
    """Quality, confidence region and the arrivals' residuals; picks: of the event, by the ids that its arrivals name."""
    counted = location.counted
    origin.quality = quake.OriginQuality(
        associated_phase_count=len(location.arrivals),
        used_phase_count=len(counted),
        associated_station_count=len({arrival.station for arrival in location.arrivals}),
        used_station_count=location.stations,
        standard_error=location.rms,
        azimuthal_gap=location.gap,
        minimum_distance=location.nearest / DEGREE,
        maximum_distance=max(arrival.distance for arrival in counted) / DEGREE,
    )
    origin.origin_uncertainty = quake.OriginUncertainty(
        min_horizontal_uncertainty=location.ellipse.shorter * 1000.0,
        max_horizontal_uncertainty=location.ellipse.longer * 1000.0,
        azimuth_max_horizontal_uncertainty=location.ellipse.azimuth,
        preferred_description="uncertainty ellipse",
        confidence_level=68.0,
    )
    low, high = location.depth_range
    if location.has_fixed_depth:
        origin.depth_type = "operator assigned"
    else:
        origin.depth_type = "from location"
        origin.depth_errors = quake.QuantityError(
            lower_uncertainty=(location.depth - low) * 1000.0,
            upper_uncertainty=(high - location.depth) * 1000.0,
            confidence_level=68.0,
        )
    origin.earth_model_id = quake.ResourceIdentifier(METHOD + "model/" + _as_id(location.model))
    origin.method_id = quake.ResourceIdentifier(METHOD + "grid-search")
    origin.evaluation_mode = "automatic"
    origin.comments += comments_of(ground_km=None if location.ground is None else f"{location.ground:.3f}")
    known = {(each.station, each.phase, each.time): each for each in location.arrivals}
    for arrival in origin.arrivals:
        pick = picks[arrival.pick_id.id]
        found = known.get((pick.station.code, pick.phase, pick.time))
        if found is None:
            continue
        arrival.azimuth = found.azimuth
        arrival.distance = found.distance / DEGREE
        arrival.takeoff_angle = found.take_off
        arrival.time_residual = found.residual
        arrival.time_weight = found.weight


def describe_magnitude(event: quake.Event, magnitude: quake.Magnitude, found: EventMagnitude) -> None:
    """Amplitudes and station magnitudes; those that do not count have the weight 0 and say why."""
    origin = event.preferred_origin_id or (event.origins[0].resource_id if event.origins else None)
    magnitude.mag_errors = quake.QuantityError(uncertainty=found.spread)
    magnitude.station_count = found.stations
    magnitude.origin_id = origin
    magnitude.method_id = quake.ResourceIdentifier(METHOD + "magnitude/" + _as_id(found.scale))
    share = 1.0 / max(len(found.counted), 1)
    for part in found.parts:
        where = quake.WaveformStreamID(*map(writable_text, part.station.split(".", 1)), writable_text(part.location),
                                       writable_text(part.channel))  # fmt: skip
        amplitude = quake.Amplitude(
            generic_amplitude=part.amplitude * 1e-9, type="AML", unit="m", waveform_id=where,
            scaling_time=UTCDateTime(ns=round(part.time * 1e6) * 1000), magnitude_hint=found.kind,
        )  # fmt: skip
        said = [quake.Comment(text=NOT_COUNTED + part.left_out, force_resource_id=False)] if part.left_out else []
        own = quake.StationMagnitude(
            origin_id=origin, mag=part.value, station_magnitude_type=found.kind, amplitude_id=amplitude.resource_id,
            waveform_id=where, comments=said,
        )  # fmt: skip
        magnitude.station_magnitude_contributions.append(
            quake.StationMagnitudeContribution(
                station_magnitude_id=own.resource_id, residual=part.residual, weight=0.0 if part.left_out else share
            )
        )
        event.amplitudes.append(amplitude)
        event.station_magnitudes.append(own)


def describe_mechanisms(event: quake.Event, solutions: Sequence[Mechanism]) -> None:
    """Both nodal planes of each distinct solution; the preferred one is the most probable."""
    for solution in solutions:
        planes = [
            quake.NodalPlane(strike=plane.strike, dip=plane.dip, rake=plane.rake)
            for plane in (solution.plane, other_plane(solution.plane))
        ]
        made = quake.FocalMechanism(
            triggering_origin_id=event.preferred_origin_id,
            nodal_planes=quake.NodalPlanes(nodal_plane_1=planes[0], nodal_plane_2=planes[1], preferred_plane=1),
            misfit=solution.misfit,
            station_distribution_ratio=solution.spread,
            method_id=quake.ResourceIdentifier(METHOD + "grid-search/first-motions"),
            evaluation_mode="automatic",
            comments=comments_of(
                quality=solution.quality, probability=solution.probability, uncertainty=solution.uncertainty,
                ratio_misfit=solution.ratio_misfit,
            ),
        )  # fmt: skip
        event.focal_mechanisms.append(made)
    event.preferred_focal_mechanism_id = event.focal_mechanisms[0].resource_id


def mechanisms_of(event: quake.Event) -> tuple[Mechanism, ...]:
    """Those of our own files, which say how sure they are."""
    found = []
    for each in event.focal_mechanisms:
        said = dict(said_in(each.comments))
        plane = each.nodal_planes.nodal_plane_1 if each.nodal_planes else None
        if plane is None or None in (plane.strike, plane.dip, plane.rake) or "quality" not in said:
            continue
        ratio = parsed_number(said.get("ratio_misfit", ""))
        found.append(
            Mechanism(
                DoubleCouple(plane.strike, plane.dip, plane.rake), parsed_number(said.get("probability", "")) or 0.0,
                parsed_number(said.get("uncertainty", "")) or 0.0, _or(each.misfit, 0.0), ratio,
                _or(each.station_distribution_ratio, 0.0), said["quality"],
            )
        )  # fmt: skip
    return tuple(found)


def location_of(origin: quake.Origin, picks: Mapping[str, Pick]) -> Location | None:
    """The other way round: None of an origin that has no depth, no quality or no arrivals with their residuals. picks: by
    the ids that arrivals name."""
    arrivals = tuple(found for found in (_arrival_of(each, picks) for each in origin.arrivals) if found is not None)
    quality = origin.quality
    if origin.depth is None or quality is None or not any(arrival.weight > 0 for arrival in arrivals):
        return None
    region = origin.origin_uncertainty
    if region is None or region.max_horizontal_uncertainty is None or region.min_horizontal_uncertainty is None:
        return None
    depth = origin.depth / 1000.0
    errors = origin.depth_errors
    model = origin.earth_model_id.id.rpartition("/")[2] if origin.earth_model_id else ""
    return Location(
        origin.time.ns / 1e9, origin.latitude, origin.longitude, depth,
        rms=_or(quality.standard_error, 0.0),
        gap=_or(quality.azimuthal_gap, 360.0),
        nearest=_or(quality.minimum_distance, 0.0) * DEGREE,
        ellipse=Ellipse(
            region.max_horizontal_uncertainty / 1000.0, region.min_horizontal_uncertainty / 1000.0,
            _or(region.azimuth_max_horizontal_uncertainty, 0.0),
        ),
        depth_range=(
            depth - _or(errors.lower_uncertainty, _or(errors.uncertainty, 0.0)) / 1000.0,
            depth + _or(errors.upper_uncertainty, _or(errors.uncertainty, 0.0)) / 1000.0,
        ),
        arrivals=arrivals,
        model=model,
        has_fixed_depth=origin.depth_type == "operator assigned",
        ground=_ground(dict(said_in(origin.comments)).get("ground_km", "")),
    )  # fmt: skip


def _ground(text: str) -> float | None:
    """km above sea level; None for what is none."""
    try:
        ground = parsed_number(text)
    except ValueError:
        return None
    return ground if ground is not None and LOWEST_GROUND <= ground <= HIGHEST_GROUND else None


def magnitude_of(event: quake.Event, found: quake.Magnitude) -> EventMagnitude | None:
    """None of a magnitude that does not say what it rests on."""
    own = {str(each.resource_id): each for each in event.station_magnitudes}
    amplitudes = {str(each.resource_id): each for each in event.amplitudes}
    parts = []
    for share in found.station_magnitude_contributions:
        said = own.get(str(share.station_magnitude_id))
        amplitude = amplitudes.get(str(said.amplitude_id)) if said is not None else None
        where = said.waveform_id if said is not None else None
        if amplitude is None or where is None or amplitude.generic_amplitude is None or amplitude.scaling_time is None:
            continue
        left_out = next(
            (
                each.text.removeprefix(NOT_COUNTED)
                for each in said.comments
                if (each.text or "").startswith(NOT_COUNTED)
            ),
            "",
        )
        parts.append(
            StationMagnitude(
                f"{where.network_code or ''}.{where.station_code}", where.location_code or "", where.channel_code or "",
                amplitude.generic_amplitude * 1e9, amplitude.scaling_time.ns / 1e9, said.mag, _or(share.residual, 0.0),
                left_out or ("" if share.weight else "not counted"),
            )
        )  # fmt: skip
    if not parts:
        return None
    scale = found.method_id.id.rpartition("/")[2] if found.method_id else ""
    spread = _or(found.mag_errors.uncertainty, 0.0)
    return EventMagnitude(found.magnitude_type or "", found.mag, spread, scale, tuple(parts))


def _arrival_of(arrival: quake.Arrival, picks: Mapping[str, Pick]) -> Arrival | None:
    pick = picks.get(str(arrival.pick_id))
    if pick is None or arrival.time_residual is None or arrival.distance is None or arrival.azimuth is None:
        return None
    return Arrival(
        pick.station.code, pick.phase, pick.time, arrival.time_residual, arrival.distance * DEGREE, arrival.azimuth,
        _or(arrival.takeoff_angle, 90.0), _or(arrival.time_weight, 1.0),
    )  # fmt: skip


def _or(value: float | None, otherwise: float) -> float:
    return otherwise if value is None else float(value)


def _as_id(text: str) -> str:
    return "".join(letter if letter.isascii() and letter.isalnum() else "-" for letter in text)
