"""How the events of a project are found and located: what its user chose, and the project remembers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from seisviewer.catalogue.area import Sites
from seisviewer.catalogue.associating import AssociationSettings
from seisviewer.catalogue.local_magnitude import SCALES
from seisviewer.catalogue.locating import LocationSettings
from seisviewer.catalogue.velocity_model import velocity_model
from seisviewer.picks.pick import PHASES
from seisviewer.workflows.catalogue.located_events import (
    DEEPEST_OF_ALL,
    DEFAULT_MODEL,
    HIGHEST_OF_ALL,
    CatalogueSettings,
)

DEFAULT_SCALE = "iaspei"
TOLERANCES = 0.05, 60.0  # seconds
MOST_PICKS = 10_000
LARGEST_TERM = 30.0  # seconds


@dataclass(frozen=True)
class CatalogueChoices:
    """velocity: name of a model, or its file. stations: file that says where the stations stand and what their gains are,
    "" where the records' StationXML does. scale: of magnitudes, its distance correction. tolerance: seconds by which a
    pick may miss its event. terms: station, phase and the seconds by which arrivals there are late everywhere in this
    velocity model, as the last association found them. fewest, fewest_p, fewest_both: what makes an event; 0: what suits the network.
    depth: km below sea level at which all events are held, deepest: below which none is looked for; None: free, and what such a network
    hears."""

    velocity: str = DEFAULT_MODEL
    stations: str = ""
    scale: str = DEFAULT_SCALE
    tolerance: float = 1.5
    fewest: int = 0
    fewest_p: int = 0
    fewest_both: int = 0
    terms: tuple[tuple[str, str, float], ...] = ()
    depth: float | None = None
    deepest: float | None = None

    @property
    def station_files(self) -> tuple[Path, ...]:
        return (Path(self.stations),) if self.stations else ()

    def settings(self) -> CatalogueSettings:
        """Raises BadRequest or UnreadableFile for a model that is not there."""
        return CatalogueSettings(velocity_model(self.velocity), depth=self.depth, deepest=self.deepest, with_terms=True)

    def location(self, misfit: str) -> LocationSettings:
        """How a single event is located."""
        return LocationSettings(misfit, self.depth, terms={(code, phase): late for code, phase, late in self.terms})

    def with_terms(self, terms: Mapping[tuple[str, str], float]) -> CatalogueChoices:
        return replace(self, terms=tuple((code, phase, late) for (code, phase), late in sorted(terms.items())))

    def association(self, sites: Sites) -> AssociationSettings:
        """What was asked for, and what suits the network where nothing was. Raises BadRequest for too few stations."""
        own = AssociationSettings.for_network(sites)
        return AssociationSettings(
            self.fewest or own.fewest, self.fewest_p or own.fewest_p, self.fewest_both or own.fewest_both, own.area,
            self.tolerance,
        )  # fmt: skip

    def stored(self) -> dict[str, Any]:
        """As JSON can hold it."""
        return asdict(self)


def choices_in(stored: dict[str, Any]) -> CatalogueChoices:
    """The other way round; what no choice can be is as at first."""
    usual = {field.name: field.default for field in fields(CatalogueChoices)}
    known = {name: value for name, value in stored.items() if name in usual and type(value) is type(usual[name])}
    if known.get("scale", DEFAULT_SCALE) not in SCALES:
        del known["scale"]
    if not TOLERANCES[0] <= known.get("tolerance", 1.5) <= TOLERANCES[1]:
        del known["tolerance"]
    known["terms"] = _terms(stored.get("terms"))
    for name in ("depth", "deepest"):
        known[name] = _depth(stored.get(name))
    counts = ("fewest", "fewest_p", "fewest_both")
    return CatalogueChoices(
        **{name: value for name, value in known.items() if name not in counts or 0 <= value <= MOST_PICKS}
    )


def _depth(stored: Any) -> float | None:
    """km at which there can be an event."""
    fits = type(stored) in (int, float) and HIGHEST_OF_ALL <= stored <= DEEPEST_OF_ALL
    return float(stored) if fits else None


def _terms(stored: Any) -> tuple[tuple[str, str, float], ...]:
    """Those that can be."""
    found = []
    for each in stored if isinstance(stored, list) else ():
        match each:
            case [str(code), str(phase), float(late)] if phase in PHASES and abs(late) <= LARGEST_TERM:
                found.append((code, phase, late))
    return tuple(found)
