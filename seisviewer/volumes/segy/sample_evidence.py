"""What samples themselves say about how they are stored: as IBM or IEEE floats, in which byte order, and whether what they
give can be amplitudes at all."""

from __future__ import annotations

import numpy as np

from seisviewer.errors import UnclearFile
from seisviewer.translation import tr
from seisviewer.volumes.far.far_file import bring, opened_stream
from seisviewer.volumes.segy.narrow_floats import has_hole_of_ibm, plainer_format, said_of_either
from seisviewer.volumes.segy.sample_formats import FORMAT_OPTIONS, FORMATS, IBM, IEEE, SampleFormat, decoded
from seisviewer.volumes.segy.segy_layout import SegyLayout
from seisviewer.volumes.volume import IMPOSSIBLE

TRACES = 64  # that are looked at, spread over the file
BYTES = 8_000_000
ENOUGH = 500  # samples that are not zero, fewer of which say nothing
TWINS = {2: 10, 10: 2, 3: 11, 11: 3, 8: 16, 16: 8}  # codes of integers as wide, signed and unsigned
FAR_SMOOTHER = 0.5  # of the steps between samples: below it, samples were read wrongly
INTEGERS = (2, 10)  # codes of those as wide as a float
SIGN = np.uint32(0x80000000)
FIRST_DIGIT = np.uint32(0x00F00000)  # of the fraction of an IBM float
COMMON = 0.98  # share of the samples whose exponents are counted
CONCENTRATED = 24  # upper exponent bytes, of 128, that amplitudes take
SMALLEST = -30  # power of ten of the smallest amplitude
WIDE = 8.0  # powers of ten, standard deviation: amplitudes have about one


