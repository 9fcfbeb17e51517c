"""A synthetic survey with known facies, and the demo files made from it."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
from scipy import ndimage

from seisviewer.progress import Progress, drive
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Geometry, LineAxis, SampleAxis
from seisviewer.volumes.survey_writing import write_survey
from seisviewer.volumes.synthetic_geology import FACIES, FINE, SALT, Geology, Section

INTERVAL = 4.0  # ms
PEAK_FREQUENCIES = (42.0, 32.0, 24.0)  # Hz, at the top, the middle and the base: the earth absorbs the high ones
AMPLITUDE = 4000.0  # standard deviation of the signal, as processing centres like to scale it
NOISE = 0.22  # of the signal


@dataclass(frozen=True)
class SyntheticSurvey:
    """amplitude: float32, facies: uint8, both (inlines, crosslines, samples); facies count in `classes`."""

    amplitude: np.ndarray = field(repr=False)
    facies: np.ndarray = field(repr=False)
    geometry: Geometry
    classes: tuple[str, ...] = FACIES


@dataclass(frozen=True)
class DemoFiles:
    """survey: SEG-Y. facies: .npy, uint8 of the survey's shape. sections: .npz, a few lines of it (`inline_130` …)."""

    survey: Path
    facies: Path
    sections: Path


def synthetic_survey(shape: tuple[int, int, int] = (120, 160, 256), seed: int = 0) -> SyntheticSurvey:
    """Make a survey of (inlines, crosslines, samples), 4 ms; the same seed gives the same survey."""
    return drive(synthetic_steps(shape, seed))


def synthetic_steps(
    shape: tuple[int, int, int] = (120, 160, 256), seed: int = 0
) -> Generator[Progress, None, SyntheticSurvey]:
    """`synthetic_survey` step by step, an inline at a time."""
    geology = Geology(shape, seed)
    random = np.random.default_rng([seed, 1])
    amplitude, facies = np.empty(shape, np.float32), np.empty(shape, np.uint8)
    noise, scale = None, None
    for inline in range(shape[0]):
        yield Progress(inline, shape[0], tr("Making the synthetic survey"))
        section = geology.section(inline)
        facies[inline] = section.facies
        amplitude[inline] = _seismogram(section)
        scale = scale or float(amplitude[inline].std())
        noise = _noise(random, shape[1:], noise)
        amplitude[inline] += NOISE * scale * noise
    # A migrated image is never sharper than a trace or so: soften steps at faults and flanks.
    for axis in (0, 1):
        ndimage.gaussian_filter1d(amplitude, 0.65, axis=axis, output=amplitude)
    amplitude *= AMPLITUDE / amplitude.std()
    yield Progress(shape[0], shape[0], tr("Making the synthetic survey"))
    return SyntheticSurvey(amplitude, facies, _geometry(shape))


def write_demo(folder: str | Path, shape: tuple[int, int, int] = (120, 160, 256), seed: int = 0) -> DemoFiles:
    """Write `demo.sgy`, `demo_facies.npy` and `demo_facies.npz` into the folder, which is made when it is missing."""
    return drive(demo_steps(folder, shape, seed))


def demo_steps(
    folder: str | Path, shape: tuple[int, int, int] = (120, 160, 256), seed: int = 0
) -> Generator[Progress, None, DemoFiles]:
    """`write_demo` step by step."""
    folder = Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    files = DemoFiles(folder / "demo.sgy", folder / "demo_facies.npy", folder / "demo_facies.npz")
    survey = yield from synthetic_steps(shape, seed)
    np.save(files.facies, survey.facies)
    np.savez_compressed(files.sections, **_chosen_sections(survey))
    text = "SEISVIEWER SYNTHETIC SURVEY, POST-STACK, TIME\nNOT A REAL PLACE: MADE WITH KNOWN FACIES\n" + "\n".join(
        f"FACIES {number} {name.upper()}" for number, name in enumerate(survey.classes)
    )
    text += "\nINLINE BYTE 189, CROSSLINE BYTE 193, CDP X 181, CDP Y 185"
    yield from write_survey(files.survey, survey.geometry, lambda inline: survey.amplitude[inline], text=text)
    return files


