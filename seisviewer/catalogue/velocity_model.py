"""Seismic velocities by depth: models by name, a half-space, and models from a file."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from pathlib import Path

import numpy as np

from seisviewer.bounded_reading import read_within_memory
from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.translation import tr

VP_VS = 1.73  # where a model does not say its S velocities
LEAST, MOST = 0.1, 15.0  # km/s: what is slower or faster is no rock
LARGEST_RATIO = 10.0  # of P to S: soft mud has that
DEEPEST = 6371.0  # km
HALF_SPACE = re.compile(r"half-?space(?::(?P<p>[\d.]+)(?:,(?P<s>[\d.]+))?)?", re.IGNORECASE)


@dataclass(frozen=True)
class VelocityModel:
    """Velocities in km/s at depths in km below sea level, growing downwards.

    steps: each velocity holds from its depth down to the next one; else it changes linearly between them, and a depth that
    stands twice is a jump. Above the first depth its velocity holds, below the last one the last.
    """

    name: str
    depths: tuple[float, ...]
    p: tuple[float, ...]
    s: tuple[float, ...]
    steps: bool = True

    def at(self, phase: str, depths: np.ndarray) -> np.ndarray:
        """Velocity (km/s) of "P" or "S" at depths (km below sea level), of their shape."""
        velocities = np.array(self.p if phase == "P" else self.s)
        nodes = np.array(self.depths)
        if self.steps:
            return velocities[np.clip(np.searchsorted(nodes, depths, side="right") - 1, 0, None)]
        spread = nodes + np.arange(len(nodes)) * 1e-9  # a jump is a very steep slope
        return np.interp(depths, spread, velocities)


# Hadley & Kanamori (1977) for Southern California as its network locates with it (Hutton et al., 2010).
SOUTHERN_CALIFORNIA = VelocityModel(
    "southern-california", (0.0, 5.5, 16.0, 32.0), (5.5, 6.3, 6.7, 7.8),
    tuple(round(p / VP_VS, 3) for p in (5.5, 6.3, 6.7, 7.8)),
)  # fmt: skip
CORE = 2889.0  # km: models of the whole earth are kept down to there
OF_THE_EARTH = ("iasp91", "ak135")  # Kennett & Engdahl (1991), Kennett et al. (1995)
NAMES = (*OF_THE_EARTH, SOUTHERN_CALIFORNIA.name)


@cache
def named_model(name: str) -> VelocityModel:
    """One of NAMES. Those of the whole earth are the files that ObsPy's TauP brings along."""
    if name == SOUTHERN_CALIFORNIA.name:
        return SOUTHERN_CALIFORNIA
    lines = (files("obspy.taup") / "data" / f"{name}.tvel").read_text(encoding="utf-8").splitlines()[2:]
    rows = [tuple(float(cell) for cell in line.split()[:3]) for line in lines if line.strip()]
    mantle = [row for row in rows if row[0] <= CORE and row[2] > 0]
    depths, p, s = (tuple(column) for column in zip(*mantle, strict=True))
    return VelocityModel(name, depths, p, s, steps=False)


def velocity_model(text: str) -> VelocityModel:
    """The model of a name, “half-space:6.0,3.46” (km/s; the S velocity may be left out), or that of a file.

    Raises BadRequest for what is neither, UnreadableFile for a file that holds no model.
    """
    if text.lower() in NAMES:
        return named_model(text.lower())
    half_space = HALF_SPACE.fullmatch(text)
    if half_space is not None:
        p = float(half_space["p"] or 6.0)
        s = float(half_space["s"] or p / VP_VS)
        trouble = _trouble((0.0,), (p,), (s,))
        if trouble:
            raise BadRequest(tr("“{text}” is no half-space: {trouble}.").format(text=text, trouble=trouble))
        return VelocityModel(tr("half-space {p:g} and {s:.3g} km/s").format(p=p, s=s), (0.0,), (p,), (s,))
    path = Path(text).expanduser()
    if not path.exists():
        raise BadRequest(
            tr(
                "There is no velocity model “{text}”: name one of {names}, write half-space:6.0,3.46 "
                "(km/s, P and S), or name a file with a line for each depth (km), its P and its S "
                "velocity (km/s)."
            ).format(text=text, names=", ".join(NAMES))
        )
    return read_velocity_model(path)


def read_velocity_model(path: Path) -> VelocityModel:
    """A text file of lines `depth P [S]`, with blanks or commas, comments after “#”; depth in km below sea level.

    A line holds down to the next one. Where a depth stands twice, the velocities change linearly between the lines (as
    TauP's .nd files and HASH have them). Raises UnreadableFile.
    """
    try:
        text = read_within_memory(path).decode("utf-8-sig")
    except (OSError, ValueError) as error:
        raise UnreadableFile(
            tr("{path} cannot be read as a velocity model: {error}.").format(path=path, error=error)
        ) from error
    rows: list[tuple[float, ...]] = []
    for number, line in enumerate(text.splitlines(), 1):
        cells = line.split("#")[0].replace(",", " ").replace(";", " ").split()
        if not cells or not rows and not _is_number(cells[0]) or len(cells) == 1 and not _is_number(cells[0]):
            continue  # a heading, or the name of a discontinuity in an .nd file
        try:
            rows.append(tuple(float(cell) for cell in cells[:3]))
        except ValueError:
            raise UnreadableFile(
                tr("{path}, line {number}, is no depth with its velocities: “{line}”.").format(
                    path=path, number=number, line=line.strip()
                )
            ) from None
        if len(cells) < 2:
            raise UnreadableFile(
                tr("{path}, line {number}, has a depth and no velocity.").format(path=path, number=number)
            )
    if not rows:
        raise UnreadableFile(
            tr("{path} holds no velocity model: write a line for each depth (km), its P and S velocity.").format(
                path=path
            )
        )
    depths = tuple(row[0] for row in rows)
    p = tuple(row[1] for row in rows)
    s = tuple(row[2] if len(row) > 2 else row[1] / VP_VS for row in rows)
    trouble = _trouble(depths, p, s)
    if trouble:
        raise UnreadableFile(tr("{path} holds no velocity model: {trouble}.").format(path=path, trouble=trouble))
    return VelocityModel(path.name, depths, p, s, steps=len(set(depths)) == len(depths))


def _trouble(depths: tuple[float, ...], p: tuple[float, ...], s: tuple[float, ...]) -> str:
    """What is wrong with a model; "" for a sound one."""
    if any(below < above for above, below in pairwise(depths)):
        return tr("its depths do not grow downwards")
    if not all(-10.0 <= depth <= DEEPEST for depth in depths):
        return tr("its depths are no km below sea level")
    if not all(LEAST <= each <= MOST for each in (*p, *s)):
        return tr("its velocities are no km/s between {least:g} and {most:g}").format(least=LEAST, most=MOST)
    if not all(1.0 < fast / slow <= LARGEST_RATIO for fast, slow in zip(p, s, strict=True)):
        return tr("its S velocities are not below its P velocities")
    return ""


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
