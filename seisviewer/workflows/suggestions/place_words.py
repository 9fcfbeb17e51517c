"""Where a place lies and why a label there would tell much, in words."""

from __future__ import annotations

from collections.abc import Sequence

from seisviewer.labels.classes import ClassTable
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Direction, Geometry
from seisviewer.workflows.suggestions.place_ranking import Place

WORTH_SAYING = 0.1  # share of a place that disagrees or changes
NEAR = 10  # lines: a label no farther away is no reason
SURE = 0.95
LITTLE = 0.03  # of the doubt of the whole survey


def traces_in_words(place: Place, geometry: Geometry) -> str:
    """Numbers of the lines that cross it, the first and the last."""
    axis = geometry.crosslines if place.section.direction is Direction.INLINE else geometry.inlines
    first, last = (axis.number(row) for row in place.rows)
    return f"{first}–{last}"


def depths_in_words(place: Place, geometry: Geometry) -> str:
    """From where to where it reaches, in the unit of the survey's samples, as the axes beside its sections."""
    first, last = (_depth(column, geometry) for column in place.columns)
    return f"{first}–{last} {geometry.samples.unit}"


def reason(place: Place, geometry: Geometry, classes: ClassTable) -> str:
    """Why it is worth a label, in a sentence that begins with the strongest reason."""
    if place.first:
        return place.first
    parts = [*_apart(place, geometry), *_unsure(place, classes), *_changing(place), *_rare(place, classes)]
    if place.lines_away is None:
        parts.append(tr("nothing is labelled yet"))
    elif place.lines_away > NEAR:
        parts.append(tr("the nearest label is {lines_away:.0f} lines away").format(lines_away=place.lines_away))
    if place.share >= LITTLE:
        parts.append(
            tr("a label here should settle about {share:.0f} % of what the model is unsure of in the survey").format(
                share=100 * place.share
            )
        )
    said = "; ".join(parts) or tr("the least certain place that is left")
    return f"{said[0].upper()}{said[1:]}."


def _apart(place: Place, geometry: Geometry) -> list[str]:
    if place.apart is None or place.apart < WORTH_SAYING or place.apart_columns is None:
        return []
    inline = place.section.direction is Direction.INLINE
    others, own = tr("crossline"), tr("inline")
    if not inline:
        others, own = own, others
    first, last = (f"{_depth(column, geometry)}" for column in place.apart_columns)
    where = tr("between {first} and {last} {unit}").format(first=first, last=last, unit=geometry.samples.unit)
    if len(place.apart_from) == 1:
        return [
            tr("{others} {apart_from} disagrees with this {own} {where}").format(
                others=others, apart_from=place.apart_from[0], own=own, where=where
            )
        ]
    return [
        tr("{others}s {range} disagree with this {own} {where}").format(
            others=others, range=_range(place.apart_from), own=own, where=where
        )
    ]


def _unsure(place: Place, classes: ClassTable) -> list[str]:
    if place.sure is None or place.sure >= SURE:
        return []
    names = [classes.name_of(number) for number in place.classes if number in classes][:2]
    sure = 100 * place.sure
    if len(names) == 2:
        return [
            tr("the model is only {sure:.0f} % sure and wavers between {first} and {second}").format(
                sure=sure, first=names[0], second=names[1]
            )
        ]
    if names:
        return [tr("the model is only {sure:.0f} % sure that this is {name}").format(sure=sure, name=names[0])]
    return [tr("the model is only {sure:.0f} % sure").format(sure=sure)]


def _changing(place: Place) -> list[str]:
    if place.changing is None or place.changing < WORTH_SAYING:
        return []
    return [
        tr("the latest model answers otherwise than the one before it on {changing:.0f} % of this place").format(
            changing=100 * place.changing
        )
    ]


def _rare(place: Place, classes: ClassTable) -> list[str]:
    if place.rare is None or place.rare[0] not in classes:
        return []
    name, count = classes.name_of(place.rare[0]), place.rare[1]
    where = (
        tr("nowhere")
        if not count
        else tr("in one place only")
        if count == 1
        else tr("in {count} places only").format(count=count)
    )
    return [tr("{name} is labelled {where}").format(name=name, where=where)]


def _range(numbers: Sequence[int]) -> str:
    return f"{numbers[0]}–{numbers[-1]}"


def _depth(column: int, geometry: Geometry) -> str:
    return f"{geometry.samples.start + geometry.samples.interval * column:.0f}"