def sampled_traces(layout: SegyLayout) -> np.ndarray:
    """Traces spread over the file, of `trace_dtype`."""
    dtype = layout.trace_dtype
    count = min(layout.traces, max(4, min(TRACES, BYTES // dtype.itemsize)))
    places = np.unique(np.linspace(0, layout.traces - 1, count).astype(np.int64))
    found = []
    positions = (layout.first_trace + places * dtype.itemsize).tolist()
    with opened_stream(layout.path) as file:
        bring(file, positions, dtype.itemsize)
        for position in positions:
            file.seek(position)
            found.append(file.read(dtype.itemsize))
    return np.frombuffer(b"".join(found), dtype)


def weighed_format(stored: np.ndarray, stated: SampleFormat, order: str) -> tuple[SampleFormat, str]:
    """The format and byte order of samples whose file states `stated` and `order`; these, unless the samples can
    hardly be so and can be otherwise. stored: samples as they are stored, (traces, samples)."""
    if stated.code in TWINS:
        stated, order = _smoothest(stored, stated, order)
    if stated.code not in (IBM, IEEE, *INTEGERS):
        return stated, order
    words = _filled_words(stored, order)
    if len(words) < ENOUGH:
        return stated, order
    if stated.code in INTEGERS:
        return _float_instead(words) or stated, order
    if not _is_concentrated(words):
        swapped = words.byteswap()
        if not _is_concentrated(swapped):
            return stated, order
        words, order = swapped, {">": "<", "<": ">"}[order]
    if stated.code == IBM and _cannot_be_ibm(words):
        return FORMATS[IEEE], order
    if stated.code == IEEE and (_cannot_be_ieee(words) or _is_ibm_with_a_hole(words)):
        return FORMATS[IBM], order
    return FORMATS[plainer_format(words, stated.code)], order


def said_of_doubt(stored: np.ndarray, layout: SegyLayout) -> list[str]:
    """That samples of few exponents may be in the other of the two float formats, for the user."""
    if layout.format.code not in (IBM, IEEE):
        return []
    words = _filled_words(stored, layout.sample_order)
    said = said_of_either(words, layout.format.code, layout.path.name) if len(words) >= ENOUGH else ""
    return [said] if said else []


def said_of_format(layout: SegyLayout, stated: SampleFormat, stated_order: str) -> list[str]:
    """That another format was taken than the file states, for the user."""
    said = []
    if layout.format != stated:
        if layout.format.code in TWINS:
            why = tr("its traces are far smoother as {format_name}s, as which they are read.").format(
                format_name=layout.format.name
            )
            said.append(
                tr("{layout_path_name} says that its samples are {stated_name}s, but {why}").format(
                    layout_path_name=layout.path.name, stated_name=stated.name, why=why
                )
            )
    if layout.format != stated and layout.format.code not in TWINS:
        said.append(
            tr(
                "{layout_path_name} says that its samples are {stated_name}s, but their exponents and "
                "digits are those of {format_name}s, as which they are read."
            ).format(layout_path_name=layout.path.name, stated_name=stated.name, format_name=layout.format.name)
        )
    if layout.sample_order != stated_order:
        words = {">": "big", "<": "little"}
        said.append(
            tr("The samples of {layout_path_name} are {words}-endian, unlike its headers, and are read so.").format(
                layout_path_name=layout.path.name, words=words[layout.sample_order]
            )
        )
    return said


def said_of_values(layout: SegyLayout, stored: np.ndarray, *, chosen: bool) -> list[str]:
    """What cannot be right about sampled amplitudes, for the user. stored: (traces, samples) as they are stored.

    chosen: the user named the format. Raises UnclearFile where most values are impossible and it was not.
    """
    name = layout.path.name
    amplitudes = decoded(stored, layout.format, layout.sample_order)
    with np.errstate(invalid="ignore"):
        possible = np.abs(amplitudes) < IMPOSSIBLE  # NaN is not
    amplitudes, possible = amplitudes[possible.any(axis=1)], possible[possible.any(axis=1)]
    filled = amplitudes[(amplitudes != 0) | ~possible]
    if not filled.size or layout.holds_classes:
        return []
    impossible = np.count_nonzero(~possible) / filled.size
    if _are_misread(filled, impossible) and not chosen:
        raise UnclearFile(
            tr(
                "The samples of {name} are no amplitudes as {format_name}s (they reach {reach}): name "
                "the format that they are in."
            ).format(name=name, format_name=layout.format.name, reach=_reach(filled)),
            FORMAT_OPTIONS,
        )
    if impossible:
        return [
            tr(
                "Some samples of {name} are no amplitudes (infinite, no number, or {reach}) and count as "
                "0: is its format {format_name}?"
            ).format(name=name, reach=_reach(filled), format_name=layout.format.name)
        ]
    live = amplitudes[(amplitudes != 0).any(axis=1)]
    if live.size > ENOUGH and live.min() == live.max():
        return [tr("All samples of {name} that were looked at are {flat:g}.").format(name=name, flat=live.flat[0])]
    return []


def swings_about_zero(stored: np.ndarray, layout: SegyLayout) -> bool:
    """Whether samples, (traces, samples) as they are stored, have both signs."""
    order = layout.sample_order
    amplitudes = decoded(stored.view(stored.dtype.newbyteorder(order)), layout.format, order)
    with np.errstate(invalid="ignore"):
        below, above = (float((part).mean()) for part in (amplitudes < 0, amplitudes > 0))
    return min(below, above) > 0.1 * (below + above)


def _are_misread(filled: np.ndarray, impossible: float) -> bool:
    """Whether most samples are huge or tiny, or many are and the rest has any size: such are numbers of another kind.

    filled: samples that are not zero. impossible: share of those that no amplitude is as large as.
    """
    sizes = np.log10(np.abs(filled[np.isfinite(filled)], dtype=np.float64))
    tiny = bool((sizes < SMALLEST).mean() > 0.5) if sizes.size else False
    return impossible > 0.5 or tiny or impossible > 0.02 and float(sizes.std()) > WIDE


def _reach(filled: np.ndarray) -> str:
    finite = np.abs(filled[np.isfinite(filled)])
    return f"{finite.max():.0e}" if finite.size else tr("no number at all")


def _is_concentrated(words: np.ndarray) -> bool:
    """Whether few exponents hold nearly all samples, as amplitudes have them in either format; the bytes that stand there
    in the wrong order are anything. words: uint32, none of which is zero."""
    counts = np.sort(np.bincount(words >> np.uint32(24) & np.uint32(0x7F), minlength=128))[::-1]
    needed = int(np.searchsorted(np.cumsum(counts), COMMON * len(words))) + 1
    return needed <= CONCENTRATED and _are_ordinary(words) > COMMON


def _are_ordinary(words: np.ndarray) -> float:
    """Share of samples that are neither huge nor tiny in IEEE floats or in IBM floats, whichever is more."""
    upper = words >> np.uint32(24) & np.uint32(0x7F)
    ieee = (upper > 13) & (upper < 113)  # 1e-30 to 1e29
    ibm = (upper > 39) & (upper < 89)
    return float(max(ieee.mean(), ibm.mean()))


def _cannot_be_ibm(words: np.ndarray) -> bool:
    """Whether IBM floats would have fractions that begin with a zero, which no ordinary writer leaves there: of IEEE
    floats about one in twelve has its lowest exponent bit and upper fraction bits zero. Samples that share one exponent
    may be whole numbers that a plain writer put there."""
    unnormalised = float(((words & FIRST_DIGIT) == 0).mean())
    return unnormalised > 0.01 and _spread(words) >= 2 and bool(_in_range_of_ieee(words).mean() > COMMON)


def _cannot_be_ieee(words: np.ndarray) -> bool:
    """Whether signed samples over many exponents never have those bits zero, as only IBM floats never have."""
    different, spread = len(np.unique(words)), _spread(words)
    varied = spread >= 3 and different >= ENOUGH // 2 or spread == 2 and different >= 5 * ENOUGH
    return varied and _swings(words) and not ((words & FIRST_DIGIT) == 0).any()


def _is_ibm_with_a_hole(words: np.ndarray) -> bool:
    return not ((words & FIRST_DIGIT) == 0).any() and has_hole_of_ibm(words)


def _filled_words(stored: np.ndarray, order: str) -> np.ndarray:
    """uint32, of the four-byte samples that are not zero."""
    words = np.ascontiguousarray(stored).view(f"{order}u4").ravel().astype(np.uint32)
    return words[(words & ~SIGN) != 0]


def _smoothest(stored: np.ndarray, stated: SampleFormat, order: str) -> tuple[SampleFormat, str]:
    """Signed or unsigned, in this byte order or the other: as stated, unless traces are far smoother otherwise."""
    if np.count_nonzero(stored) < ENOUGH:
        return stated, order
    width, twin = stated.width, FORMATS[TWINS[stated.code]]
    steps, _ = _roughness(stored, stated, order)
    twin_steps, _ = _roughness(stored, twin, order)
    if twin_steps < FAR_SMOOTHER * steps:
        return twin, order
    if width == 1:
        return stated, order
    other = {">": "<", "<": ">"}[order]
    both = [min(_roughness(stored, each, way)[1] for each in (stated, twin)) for way in (order, other)]
    return (stated, other) if both[1] < FAR_SMOOTHER * both[0] else (stated, order)


def _roughness(stored: np.ndarray, read_as: SampleFormat, order: str) -> tuple[float, float]:
    """Mean step from sample to sample, and that as a share of the standard deviation."""
    values = np.ascontiguousarray(stored).view(np.dtype(read_as.kind).newbyteorder(order)).astype(np.float64)
    steps = float(np.abs(np.diff(values, axis=1)).mean()) if values.shape[1] > 1 else 0.0
    return steps, steps / max(float(values.std()), 1e-9)


def _float_instead(words: np.ndarray) -> SampleFormat | None:
    """The float format of samples that swing about zero and, as integers, hardly ever come near it."""
    if not _swings(words) or not _is_concentrated(words) or _spread(words) < 2:
        return None
    return FORMATS[IEEE if ((words & FIRST_DIGIT) == 0).mean() > 0.01 else IBM]


def _swings(words: np.ndarray) -> bool:
    return 0.1 < float(((words & SIGN) != 0).mean()) < 0.9


def _in_range_of_ieee(words: np.ndarray) -> np.ndarray:
    upper = words >> np.uint32(24) & np.uint32(0x7F)
    return (upper > 13) & (upper < 113)


def _spread(words: np.ndarray) -> int:
    """How many exponents of 16 have a hundredth of the samples each."""
    counts = np.bincount(words >> np.uint32(24) & np.uint32(0x7F), minlength=128)
    return int((counts > 0.01 * len(words)).sum())
