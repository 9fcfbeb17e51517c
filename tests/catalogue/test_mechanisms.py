"""Focal mechanisms: geometry, synthetic first motions of known couples, and the published answers of HASH."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from obspy.imaging.beachball import aux_plane

from seisviewer.catalogue.double_couple import kagan_angles, p_amplitudes, rays, s_amplitudes
from seisviewer.catalogue.locating import ellipsoid
from seisviewer.catalogue.mechanism_search import S_OVER_P, SearchSettings, gaps, search_mechanism
from seisviewer.catalogue.travel_times import Extent, Table, travel_times
from seisviewer.catalogue.velocity_model import VelocityModel
from seisviewer.errors import BadRequest
from seisviewer.picks.located.mechanism import DoubleCouple, FirstMotion, normal_and_slip, other_plane, plane_of

THRUST = DoubleCouple(137.0, 49.0, 141.0)


def angle(one: DoubleCouple, other: DoubleCouple) -> float:
    normal, slip = normal_and_slip(one)
    return float(kagan_angles(normal[None], slip[None], *normal_and_slip(other))[0])


def motions(
    plane: DoubleCouple, count: int, wrong: float = 0.0, seed: int = 0, with_ratios: bool = False
) -> list[FirstMotion]:
    """At stations all round; take-off angles as of an event in the crust, right within some degrees."""
    draw = np.random.default_rng(seed)
    azimuths, take_offs = draw.uniform(0, 360, count), draw.uniform(50, 150, count)
    normal, slip = normal_and_slip(plane)
    directions = rays(azimuths, take_offs)
    amplitudes = p_amplitudes(normal, slip, directions)
    ratios = np.log10(S_OVER_P * s_amplitudes(normal, slip, directions) / np.abs(amplitudes))
    turned = draw.permutation(count) < round(wrong * count)
    return [
        FirstMotion(f"S{k}", azimuths[k], tuple(take_offs[k] + draw.normal(0, 3, 10)), bool((amplitudes[k] > 0) != turned[k]),
                    ratio=float(ratios[k]) if with_ratios else None)
        for k in range(count)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "plane", [THRUST, DoubleCouple(10, 80, 5), DoubleCouple(300, 30, -90), DoubleCouple(90, 90, 180)]
)
def test_a_plane_and_its_auxiliary_plane_are_one_couple(plane: DoubleCouple) -> None:
    assert angle(plane, plane_of(*normal_and_slip(plane))) == pytest.approx(0, abs=1e-4)
    other = other_plane(plane)
    assert angle(plane, other) == pytest.approx(0, abs=1e-4)
    assert angle(other, DoubleCouple(*aux_plane(plane.strike, plane.dip, plane.rake))) < 0.1


def test_a_thrust_pushes_upwards_and_a_normal_fault_pulls_down_there() -> None:
    straight_up = rays(np.array([0.0]), np.array([180.0]))
    assert p_amplitudes(*normal_and_slip(DoubleCouple(0, 45, 90)), straight_up)[0] == pytest.approx(1.0)
    assert p_amplitudes(*normal_and_slip(DoubleCouple(0, 45, -90)), straight_up)[0] == pytest.approx(-1.0)


def test_where_p_is_strongest_there_is_no_s() -> None:
    straight_up = rays(np.array([0.0]), np.array([180.0]))
    assert s_amplitudes(*normal_and_slip(DoubleCouple(0, 45, 90)), straight_up)[0] == pytest.approx(0.0, abs=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("count, within", [(12, 40), (20, 30), (40, 20)])
def test_a_known_couple_is_found_though_a_tenth_of_the_first_motions_are_wrong(count: int, within: float) -> None:
    found = [search_mechanism(motions(THRUST, count, wrong=0.1, seed=seed))[0] for seed in range(3)]
    assert np.median([angle(each.plane, THRUST) for each in found]) < within


@pytest.mark.slow
def test_ratios_make_the_answer_sharper() -> None:
    alone, both = (search_mechanism(motions(THRUST, 10, seed=4, with_ratios=ratios))[0] for ratios in (False, True))
    assert both.uncertainty < 0.8 * alone.uncertainty
    assert angle(both.plane, THRUST) < 15 and both.ratio_misfit < 0.3 and alone.ratio_misfit is None


@pytest.mark.slow
def test_stations_on_one_side_give_no_good_quality() -> None:
    everywhere = motions(THRUST, 40)
    one_side = [each for each in everywhere if each.azimuth < 100]
    assert search_mechanism(everywhere)[0].quality == "A"
    assert search_mechanism(one_side)[0].quality in "CD"
    assert gaps(one_side)[0] > gaps(everywhere)[0]


@pytest.mark.slow
def test_solutions_that_cannot_be_told_apart_are_all_told() -> None:
    found = search_mechanism(motions(THRUST, 8, seed=2), SearchSettings(least_probability=0.15))
    assert len(found) > 1 and found[0].probability >= found[1].probability >= 0.15
    assert angle(found[0].plane, found[1].plane) > 40


def test_too_few_first_motions_are_refused() -> None:
    with pytest.raises(BadRequest, match="8 are needed"):
        search_mechanism(motions(THRUST, 7))


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_the_answers_are_those_that_were_published_with_hash(data_dir: Path) -> None:
    """Its second example: every third of 24 aftershocks of Northridge with first motions, five velocity models."""
    folder = data_dir / "quake" / "mechanism"
    angles = [angle(search_mechanism(known)[0].plane, published) for known, published in list(hash_example(folder))[::3]]
    assert len(angles) == 8
    assert np.median(angles) <= 10 and np.percentile(angles, 90) <= 20


def hash_example(folder: Path) -> Iterator[tuple[list[FirstMotion], DoubleCouple]]:
    draw = np.random.default_rng(0)
    stations = {(line[:4].strip(), line[5:8]): (float(line[41:50]), float(line[51:61]))
                for line in (folder / "scsn.stations").read_text().splitlines()
                if line[41:50].strip().replace(".", "").isdigit()}  # fmt: skip
    turned: dict[str, list[tuple[int, int]]] = {}
    for line in (folder / "scsn.reverse").read_text().splitlines():
        name, first, last = line.split()[:3]
        turned.setdefault(name, []).append((int(first), int(last) or 99999999))
    tables = [table_of(folder / name) for name in ("vz.socal", "vz.north", "vz.lab1", "vz.sgm1", "vz.vb1")]
    published = {line.split()[0]: line.split() for line in (folder / "example2.out").read_text().splitlines()}
    lines = (folder / "north2.phase").read_text().splitlines()
    heads = [number for number, line in enumerate(lines) if line[:4].isdigit() and len(line) > 60]
    for head, end in zip(heads, [*heads[1:], len(lines)], strict=True):
        cells = published[lines[head].split()[-1]]
        day = int(cells[1]) * 10000 + int(cells[2]) * 100 + int(cells[3])
        latitude, longitude, depth, error = float(cells[10]), float(cells[11]), float(cells[12]), float(cells[16])
        depths = [depth + draw.normal() * error * (trial > 0) for trial in range(30)]
        known = []
        for line in lines[head + 1 : end]:
            name, site = line[:4].strip(), stations.get((line[:4].strip(), line[9:12]))
            if site is None or line[15] not in "UD":
                continue
            azimuth, _, metres = ellipsoid().inv(longitude, latitude, site[1], site[0])
            if metres > 120_000:
                continue
            away = np.array([metres / 1000])
            take_offs = tuple(float(tables[k % 5].take_off(away, np.array([each]))[0]) for k, each in enumerate(depths))
            wrong = any(first <= day <= last for first, last in turned.get(name, ()))
            known.append(
                FirstMotion(name, azimuth, take_offs, (line[15] == "U") != wrong, 1.0 if line[13] == "I" else 0.5)
            )
        yield known, DoubleCouple(*map(float, cells[21:24]))


def table_of(path: Path) -> Table:
    rows = np.array([line.split()[:2] for line in path.read_text().splitlines() if line.strip()], float)
    model = VelocityModel(path.name, tuple(rows[:, 0]), tuple(rows[:, 1]), tuple(rows[:, 1] / 1.73), steps=False)
    return travel_times(model, "P", 0.0, Extent(125.0, 0.0, 35.0))
