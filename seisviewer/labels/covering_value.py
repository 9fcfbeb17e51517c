"""Other tools save sections whole, with a class number, mostly 0, where nothing was painted."""

from __future__ import annotations

from collections.abc import Generator

import numpy as np

from seisviewer.errors import UnclearLabels, percent_of
from seisviewer.labels.label_files import SectionFile
from seisviewer.labels.stroke import UNLABELLED
from seisviewer.progress import Progress
from seisviewer.translation import tr

NEARLY_EVERYTHING = 0.8  # of all samples; interpreters' own classes cover less (of the six of F3 the largest 0.45)


def check_covering_value(file: SectionFile) -> Generator[Progress, None, None]:
    """Raise UnclearLabels where one value covers nearly everything and nothing in the file is called unlabelled.

    A file that says 255 or -1 somewhere knows the word, and what a model predicted is whole by its nature.
    """
    if file.are_predictions or not file.sections:
        return
    counts = np.zeros(256, np.int64)
    for done, section in enumerate(file.sections):
        yield Progress(done, len(file.sections), tr("Looking at {section}").format(section=section))
        labels = file.read(section)
        if (labels == UNLABELLED).any():
            return
        counts += np.bincount(labels.view(np.uint8).ravel(), minlength=256)
    value, total = int(counts.argmax()), int(counts.sum())
    share = counts[value] / total if total else 0.0
    is_alone = share == 1.0 and value != 0  # who saves nothing but one class means it
    if share > NEARLY_EVERYTHING and not is_alone:
        raise UnclearLabels(
            tr(
                "{file_name} says {value} on {percent_of} % of its samples and nowhere 255: say whether "
                "{value} means that nothing is labelled there, or a class."
            ).format(file_name=file.name, value=value, percent_of=percent_of(share)),
            value,
            float(share),
        )
