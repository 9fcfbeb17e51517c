"""The array of a store that is the survey, and the arrays beside it that say where its traces lie."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from seisviewer.errors import BadRequest, SeveralVolumes, UnreadableFile
from seisviewer.translation import tr
from seisviewer.volumes.coordinate_reference import DEGREES, CoordinateReference, system_named
from seisviewer.volumes.open_choices import OpenChoices
from seisviewer.volumes.zarr_surveys.chunked_array import read_small
from seisviewer.volumes.zarr_surveys.store_axes import axes_of, unit_named
from seisviewer.volumes.zarr_surveys.store_members import Member, Store
from seisviewer.volumes.zarr_surveys.store_objects import StoreObjects

MOST_TRACES = 1 << 27
MOST_NUMBERS = 1 << 24  # along one axis
AMPLITUDES = ("amplitude", "amplitudes", "seismic", "data")
MASKS = ("trace_mask", "live_mask", "live")
PAIRS = (("x", "y"), ("cdp_x", "cdp_y"), ("easting", "northing"), ("longitude", "latitude"), ("lon", "lat"))
LENGTHS = {"m": "m", "metre": "m", "meter": "m", "metres": "m", "meters": "m", "ft": "ft", "foot": "ft", "feet": "ft"}
LONGEST_NAME = 200  # of a coordinate reference system


@dataclass(frozen=True)
class FoundSurvey:
    """axes: of the array, of inlines (-1 for a single line), crosslines and samples. others: names of further arrays that
    could be the survey."""

    objects: StoreObjects
    store: Store
    name: str
    member: Member
    axes: tuple[int, int, int]
    others: tuple[str, ...] = ()

    @property
    def shape(self) -> tuple[int, int, int]:
        inlines, crosslines, samples = (self.member.shape[axis] if axis >= 0 else 1 for axis in self.axes)
        return inlines, crosslines, samples

    def dimension(self, place: int) -> str:
        """The name of the inlines (0), crosslines (1) or samples (2) in the store; "" for the inline of a 2D line."""
        return self.member.dimensions[self.axes[place]] if self.axes[place] >= 0 else ""

    def numbers(self, place: int) -> np.ndarray | None:
        """The coordinate along an axis; None where the store has none."""
        member = self.store.members.get(self.dimension(place))
        if not self.dimension(place) or member is None or len(member.shape) != 1:
            return None
        return read_small(self.objects, member, self.name, MOST_NUMBERS)

    def unit(self, place: int) -> str | None:
        member = self.store.members.get(self.dimension(place))
        return None if member is None else unit_named(member.attributes)

    def mask(self) -> np.ndarray | None:
        """Bool (inlines, crosslines), which traces the store says to hold data; None where it does not say."""
        found = (self._of_traces(name, "biu") for name in MASKS)
        mask = next((each for each in found if each is not None), None)
        return None if mask is None else mask != 0

    def coordinates(self, choices: OpenChoices) -> tuple[np.ndarray, np.ndarray, CoordinateReference] | None:
        """X and Y (inlines, crosslines), and what they are; None where the store has none."""
        by_low = {name.lower(): name for name in self.store.members}
        for pair in PAIRS:
            if not all(each in by_low for each in pair):
                continue
            x, y = (self._of_traces(by_low[each], "iuf") for each in pair)
            if x is not None and y is not None:
                attributes = self.store.members[by_low[pair[0]]].attributes
                return x.astype(np.float64), y.astype(np.float64), _reference(attributes, pair[0], choices)
        if choices.crs is not None:
            raise BadRequest(
                tr("{name} has no coordinates, so they have no system: leave it out.").format(name=self.name)
            )
        return None

    def _of_traces(self, name: str, kinds: str) -> np.ndarray | None:
        """What an array says of every trace, (inlines, crosslines) in the order of the store."""
        member = self.store.members.get(name)
        inlines, crosslines, _ = self.shape
        wanted = tuple(filter(None, (self.dimension(0), self.dimension(1))))
        if member is None or member.kind is None or member.kind.kind not in kinds:
            return None
        if sorted(member.dimensions) != sorted(wanted) or math.prod(member.shape) != inlines * crosslines:
            return None
        values = read_small(self.objects, member, self.name, MOST_TRACES)
        return (values.T if member.dimensions != wanted else values).reshape(inlines, crosslines)


def find_survey(objects: StoreObjects, store: Store, name: str, variable: str | None) -> FoundSurvey:
    """variable: the array that the user named. Raises UnreadableFile where the store holds no survey,
    as SeveralVolumes where the user has to choose."""
    fitting = {
        each.name: axes
        for each in store.members.values()
        if each.kind is not None and each.kind.kind in "iuf" and (axes := axes_of(each)) and 0 not in each.shape
    }
    if variable is not None and variable not in fitting:
        raise BadRequest(
            tr("{name} holds no survey “{variable}”: it holds {fitting}.").format(
                name=name, variable=variable, fitting=", ".join(fitting) or tr("none")
            )
        )
    if not fitting:
        held = ", ".join(f"{each.name} ({', '.join(each.dimensions)})" for each in list(store.members.values())[:6])
        raise UnreadableFile(
            tr(
                "{name} holds no array with the dimensions inline, crossline and time or depth{words}: "
                "name its dimensions so."
            ).format(name=name, words=tr(", only {held}").format(held=held) if held else "")
        )
    chosen = variable if variable is not None else _likeliest(store, list(fitting))
    if chosen is None:
        raise SeveralVolumes(name, list(fitting))
    others = tuple(each for each in fitting if each != chosen)
    return FoundSurvey(objects, store, name, store.members[chosen], fitting[chosen], others)


def _likeliest(store: Store, names: list[str]) -> str | None:
    own = store.attributes.get("attributes")
    said = own.get("defaultVariableName") if isinstance(own, Mapping) else None  # of MDIO
    return next((each for each in (said, *AMPLITUDES) if each in names), names[0] if len(names) == 1 else None)


def _reference(attributes: Mapping[str, object], name: str, choices: OpenChoices) -> CoordinateReference:
    if choices.crs is not None:
        system = system_named(choices.crs)
        return CoordinateReference(system.unit, system=system.name)
    unit = (unit_named(attributes) or "").lower()
    is_angle = name.startswith("lon") or unit.startswith(("degree", DEGREES))
    said = attributes.get("crs")
    system_name = said[:LONGEST_NAME] if isinstance(said, str) else ""
    return CoordinateReference(DEGREES if is_angle else LENGTHS.get(unit), system=system_name)
