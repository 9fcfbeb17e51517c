"""`seisviewer benchmark strokes`, `seisviewer benchmark f3` and `seisviewer benchmark suggestions`."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated, Literal

import typer

from seisviewer.atomic_files import write_whole
from seisviewer.cli.benchmark_table import f3_table, strokes_tables, suggestions_tables
from seisviewer.cli.console import run_work
from seisviewer.cli.learning_commands import OnDevice, Recipe, Schedule, check_place, section_list
from seisviewer.errors import BadRequest
from seisviewer.translation import tr
from seisviewer.workflows.benchmarks.published_methods import COMPARED
from seisviewer.workflows.learning_methods import METHODS

app = typer.Typer(help=tr("Make the published figures again, on data with known classes."), no_args_is_help=True)

SYNTHETIC = "synthetic"
OutFile = Annotated[
    Path | None,
    typer.Option(help="File of finished runs, one JSON line each; what it has is not run again.", show_default=False),
]
TableFile = Annotated[
    Path | None, typer.Option("--table", help="Print the table of this file of finished runs, and run nothing.")
]
Seeds = Annotated[str, typer.Option(help="Seeds of the strokes and of the training, such as 0,1,2 or 3-7.")]


@app.command()
def strokes(
    data: Annotated[
        str | None,
        typer.Option(
            help="Folder with f3_sections.sgy and f3_facies.npz (or the files of the six classes), or “synthetic”.",
            metavar="DIR|synthetic",
            show_default=False,
        ),
    ] = None,
    truth: Annotated[
        Literal["ten", "six"],
        typer.Option(help="F3: ten intervals, or six classes that pinch out with a body, painted on one line."),
    ] = "ten",
    seed: Annotated[int, typer.Option(help="Of the geology of the synthetic survey.", min=0)] = 0,
    method: Annotated[str, typer.Option(help=f"Of {', '.join(METHODS)}; several with commas between.")] = "layers",
    robot: Annotated[
        str,
        typer.Option(
            help="How the robot paints: centred (along the middle of a class), loose (at 35–65 % of its height, as people do), "
            "wild (20–80 %, and two wrong strokes a section), demo (as the demo's strokes); several with commas between."
        ),
    ] = "loose",
    length: Annotated[str, typer.Option(help="Traces a stroke; several with commas between.")] = "60",
    per_class: Annotated[str, typer.Option(help="Strokes a class and section; several with commas between.")] = "3",
    sections: Annotated[
        str | None,
        typer.Option(
            help="The painted sections, such as inline:130; all of the protocol when not given.", metavar="LIST"
        ),
    ] = None,
    seeds: Seeds = "0-2",
    boundaries: Annotated[
        bool,
        typer.Option("--boundaries", help="Also draw a line of 40 traces along every boundary of a painted section."),
    ] = False,
    corrections: Annotated[
        str,
        typer.Option(
            help="Strokes a section that follow where the first answer is wrong; several with commas between."
        ),
    ] = "0",
    told: Annotated[
        bool, typer.Option("--told", help="Say of each class whether it is a layer or a body (synthetic survey).")
    ] = False,
    schedule: Annotated[Schedule, typer.Option(help="Of a network: self-training, or the labels alone.")] = "st++",
    recipe: Annotated[
        Recipe, typer.Option(help="Of self-training: as published, or checked on strokes held back, as train does.")
    ] = "checked",
    minutes: Annotated[float, typer.Option(help="Of a network, where no steps are given.", min=0.01)] = 5.0,
    steps: Annotated[int, typer.Option(help="Of a network; 0 takes the minutes.", min=0)] = 0,
    network: Annotated[str, typer.Option(help="Network; chosen for the device when not given.")] = "",
    encoder: Annotated[str, typer.Option(help="Encoder; chosen for the device when not given.")] = "",
    device: OnDevice = "auto",
    out: OutFile = None,
    table: TableFile = None,
) -> None:
    """A robot interpreter paints strokes, a method learns them, and sections without any are scored.

    Every combination of what is given with commas is a run. Prints means and spread over the seeds of all runs in the file.
    """
    from seisviewer.learning.sections.train_settings import TrainSettings
    from seisviewer.workflows.benchmarks.finished_runs import RunsFile
    from seisviewer.workflows.benchmarks.strokes_protocol import Grid, run_name, run_protocol

    file = runs_file(table, out)
    if table is None:
        settings = TrainSettings(
            schedule=schedule,
            recipe=recipe,
            held_back=schedule == "st++" and recipe == "checked",
            steps=steps,
            minutes=0.0 if steps else minutes,
            network=network,
            encoder=encoder,
            device=device,
        )
        grid = Grid(
            method.split(","),
            robot.split(","),
            whole_numbers("--length", length),
            whole_numbers("--per-class", per_class),
            section_list(sections),
            seed_list(seeds),
            boundaries,
            whole_numbers("--corrections", corrections, least=0),
            told,
            settings,
        )
        run_work(run_protocol(None if data == SYNTHETIC else data_folder(data), truth, seed, grid, RunsFile(file)))
    records = [record for record in RunsFile(file).records() if record["asked"]["benchmark"] == "strokes"]
    typer.echo(
        strokes_tables(records, run_name) if records else tr("{file} has no finished run yet.").format(file=file)
    )


@app.command()
def f3(
    data: Annotated[
        str | None,
        typer.Option(
            help="Folder with the public F3 survey (651 × 951 × 462, .npy or SEG-Y) and a cube of its ten classes.",
            metavar="DIR",
            show_default=False,
        ),
    ] = None,
    methods: Annotated[str, typer.Option(help="Some of these.", metavar="LIST")] = ",".join(COMPARED),
    seeds: Seeds = "0",
    steps: Annotated[int, typer.Option(help="Optimiser steps of a run; ST++ shares them out.", min=1)] = 9000,
    encoder: Annotated[str, typer.Option(help="Encoder; resnet50 is the published one.")] = "resnet50",
    encoder_weights: Annotated[
        Path | None, typer.Option(help="ImageNet weights of the encoder (torchvision's state dict).")
    ] = None,
    choice: Annotated[
        str,
        typer.Option(
            help="How labelled lines are drawn: random, or psnr (so that their likeness to the line in the middle, as a peak "
            "signal-to-noise ratio, follows a normal distribution, as published).",
            metavar="<random|psnr>",
        ),
    ] = "random",
    crop: Annotated[
        int,
        typer.Option(help="Side of the square that sections are scaled into; 0 takes what suits the device.", min=0),
    ] = 0,
    batch: Annotated[int, typer.Option(help="Sections in a step; 0 takes what suits the device.", min=0)] = 0,
    device: OnDevice = "auto",
    out: OutFile = None,
    table: TableFile = None,
) -> None:
    """The published comparison on F3, with the published mIoU beside, and the layer model.

    A run takes hours on a GPU. What was stopped goes on where it was, also within a run.
    """
    from seisviewer.learning.sections.train_settings import TrainSettings
    from seisviewer.workflows.benchmarks.f3_cubes import F3Layout
    from seisviewer.workflows.benchmarks.finished_runs import RunsFile
    from seisviewer.workflows.benchmarks.published_comparison import compare

    file = runs_file(table, out)
    if table is None:
        folder = data_folder(data)
        settings = TrainSettings(
            steps=steps,
            device=device,
            fit="template",
            crop=crop,
            batch=batch,
            encoder=encoder,
            encoder_weights=str(encoder_weights or ""),
            augmentation="published",
        )
        chosen = [method.strip() for method in methods.split(",")]
        run_work(compare(folder, chosen, seed_list(seeds), settings, RunsFile(file), F3Layout(), choice))
    records = [record for record in RunsFile(file).records() if record["asked"]["benchmark"] == "f3"]
    typer.echo(f3_table(records) if records else tr("{file} has no finished run yet.").format(file=file))


@app.command()
def suggestions(
    data: Annotated[
        str | None,
        typer.Option(
            help="Folder with the F3 files of “benchmark strokes”, or “synthetic”.",
            metavar="DIR|synthetic",
            show_default=False,
        ),
    ] = None,
    truth: Annotated[Literal["ten", "six"], typer.Option(help="F3: ten intervals, or six classes.")] = "ten",
    seed: Annotated[int, typer.Option(help="Of the geology of the synthetic survey.", min=0)] = 0,
    habits: Annotated[
        str,
        typer.Option(
            help="Who labels: suggestions (goes where the program suggests), random (anywhere), even (evenly spaced lines).",
            metavar="LIST",
        ),
    ] = "suggestions,random,even",
    seeds: Seeds = "0-2",
    rounds: Annotated[int, typer.Option(help="Looks at a new answer after the first strokes.", min=1)] = 6,
    per_round: Annotated[int, typer.Option(help="Strokes between two looks.", min=1)] = 4,
    length: Annotated[int, typer.Option(help="Traces a stroke.", min=2)] = 40,
    network_steps: Annotated[
        int,
        typer.Option(help="A network learns so many steps, too, after each third of the rounds; 0 for none.", min=0),
    ] = 0,
    picture: Annotated[
        Path | None,
        typer.Option(help="Draw the curves into this file, .svg, .pdf or .png.", metavar="FILE", show_default=False),
    ] = None,
    out: OutFile = None,
    table: TableFile = None,
) -> None:
    """Whether labels tell more where the program suggests them: mIoU of the layer model against the number of strokes.

    Three simulated interpreters begin with the same strokes and go on as their habit is; what nobody painted is scored.
    """
    from seisviewer.cli.benchmark_curves import suggestions_curves
    from seisviewer.pictures.curve_drawing import curves_bytes
    from seisviewer.pictures.picture_style import PictureStyle
    from seisviewer.workflows.benchmarks.finished_runs import RunsFile
    from seisviewer.workflows.benchmarks.suggestions_protocol import Course, run_courses

    file = runs_file(table, out)
    if picture is not None:
        check_place(picture)
    if table is None:
        course = Course(habits.split(","), seed_list(seeds), rounds, per_round, length, network_steps)
        folder = None if data == SYNTHETIC else data_folder(data)
        run_work(run_courses(folder, truth, seed, course, RunsFile(file)))
    records = [record for record in RunsFile(file).records() if record["asked"]["benchmark"] == "suggestions"]
    typer.echo(suggestions_tables(records) if records else tr("{file} has no finished run yet.").format(file=file))
    if picture is not None and records:
        made = curves_bytes(suggestions_curves(records), PictureStyle(), picture.suffix.lower().removeprefix("."))
        write_whole(picture, made, BadRequest)
        typer.echo(tr("The curves are in {picture}.").format(picture=picture))


def runs_file(table: Path | None, out: Path | None) -> Path:
    """The file of finished runs, which is only read where it was given as a table. Raises BadRequest."""
    if table is not None and out is not None:
        raise BadRequest(tr("Give either --table, which runs nothing, or --out."))
    if table is not None and not table.is_file():
        raise BadRequest(tr("There is no file {table} to print a table of.").format(table=table))
    if table is None and out is None:
        raise BadRequest(tr("Say where finished runs are written: --out FILE.jsonl."))
    if out is not None:
        check_place(out)
    return table or out


def data_folder(data: str | None) -> Path:
    """The folder of the data. Raises BadRequest."""
    if data is None:
        raise BadRequest(tr("Say where the data are: --data DIR."))
    if not Path(data).is_dir():
        raise BadRequest(tr("There is no folder {data}: --data names the folder with the data.").format(data=data))
    return Path(data)


def seed_list(text: str) -> list[int]:
    """Read `0,1,2` or `3-7`; raises BadRequest."""
    seeds: list[int] = []
    for part in text.split(","):
        match = re.fullmatch(r"\s*(\d+)(?:-(\d+))?\s*", part)
        if not match:
            raise BadRequest(tr("--seeds {text} are none: write 0,1,2 or 3-7.").format(text=text))
        seeds += range(int(match[1]), int(match[2] or match[1]) + 1)
    return seeds


def whole_numbers(option: str, text: str, least: int = 1) -> list[int]:
    """Read `60,15,6`; raises BadRequest for what is less than `least`."""
    parts = [part.strip() for part in text.split(",")]
    if not all(part.isascii() and part.isdigit() and int(part) >= least for part in parts):
        raise BadRequest(
            tr("{option} {text} is none: write whole numbers from {least}, with commas between.").format(
                option=option, text=text, least=least
            )
        )
    return [int(part) for part in parts]
