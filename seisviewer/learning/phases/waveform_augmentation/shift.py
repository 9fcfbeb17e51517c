"""Where in a training window the arrivals come to lie."""

from __future__ import annotations

import numpy as np

from seisviewer.datasets.phase_sample import Draw, PhaseSample
from seisviewer.errors import BadRequest
from seisviewer.learning.phases.waveform_augmentation.pool import Pool
from seisviewer.translation import tr

FIXED_PLACE = 1 / 6  # of the window: where P stands without random shift; S then fits for nearly all local events


def shift(sample: PhaseSample, draw: Draw, pool: Pool) -> PhaseSample:
    """A window of `pool.window` samples out of a longer recording, at a random offset at which an arrival lies inside.

    Every offset is equally likely, so P and S are met equally often anywhere in the window, and windows with only one of
    them occur as they do in continuous data. Nothing is padded: all samples were recorded. Noise is cut anywhere.
    """
    last = _last_offset(sample, pool.window)
    times = [at for _, at in sample.arrivals]
    if times:
        offsets = np.arange(last + 1)
        inside = np.any([(0 <= at - offsets) & (at - offsets <= pool.window - 1) for at in times], axis=0)
        offsets = offsets[inside]
        offset = int(draw.choice(offsets)) if len(offsets) else 0
    else:
        offset = int(draw.integers(last + 1))
    return sample.cut(offset, pool.window)


def fixed_place(sample: PhaseSample, draw: Draw, pool: Pool) -> PhaseSample:
    """A window whose first arrival stands at a sixth of it, as near as the recording allows; noise is cut anywhere."""
    last = _last_offset(sample, pool.window)
    times = [at for _, at in sample.arrivals]
    if not times:
        return sample.cut(int(draw.integers(last + 1)), pool.window)
    offset = round(min(times) - FIXED_PLACE * pool.window)
    return sample.cut(min(max(offset, 0), last), pool.window)


def _last_offset(sample: PhaseSample, window: int) -> int:
    last = sample.length - window
    if last < 0:
        raise BadRequest(
            tr(
                "“{sample_name}” has {length} samples and training windows have {window}: choose shorter "
                "training windows or leave this one out."
            ).format(sample_name=sample.name, length=sample.length, window=window)
        )
    return last
