"""Trainings by torchrun, or by one process: python team_training.py PROJECT BATCH LOSSES.json"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from seisviewer.learning import fitting
from seisviewer.learning.events import Loss
from seisviewer.learning.sections.train_settings import TrainSettings
from seisviewer.learning.team import joined
from seisviewer.progress import drive
from seisviewer.torchrun_place import process_number
from seisviewer.workflows.survey_opening import open_path
from seisviewer.workflows.training import train


WAYS = ("st++", "mobile", 12), ("supervised", "resnet18", 4)  # schedule, encoder, steps


def main(project: str, batch: str, out: str) -> None:
    fitting.REPORT_SECONDS = 0.0  # every step says its loss
    losses = []
    with joined("cpu"):
        opened = drive(open_path(project, edit=False))
        for schedule, encoder, steps in WAYS:
            settings = TrainSettings(
                schedule=schedule, recipe="published", network="deeplabv3+", encoder=encoder, steps=steps, crop=32,
                batch=int(batch), unlabelled=4, device="cpu",
            )  # fmt: skip
            events: list[object] = []
            run = drive(train(opened.project, opened.volume, settings), events.append)
            assert (run is None) == (process_number() > 0)
            losses.append([event.loss for event in events if isinstance(event, Loss)])
        opened.project.close()
        opened.volume.close()
    if process_number() == 0:
        Path(out).write_text(json.dumps(losses))


if __name__ == "__main__":
    main(*sys.argv[1:])
