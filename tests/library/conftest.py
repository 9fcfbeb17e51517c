from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import seisviewer
from seisviewer.progress import drive
from seisviewer.volumes.open_choices import ArrayAxes
from seisviewer.workflows.layer_run import train_layers
from seisviewer.workflows.survey_opening import ingest

from ..structure.layered_lines import line, strokes

AXES = ArrayAxes(inline_start=121, crossline_start=500, crossline_step=2, interval=10.0)
TRACES = 70


@pytest.fixture(scope="session")
def trained(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A project with strokes on inline 130, labelled by the library, and a run; its amplitudes beside it in survey.npy.
    Nothing may change it."""
    folder = tmp_path_factory.mktemp("library")
    np.save(folder / "survey.npy", np.stack([line("inline", index).amplitudes[:TRACES] for index in range(20)]))
    opened = drive(ingest(folder / "survey.npy", folder / "survey.seis", axes=AXES))
    opened.project.close()
    with seisviewer.open_project(folder / "survey.seis", edit=True) as project:
        project.add_labels("inline", 130, strokes(line("inline", 9))[:TRACES])
        drive(train_layers(project._project, opened.volume))
    opened.volume.close()
    return folder / "survey.seis"