def _geometry(shape: tuple[int, int, int]) -> Geometry:
    """Bins of 25 m on a grid turned by 12 degrees, lines numbered from 100 and 300."""
    turn, bin_size = np.deg2rad(12.0), 25.0
    affine = np.array(
        [
            [-bin_size * np.sin(turn), bin_size * np.cos(turn), 605_000.0],
            [bin_size * np.cos(turn), bin_size * np.sin(turn), 6_070_000.0],
        ]
    )
    inlines, crosslines, samples = shape
    return Geometry(
        LineAxis(100, 1, inlines),
        LineAxis(300, 1, crosslines),
        SampleAxis(0.0, INTERVAL, samples),
        live=np.ones((inlines, crosslines), bool),
        affine=affine,
        is_2d=inlines == 1,
    )


def _seismogram(section: Section) -> np.ndarray:
    """Reflectivity of the impedance, with a Ricker wavelet that gets lower with depth; float32 (crosslines, samples)."""
    logarithm = np.log(section.impedance)
    reflectivity = np.diff(logarithm, axis=1, prepend=logarithm[:, :1]) / 2
    # Salt scatters: what lies under it is dimmer.
    under_salt = np.maximum.accumulate(np.repeat(section.facies == SALT, FINE, axis=1), axis=1)
    reflectivity *= np.where(under_salt, 0.55, 1.0)
    depth = np.linspace(0, len(PEAK_FREQUENCIES) - 1, reflectivity.shape[1])
    trace = np.zeros(reflectivity.shape)
    for number, frequency in enumerate(PEAK_FREQUENCIES):
        share = np.clip(1 - np.abs(depth - number), 0, 1)
        trace += share * ndimage.convolve1d(reflectivity, ricker(frequency, INTERVAL / FINE), axis=1, mode="nearest")
    # Spreading and absorption are never quite undone by processing.
    gain = np.linspace(1.15, 0.85, trace.shape[1])
    return (trace * gain)[:, ::FINE].astype(np.float32)


def ricker(frequency: float, interval: float) -> np.ndarray:
    """Zero-phase Ricker wavelet of a peak frequency in Hz, sampled every `interval` ms, its peak 1 in the middle."""
    half = int(np.ceil(1.4 / frequency / interval * 1000))
    phase = (np.pi * frequency * interval / 1000 * np.arange(-half, half + 1)) ** 2
    return (1 - 2 * phase) * np.exp(-phase)


def _noise(random: np.random.Generator, shape: tuple[int, int], before: np.ndarray | None) -> np.ndarray:
    """Band-limited noise (crosslines, samples) of deviation 1, akin to that of the inline before it, as in a migration."""
    fresh = random.standard_normal(shape).astype(np.float32)
    fresh = ndimage.gaussian_filter1d(fresh, 1.1, axis=0)
    fresh = ndimage.convolve1d(fresh, ricker(30.0, INTERVAL).astype(np.float32), axis=1, mode="reflect")
    fresh /= fresh.std()
    return fresh if before is None else 0.6 * before + 0.8 * fresh


def _chosen_sections(survey: SyntheticSurvey) -> dict[str, np.ndarray]:
    """Facies of five inlines and five crosslines at even distances, under the names label files use."""
    inlines, crosslines = survey.geometry.inlines, survey.geometry.crosslines
    sections = {}
    for index in np.unique(np.linspace(0, inlines.count - 1, 7).round().astype(int)[1:-1]):
        sections[f"inline_{inlines.number(index)}"] = survey.facies[index]
    for index in np.unique(np.linspace(0, crosslines.count - 1, 7).round().astype(int)[1:-1]):
        sections[f"crossline_{crosslines.number(index)}"] = survey.facies[:, index]
    return sections
