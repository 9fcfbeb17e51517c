"""Tables of points as text, as horizons and fault sticks come in: their lines, their columns, and what the survey has
for them."""

from __future__ import annotations

import math
import re
from pathlib import Path

import numpy as np

from seisviewer.bounded_reading import read_within_memory
from seisviewer.errors import BadRequest
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Geometry

FIRST_OF_A_NUMBER = frozenset("+-.0123456789")
INNER_COMMA = re.compile(r"\d,\d")
LARGEST = 1e29  # beyond it a number stands for something undefined


def table_lines(path: Path) -> list[str]:
    """The lines of a text file; raises BadRequest where it cannot be read."""
    try:
        return read_within_memory(path).decode("utf-8-sig", errors="replace").splitlines()
    except OSError as error:
        raise BadRequest(
            tr("{path} cannot be read ({strerror}): choose another file.").format(path=path, strerror=error.strerror)
        ) from error
    except ValueError as error:
        raise BadRequest(
            tr("{path} cannot be read ({error}): choose another file.").format(path=path, error=error)
        ) from error


def begins_with_number(line: str) -> bool:
    """Whether a line is one of the table, not a comment or a heading."""
    return line.strip()[:1] in FIRST_OF_A_NUMBER


def columns_of(line: str, where: str) -> list[str]:
    """The columns of a line, parted by blanks, tabs, commas or semicolons. where: what the line is called.

    Raises BadRequest where a comma stands inside of a number while blanks part the columns: it cannot be told what it
    means.
    """
    words = line.split()
    if len(words) > 1 and not any(word.endswith(",") for word in words) and INNER_COMMA.search(line):
        raise BadRequest(tr("{where} has a decimal comma: write numbers with a point.").format(where=where))
    return line.replace(",", " ").replace(";", " ").split()


def is_defined(number: float) -> bool:
    return math.isfinite(number) and abs(number) < LARGEST


def extent_of(geometry: Geometry) -> str:
    """Which lines and samples a survey has, as a sentence that refuses a point outside says it."""
    inlines, crosslines, samples = geometry.inlines, geometry.crosslines, geometry.samples
    return tr("inlines {start}–{stop}, crosslines {start2}–{stop2}, {start3:g}–{stop3:g} {unit}").format(
        start=inlines.start,
        stop=inlines.stop,
        start2=crosslines.start,
        stop2=crosslines.stop,
        start3=samples.start,
        stop3=samples.stop,
        unit=samples.unit,
    )


def check_unit(path: Path, geometry: Geometry, depths: np.ndarray) -> None:
    """Raises BadRequest where depths (samples) lie at the very top of the survey, and a thousandfold in it: they are
    probably in seconds or kilometres."""
    samples = geometry.samples
    z = samples.start + samples.interval * depths
    if (
        z.min() > 0
        and 1000 * z.min() >= samples.start
        and 1000 * z.max() <= samples.stop
        and z.max() < samples.stop / 100
    ):
        raise BadRequest(
            tr(
                "{path_name} lies above {max:g} {unit}, at the very top of the survey, which is probably "
                "another unit: write z in {unit}, a thousand times as much where it is in s or km, or "
                "name the unit of a horizon (--unit s)."
            ).format(path_name=path.name, max=z.max(), unit=samples.unit)
        )
