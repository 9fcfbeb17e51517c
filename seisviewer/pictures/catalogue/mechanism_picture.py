"""The focal sphere of an event for print: its nodal planes and axes, with the first motions of the stations on it."""

from __future__ import annotations

from collections.abc import Sequence

from seisviewer.catalogue.focal_sphere import axis_on_disc, motion_on_disc, nodal_line, stress_axes
from seisviewer.catalogue.mechanism_words import mechanism_words
from seisviewer.catalogue.sphere_marks import SphereMark, sphere_marks
from seisviewer.catalogue.station_motions import StationMotion
from seisviewer.picks.located.mechanism import DoubleCouple, Mechanism, other_plane
from seisviewer.pictures.catalogue.plot_picture import (
    FAINT,
    INK,
    RED,
    Marks,
    Panel,
    PlotLine,
    PlotPicture,
    Shade,
    Words,
)
from seisviewer.translation import tr

FINE = 240  # cells across the disc
SIGNS = {True: "up", False: "down", None: "undecided"}
MOST_NAMES = 40  # stations, beyond which names would cover the disc


def mechanism_picture(
    motions: Sequence[StationMotion],
    mechanism: Mechanism | None,
    others: Sequence[Mechanism] = (),
    title: str = "",
    names: bool = True,
) -> PlotPicture:
    """Lower hemisphere, equal area. others: further solutions, drawn dashed. names: of the stations."""
    plane = mechanism.plane if mechanism is not None else None
    marks = sphere_marks(motions, plane)
    words = [Words(0.0, 1.08, "N", centred=True)]
    if plane is not None:
        words += [
            Words(*axis_on_disc(axis), name, centred=True, bold=True)
            for name, axis in zip("PT", stress_axes(plane), strict=True)
        ]
    if names and len(marks) <= MOST_NAMES:
        words += [Words(mark.east, mark.north, mark.motion.station) for mark in marks]
    lines = [line for each in others for line in _planes(each.plane, FAINT, dashed=True)]
    lines += _planes(plane, INK) if plane is not None else []
    panel = Panel(
        marks=_signs(marks), lines=tuple(lines), words=tuple(words), is_disc=True,
        shade=Shade(motion_on_disc(plane, FINE)) if plane is not None else None,
    )  # fmt: skip
    known = sum(mark.motion.up is not None for mark in marks)
    against = sum(mark.contradicts for mark in marks)
    notes = (
        [tr("Lower hemisphere, equal area. Grey: P begins upward.")]
        if plane is not None
        else [tr("Lower hemisphere, equal area.")]
    )
    if mechanism is not None:
        notes.append(
            tr("{mechanism_words}. {against} of {known} first motions contradict it.").format(
                mechanism_words=mechanism_words(mechanism), against=against, known=known
            )
        )
    return PlotPicture(title, (panel,), tuple(notes), 1.0)


def _planes(plane: DoubleCouple, colour: str, dashed: bool = False) -> list[PlotLine]:
    made = []
    for each in (plane, other_plane(plane)):
        east, north = nodal_line(each)
        made.append(PlotLine(tuple(map(float, east)), tuple(map(float, north)), colour, 0.8 if dashed else 1.0, dashed))
    return made


def _signs(marks: Sequence[SphereMark]) -> tuple[Marks, ...]:
    """Filled dots were up, open ones down, crosses undecided; what contradicts is red."""
    made = []
    for up, against in ((True, False), (False, False), (True, True), (False, True), (None, False)):
        own = [mark for mark in marks if mark.motion.up is up and mark.contradicts is against]
        if own:
            colour = RED if against else FAINT if up is None else INK
            made.append(
                Marks(
                    tuple(mark.east for mark in own), tuple(mark.north for mark in own), 6.0,
                    colour if up else "white", colour, "x" if up is None else "o",
                    tr("{signs}, contradicts").format(signs=SIGNS[up]) if against else SIGNS[up], 1.2,
                )
            )  # fmt: skip
    return tuple(made)
