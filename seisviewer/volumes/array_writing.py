"""Writes a volume that lies on the grid of a survey as a NumPy array."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import closing
from pathlib import Path

import numpy as np

from seisviewer.atomic_files import replacing
from seisviewer.errors import BadRequest
from seisviewer.progress import Progress
from seisviewer.reserved_array import ReservedArray
from seisviewer.translation import tr
from seisviewer.volumes.disk_space import require_space
from seisviewer.volumes.survey_box import SurveyBox
from seisviewer.volumes.survey_writing import check_target
from seisviewer.volumes.volume import Volume


def write_npy(
    path: Path, survey: Volume, inline: Callable[[int], np.ndarray], dtype: type, box: SurveyBox
) -> Generator[Progress, None, None]:
    """Write an array (inlines, crosslines, samples) of what lies in the box.

    inline: gives the values of an inline index as (crosslines, samples); a class number of 255 (no class) becomes -1 in
    int8, NaN stays. The file appears at once when it is whole. Raises BadRequest where it cannot be written.
    """
    check_target(path, survey)
    size = int(np.prod(box.shape, dtype=np.int64)) * np.dtype(dtype).itemsize
    with replacing(path, BadRequest) as temporary:
        require_space(path.absolute().parent, size, tr("Writing {path_name}").format(path_name=path.name))
        with closing(ReservedArray(temporary, np.dtype(dtype), box.shape)) as array:
            for done, index in enumerate(box.inlines):
                yield Progress(done, len(box.inlines), tr("Writing {path_name}").format(path_name=path.name))
                array.put(done, 0, inline(index)[box.on_inline].astype(dtype)[None])
    yield Progress(len(box.inlines), len(box.inlines), tr("Writing {path_name}").format(path_name=path.name))
