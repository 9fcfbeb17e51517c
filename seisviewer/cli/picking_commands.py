"""`seisviewer pick` and `seisviewer pickers`."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from seisviewer.blocks.workers import ALONE, Workers
from seisviewer.cli.console import output, run_work, say_json
from seisviewer.cli.learning_commands import OnDevice, check_place
from seisviewer.cli.plain_table import table_text
from seisviewer.cli.scoring_command import thresholds_of
from seisviewer.cli.survey_commands import AsJson
from seisviewer.cli.worker_options import Processes, Scheduler, workers_of
from seisviewer.errors import BadRequest
from seisviewer.translation import tr

if TYPE_CHECKING:
    from seisviewer.workflows.traces.picking import Picked, PickSettings


def register(app: typer.Typer) -> None:
    app.command()(pick)
    app.command()(pickers)


def pick(
    paths: Annotated[
        list[Path],
        typer.Argument(
            help="Waveform files and folders of them, or one SeisBench data set.",
            metavar="FILES|DATASET",
        ),
    ],
    out: Annotated[Path, typer.Option(help="File to write: .csv, .xml (QuakeML), .obs, .markers.")],
    model: Annotated[
        str, typer.Option(help="NETWORK:WEIGHTS (see “seisviewer pickers”), or a file of weights.")
    ] = "phasenet:original",
    threshold: Annotated[
        list[str] | None,
        typer.Option(
            help="Least probability of a pick, P=0.3 or 0.3 for both; may be given again.",
            show_default="as the weights recommend, else 0.3",
        ),
    ] = None,
    candidates: Annotated[
        bool,
        typer.Option("--candidates", help="Every maximum from 0.1 up, to try thresholds with “seisviewer score”."),
    ] = False,
    split: Annotated[str | None, typer.Option(help="Only this split of the data set: train, dev, test.")] = None,
    window: Annotated[
        int | None,
        typer.Option(
            help="Cut so many samples out of each window of the data set, at a random place with P inside.",
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Draws the places of --window.")] = 0,
    through: Annotated[
        list[str] | None,
        typer.Option(
            "--filter",
            help="Pick through several filters and combine (test-time augmentation); give it for each of raw, "
            "high-pass 1 Hz, high-pass 3 Hz, band-pass 1–20 Hz, band-pass 2–10 Hz.",
        ),
    ] = None,
    combination: Annotated[str, typer.Option(help="How --filter combines probabilities: mean or max.")] = "mean",
    download: Annotated[
        bool, typer.Option("--download", help="Fetch weights that are not here from SeisBench's server.")
    ] = False,
    device: OnDevice = "auto",
    workers: Processes = 1,
    scheduler: Scheduler = "",
    as_json: AsJson = False,
) -> None:
    """Set P and S picks with a pretrained or self-trained model and write them to a file.

    Records that are shorter than the window of the model are picked too, and gaps stay gaps.
    """
    from seisviewer.workflows.traces.picking import PickSettings

    shared = workers_of(workers, scheduler)
    check_out(out)
    if candidates and threshold:
        raise BadRequest(tr("--candidates has no threshold: leave out --threshold, or --candidates."))
    settings = PickSettings(
        model=model,
        thresholds=thresholds_of(threshold or ()),
        candidates=candidates,
        test_time_filters=tuple(through or ()),
        combination=combination,
        device=device,
        download=download,
    )
    picked = picked_of(paths, settings, split, window, seed, shared)
    write(out, picked)
    counts = Counter(each.phase for each in picked.picks)
    if as_json:
        say_json({"out": out, "records": len(picked.archive.records), "picks": {"P": counts["P"], "S": counts["S"]}})
    else:
        many = (
            tr("1 record")
            if len(picked.archive.records) == 1
            else tr("{count} records").format(count=len(picked.archive.records))
        )
        output().print(
            tr("{p} P and {s} S picks on {many} are in {out}.").format(p=counts["P"], s=counts["S"], many=many, out=out)
        )


def pickers(as_json: AsJson = False) -> None:
    """List the pretrained pickers whose weights are on this machine.

    They lie in SeisBench's cache: in SEISBENCH_CACHE_ROOT, or in .seisbench in your home folder. “seisviewer pick
    --download” fetches others.
    """
    from seisviewer.networks.picker_names import KNOWN, available, cache_folder

    names = available()
    if as_json:
        say_json([str(name) for name in names])
        return
    if not names:
        raise BadRequest(
            tr(
                "There are no weights in {cache_folder}: set SEISBENCH_CACHE_ROOT to where they are, or "
                "pick with --download."
            ).format(cache_folder=cache_folder())
        )
    rows = [(str(name), KNOWN.get(name.network) or str(name.plugin)) for name in names]
    typer.echo(
        table_text(
            tr("Pickers in {cache_folder}").format(cache_folder=cache_folder()),
            (tr("picker"), "network"),
            rows,
            texts=2,
        )
    )


def picked_of(
    paths: list[Path],
    settings: PickSettings,
    split: str | None,
    window: int | None,
    seed: int,
    workers: Workers = ALONE,
) -> Picked:
    """Pick files, or a data set where the only path is one."""
    from seisviewer.datasets.dataset_layout import is_dataset
    from seisviewer.workflows.by_blocks.file_picking import pick_files_by
    from seisviewer.workflows.traces.picking import pick_dataset

    datasets = [path for path in paths if is_dataset(path)]
    if datasets and len(paths) > 1:
        raise BadRequest(
            tr("{datasets} is a data set, and is picked by itself: name it alone.").format(datasets=datasets[0])
        )
    if datasets and not workers.is_alone:
        raise BadRequest(tr("--workers and --scheduler are for records: a data set is picked by one process."))
    if datasets:
        return run_work(pick_dataset(datasets[0], settings, split=split, window=window, seed=seed))
    if split is not None or window is not None:
        raise BadRequest(
            tr("--split and --window are for data sets of windows, and there is none here: leave them out.")
        )
    return run_work(pick_files_by(paths, settings, workers))


def write(out: Path, picked: Picked) -> None:
    from seisviewer.workflows.traces.pick_files import write_file

    run_work(write_file(out, picked.picks, (), picked.starts))


def check_out(out: Path) -> None:
    """Raise BadRequest before long work whose result could not be written."""
    from seisviewer.picks.observations import endings

    check_place(out)
    if out.suffix.lower() not in endings():
        raise BadRequest(
            tr("{out_name} is of no format of picks: choose a name that ends in {listed}.").format(
                out_name=out.name, listed=", ".join(endings())
            )
        )
