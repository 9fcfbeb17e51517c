"""`seisviewer train-picker`."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import typer

from seisviewer.atomic_files import write_whole
from seisviewer.cli.console import output, run_work, say_json
from seisviewer.cli.learning_commands import OnDevice, Schedule
from seisviewer.cli.survey_commands import AsJson
from seisviewer.errors import BadRequest
from seisviewer.translation import tr

NONE = "none"


def register(app: typer.Typer) -> None:
    app.command("train-picker")(train_picker)


def train_picker(
    labelled: Annotated[list[Path], typer.Option(help="SeisBench data set with picks; may be given more than once.")],
    out: Annotated[
        Path, typer.Option(help="Name of the weights; they become NAME.pt.v1 and NAME.json.v1, as SeisBench has them.")
    ],
    unlabelled: Annotated[
        list[Path] | None,
        typer.Option(help="SeisBench data set, waveform file or folder to learn from without labels."),
    ] = None,
    noise: Annotated[
        list[Path] | None,
        typer.Option(
            help="SeisBench data set of recorded noise, for augmentation; without it noise is what comes before P.",
        ),
    ] = None,
    split: Annotated[
        str,
        typer.Option(
            help="Part of the data sets to use; without it “train” where they are split. “all” uses everything.",
        ),
    ] = "",
    labelled_count: Annotated[
        int, typer.Option(help="Use so many labelled windows, drawn by the seed; 0 uses all.", min=0)
    ] = 0,
    start: Annotated[
        str,
        typer.Option(
            help="Picker to go on from, by name (phasenet:original, seist:s) or file; “none” begins a new PhaseNet."
        ),
    ] = "phasenet:original",
    pretrain: Annotated[
        bool,
        typer.Option(
            "--pretrain", help="First learn to fill in masked samples of the unlabelled windows, in 600 steps more."
        ),
    ] = False,
    schedule: Annotated[Schedule, typer.Option(help="Self-training, or the labels alone.")] = "supervised",
    augment: Annotated[
        str,
        typer.Option(
            help="Augmentations, separated by commas, “all” or “none”: shift, superposition, semi-synthetic, noise, "
            "false positives, gaussian noise, rotation, flip, channel dropout, snr resampling, magnitude resampling.",
            metavar="LIST",
        ),
    ] = "shift",
    epochs: Annotated[int, typer.Option(help="Passes over the labelled windows.", min=1)] = 100,
    batch: Annotated[int, typer.Option(help="Windows in a step.", min=1)] = 20,
    rate: Annotated[
        float,
        typer.Option(
            help="Learning rate; 0 takes 0.01 for a new network and 0.0005 otherwise, where 0.001 is the most.", min=0
        ),
    ] = 0.0,
    steps: Annotated[int, typer.Option(help="At most so many steps in all; 0 sets no limit.", min=0)] = 0,
    minutes: Annotated[float, typer.Option(help="At most about so many minutes; 0 sets no limit.", min=0)] = 0.0,
    seed: Annotated[int, typer.Option(help="The same seed gives the same picker.", min=0)] = 0,
    validation_share: Annotated[
        float,
        typer.Option(
            help="Share of the stations that chooses the best epoch instead of being learned.", min=0, max=0.9
        ),
    ] = 0.2,
    suggestions: Annotated[
        Path | None,
        typer.Option(help="Write the unlabelled windows to this CSV file, most instructive first."),
    ] = None,
    device: OnDevice = "auto",
    as_json: AsJson = False,
) -> None:
    """Teach a picker labelled windows and, with --schedule st++, unlabelled ones.

    The best epoch is chosen on validation stations, which are taken out of the labelled ones. What is taught is a
    PhaseNet or PhaseNetLight of 100 samples per second, or a SeisT of 50.
    """
    from seisviewer.learning.phases.picker_settings import PickerSettings
    from seisviewer.workflows.traces.picker_teaching import train_picker as teach

    settings = PickerSettings(
        schedule=schedule,
        start="" if start == NONE else start,
        rate=rate,
        batch=batch,
        epochs=epochs,
        seed=seed,
        augmentations=augmentations(augment),
        validation_share=validation_share,
        steps=steps,
        minutes=minutes,
        device=device,
        pretrain=pretrain,
    )
    taught = run_work(
        teach(labelled, unlabelled or [], settings, out, split=split or None, count=labelled_count, noise=noise or [])
    )
    if suggestions is not None:
        write_suggestions(suggestions, taught.ranking)
    if as_json:
        say_json({"model": taught.path, "metrics": taught.metrics, "settings": settings.as_json()})
    else:
        output().print(
            tr("The picker is in {taught_path}; use it with “seisviewer pick FILES --model {taught_path}”.").format(
                taught_path=taught.path
            )
        )


def augmentations(text: str) -> tuple[str, ...]:
    """Names in a list separated by commas."""
    from seisviewer.learning.phases.waveform_augmentation.augmentations import REGISTRY

    if text.strip() == "all":
        return tuple(REGISTRY)
    return tuple(name.strip() for name in text.split(",") if name.strip() not in ("", NONE))


def write_suggestions(path: Path, ranking: Sequence[Any]) -> None:
    """One row a window: what a label would teach, how stable it was, where it lies."""
    table = io.StringIO(newline="")
    writer = csv.writer(table)
    writer.writerow(["window", "station", "start", "end", "value", "stability", "picks"])
    for window in ranking:
        times = [
            datetime.fromtimestamp(time, UTC).isoformat(timespec="milliseconds") for time in (window.start, window.end)
        ]
        values = (f"{number:.4f}" for number in (window.value, window.stability))
        writer.writerow([window.name, window.station, *times, *values, window.picks])
    write_whole(path, table.getvalue().encode("utf-8"), BadRequest)
