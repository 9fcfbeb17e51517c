"""Two processes learn as one with a batch as large as both of theirs."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from seisviewer.labels.stroke import Stroke
from seisviewer.progress import drive
from seisviewer.volumes.geometry import Direction
from seisviewer.workflows.survey_opening import ingest, open_path

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
TORCHRUN = ["-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]


@pytest.fixture
def project(small_survey: Path, tmp_path: Path) -> Path:
    """A project with both classes painted on the middle inline."""
    survey = tmp_path / "survey.sgy"
    shutil.copy(small_survey, survey)
    opened = drive(ingest(survey, tmp_path / "survey.seis"))
    geometry = opened.volume.geometry
    shape = geometry.section_shape(Direction.INLINE)
    for number, samples in ((0, slice(0, 30)), (1, slice(30, None))):
        paint = np.zeros(shape, bool)
        paint[5:20, samples] = True
        section = geometry.section(Direction.INLINE, geometry.inlines.count // 2)
        opened.project.commit([Stroke(section, number, 0, 0, paint, np.full(shape, -1, np.int8))])
    opened.project.close()
    opened.volume.close()
    return tmp_path / "survey.seis"


def run(*arguments: object) -> subprocess.CompletedProcess[str]:
    environment = os.environ | {"OMP_NUM_THREADS": "1", "PYTHONPATH": str(ROOT), "CUDA_VISIBLE_DEVICES": ""}
    command = [sys.executable, *map(str, arguments)]
    return subprocess.run(command, env=environment, check=False, capture_output=True, text=True, timeout=280, cwd=ROOT)


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_two_processes_have_the_losses_of_one_with_the_doubled_batch(project: Path, tmp_path: Path) -> None:
    """The one network normalises by groups, the other by the batch, which AdamW lets part after some steps: where a
    gradient is next to nothing its rounding decides which way a weight goes. Both drop out."""
    script = HERE / "team_training.py"
    one, two = tmp_path / "one.json", tmp_path / "two.json"
    for command, batch, out in (([], 4, one), ([*TORCHRUN], 2, two)):
        done = run(*command, script, project, batch, out)
        assert done.returncode == 0, done.stderr
    for alone, together, steps in zip(json.loads(one.read_text()), json.loads(two.read_text()), (12, 3), strict=True):
        assert len(alone) >= steps and alone[0] != alone[1]
        np.testing.assert_allclose(together[:steps], alone[:steps], rtol=6e-3)
    opened = drive(open_path(project, edit=False))
    assert [each.state for each in opened.project.runs()] == ["finished"] * 4  # one each, and not one a process
    opened.project.close()
    opened.volume.close()


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_the_command_runs_under_torchrun_and_one_process_speaks(project: Path) -> None:
    options = ["--method", "network", "--schedule", "supervised", "--crop", "32", "--batch", "2", "--device", "cpu"]
    done = run(*TORCHRUN, "-m", "seisviewer", "train", project, "--steps", "3", *options)
    assert done.returncode == 0, done.stderr
    assert done.stdout.count("Run 1 is in") == 1
    assert done.stderr.count("Computing on") == 1
    refused = run(*TORCHRUN, "-m", "seisviewer", "train", project, *options)
    assert refused.returncode and "say how long to train with --steps" in refused.stderr
