"""`seisviewer train`, `predict` and `evaluate`."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from seisviewer.cli.checked_table import show_check
from seisviewer.cli.console import Stopped, output, run_work, say_json
from seisviewer.cli.opened_project import ProjectFolder, opened_project
from seisviewer.cli.score_table import score_table
from seisviewer.cli.survey_commands import AsJson
from seisviewer.cli.worker_options import Processes, Scheduler, workers_of
from seisviewer.errors import BadRequest
from seisviewer.translation import tr
from seisviewer.volumes.geometry import SectionId
from seisviewer.volumes.section_names import sections_named
from seisviewer.workflows.learning_methods import DEFAULT, Method, learn

if TYPE_CHECKING:
    from seisviewer.learning.sections.train_settings import TrainSettings
    from seisviewer.project.project import Project
    from seisviewer.project.runs import Run
    from seisviewer.volumes.volume import Volume
    from seisviewer.workflows.overlap_estimate import OverlapEstimate


LEAST_CROP = 32


Schedule = Literal["st++", "supervised"]
Recipe = Literal["published", "checked"]
Device = Literal["auto", "cpu", "cuda"]
OnDevice = Annotated[Device, typer.Option(help="Where to compute.")]
OfRun = Annotated[
    int | None,
    typer.Option(
        "--run",
        help="Number of the run whose model is used; the one in use, else the latest trained one when not given.",
    ),
]
Sections = Annotated[str | None, typer.Option(help="Sections such as inline:241,crossline:652.", metavar="LIST")]


def register(app: typer.Typer) -> None:
    app.command()(train)
    app.command()(predict)
    app.command()(evaluate)


def train(
    project: ProjectFolder,
    method: Annotated[
        Method | None,
        typer.Option(
            help="A network; the boundaries between layers along the reflectors (no network, no options); or fused, both, "
            "each believed as far as strokes set apart allow. Fused where nothing that belongs to a network alone is asked "
            "for.",
            show_default=False,
        ),
    ] = None,
    schedule: Annotated[
        Schedule | None,
        typer.Option(help="Of a network: self-training (st++, the default), or the labels alone.", show_default=False),
    ] = None,
    recipe: Annotated[
        Recipe | None,
        typer.Option(
            help="Of self-training: as published, or checked (the default), where a student replaces its teacher only when "
            "it is no worse on strokes held back.",
            show_default=False,
        ),
    ] = None,
    minutes: Annotated[
        float | None,
        typer.Option(help="Train for about so long; turned into steps and recorded.", min=0.01),
    ] = None,
    steps: Annotated[int | None, typer.Option(help="Train for so many steps.", min=1)] = None,
    seed: Annotated[int, typer.Option(help="The same seed and steps give the same run.", min=0)] = 0,
    network: Annotated[str, typer.Option(help="Network; chosen for the device when not given.")] = "",
    encoder: Annotated[str, typer.Option(help="Encoder; chosen for the device when not given.")] = "",
    encoder_weights: Annotated[
        Path | None,
        typer.Option(help="ImageNet weights of a ResNet encoder (torchvision's state dict)."),
    ] = None,
    device: OnDevice = "auto",
    fit: Annotated[
        Literal["crop", "template"],
        typer.Option(help="Crops at full resolution, or whole sections scaled into a square."),
    ] = "crop",
    crop: Annotated[
        int, typer.Option(help="Side of a crop or of the square, 32 or more; 0 takes what suits the device.", min=0)
    ] = 0,
    batch: Annotated[int, typer.Option(help="Crops in a step; 0 takes what suits the device.", min=0)] = 0,
    rate: Annotated[float, typer.Option(help="Learning rate of the encoder; 0 takes what suits it.", min=0)] = 0.0,
    head_multiple: Annotated[
        float,
        typer.Option(help="The head's rate is so many times the encoder's; 0 takes what suits the encoder.", min=0),
    ] = 0.0,
    augmentation: Annotated[
        Literal["amplitude", "published"],
        typer.Option(help="For amplitudes, or with the brightness shift of the publication."),
    ] = "amplitude",
    attributes: Annotated[
        str,
        typer.Option(
            help="Show the network attributes beside the amplitudes: any of envelope, phase, frequency, rms, coherence. They are "
            "stored with the run.",
            metavar="LIST",
        ),
    ] = "",
    held_back: Annotated[
        bool | None,
        typer.Option(
            "--held-back/--all-strokes",
            help="Keep the strokes that the project holds back (about one in seven of a class) out of training and score "
            "the model on them, or learn every stroke. When not given, they are held back where students are checked.",
            show_default=False,
        ),
    ] = None,
    resume: Annotated[
        int | None,
        typer.Option(help="Go on with this run, which was stopped or failed.", metavar="RUN"),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Learn the project's labels. Ctrl+C stops cleanly; a stopped run can be resumed.

    On several GPUs: torchrun --nproc-per-node 4 -m seisviewer train … --method network --steps N, where --batch is that of
    each."""
    from seisviewer.learning.sections.train_settings import TrainSettings

    of_network = [name for name, value in (("--schedule", schedule), ("--recipe", recipe)) if value is not None]
    of_network += [tr("--fit template")] if fit == "template" else []
    of_network += [] if held_back is None else ["--held-back" if held_back else "--all-strokes"]
    method = method or ("network" if of_network else DEFAULT)
    if method != "network" and of_network:
        raise BadRequest(
            tr("{of_network} go with a network alone: leave them out, or choose --method network.").format(
                of_network=tr(" and ").join(of_network)
            )
        )
    schedule, recipe = schedule or "st++", recipe or "checked"
    if method == "layers" and (minutes is not None or steps is not None or resume is not None):
        raise BadRequest(tr("--method layers is solved in one go: leave --minutes, --steps and --resume out."))
    if minutes is not None and steps is not None:
        raise BadRequest(tr("Give either --minutes or --steps, not both."))
    if 0 < crop < LEAST_CROP:
        raise BadRequest(
            tr("--crop {crop} is too small: choose {least_crop} or more, or 0 for what suits the device.").format(
                crop=crop, least_crop=LEAST_CROP
            )
        )
    shown = input_attributes(attributes)
    if method == "layers" and shown:
        raise BadRequest(tr("--attributes go with a network: leave them out, or choose another --method."))
    settings = TrainSettings(
        schedule=schedule,
        recipe=recipe,
        network=network,
        encoder=encoder,
        steps=steps or 0,
        minutes=0.0 if steps else minutes or 10.0,
        seed=seed,
        device=device,
        fit=fit,
        crop=crop,
        batch=batch,
        augmentation=augmentation,
        attributes=shown,
        encoder_weights=str(encoder_weights or ""),
        encoder_rate=rate,
        head_multiple=head_multiple,
        held_back=(schedule == "st++" and recipe == "checked") if held_back is None else held_back,
    )
    from seisviewer.learning.team import joined

    with joined(device):
        run, estimate = _trained(project, method, settings, resume)
    if run is not None:
        _say_trained(run, estimate, as_json)


def input_attributes(text: str) -> tuple[str, ...]:
    """Read `envelope,coherence`; raises BadRequest."""
    from seisviewer.predictions.network_input import INPUT_ATTRIBUTES

    names = tuple(dict.fromkeys(part.strip().lower() for part in text.split(",") if part.strip()))
    unknown = [name for name in names if name not in INPUT_ATTRIBUTES]
    if unknown:
        raise BadRequest(
            tr("A network is shown no attribute “{unknown}”: choose of {input_attributes}.").format(
                unknown=unknown[0], input_attributes=", ".join(INPUT_ATTRIBUTES)
            )
        )
    return names


def _trained(
    project: Path, method: Method, settings: TrainSettings, resume: int | None
) -> tuple[Run | None, OverlapEstimate | None]:
    """The run that was made or gone on with, and how well it is estimated to be; nothing in all but the first of several
    processes."""
    from seisviewer.workflows.overlap_estimate import estimate_overlap

    with opened_project(project) as (held, volume):
        before = {run.number for run in held.runs()} - {resume}
        if resume is not None and method != "layers":
            method = "fused" if held.run(resume).kind == "fused" else "network"
        try:
            run = run_work(learn(method, held, volume, settings, resume))
        except Stopped as stopped:
            begun = [run.number for run in held.runs() if run.number not in before and run.state == "stopped"]
            resumable = begun and method != "layers"
            hint = (
                tr(" Go on with “seisviewer train {project} --resume {begun}”.").format(
                    project=project, begun=begun[-1]
                )
                if resumable
                else ""
            )
            raise Stopped(tr("Stopped.{hint}").format(hint=hint)) from stopped
        if run is None:
            return None, None
        return run, run_work(estimate_overlap(held, volume, run, settings.device))


def _say_trained(run: Run, estimate: OverlapEstimate | None, as_json: bool) -> None:
    if as_json:
        estimated = {
            "estimated_mean_iou": estimate.mean_iou if estimate else None,
            "estimate_is_doubtful": estimate.is_doubtful if estimate else None,
        }
        say_json({"run": run.number, "folder": run.folder, "metrics": run.metrics} | estimated)
        return
    output().print(tr("Run {run_number} is in {folder}.").format(run_number=run.number, folder=run.folder))
    if estimate:
        lines = tr("{count} lines without strokes").format(count=len(estimate.lines))
        output().print(
            tr("Estimated mIoU (without truth): {mean_iou:.2f}, from the probabilities on {lines}.").format(
                mean_iou=estimate.mean_iou, lines=lines
            )
        )
        if estimate.is_doubtful:
            output().print(
                tr("It is probably too high: only {held_out:.0f} % of what was held out was answered right.").format(
                    held_out=100 * estimate.held_out
                )
            )


def predict(
    project: ProjectFolder,
    sections: Sections = None,
    npz: Annotated[
        Path | None,
        typer.Option(help="With --sections: .npz with inline_241, inline_241_confidence."),
    ] = None,
    stability: Annotated[
        bool, typer.Option("--stability", help="With --sections: also how far the checkpoints of ST++ agree.")
    ] = False,
    whole: Annotated[bool, typer.Option("--volume", help="Predict the whole survey.")] = False,
    out: Annotated[Path | None, typer.Option(help="With --volume: SEG-Y of class numbers.")] = None,
    confidence: Annotated[Path | None, typer.Option(help="With --volume: SEG-Y of confidences, 0 to 1.")] = None,
    run: OfRun = None,
    device: OnDevice = "auto",
    workers: Processes = 1,
    scheduler: Scheduler = "",
) -> None:
    """Predict facies and confidence of some sections, or of the whole survey (both directions averaged)."""
    from seisviewer.volumes.survey_writing import check_target
    from seisviewer.workflows.by_blocks.volume_prediction import predict_volume
    from seisviewer.workflows.prediction import predict_sections, save_sections

    shared = workers_of(workers, scheduler)
    if not whole and not shared.is_alone:
        raise BadRequest(tr("--workers and --scheduler go with --volume: some sections take one process."))
    if whole == (sections is not None):
        raise BadRequest(tr("Say what to predict: --sections LIST --npz FILE, or --volume --out FILE."))
    target = out if whole else npz
    if target is None:
        raise BadRequest(tr("Say where to write: --out FILE.sgy goes with --volume, --npz FILE with --sections."))
    written = [path for path in (target, confidence if whole else None) if path is not None]
    for path in written:
        check_place(path)
    if len({path.resolve() for path in written}) < len(written):
        raise BadRequest(tr("--out and --confidence both name {target}: give them two names.").format(target=target))
    with opened_project(project) as (held, volume):
        for path in written:
            check_target(path, volume)
        if whole:
            run_work(predict_volume(held, volume, target, confidence, run=run, device=device, workers=shared))
        else:
            wanted = section_list(sections)
            work = predict_sections(held, volume, wanted, run=run, device=device, stability=stability)
            save_sections(target, run_work(work), stability=stability)
    output().print(tr("Wrote {written}.").format(written=tr(" and ").join((str(path) for path in written))))


def check_place(path: Path) -> None:
    """Raise BadRequest before long work whose result could not be written."""
    if not path.absolute().parent.is_dir():
        raise BadRequest(
            tr("There is no folder {parent} to write {path_name} into: make it first.").format(
                parent=path.absolute().parent, path_name=path.name
            )
        )


def evaluate(
    project: ProjectFolder,
    truth: Annotated[
        Path | None,
        typer.Option(
            help=".npz with the true classes, 255 = not known; the strokes held back when not given.",
            show_default=False,
        ),
    ] = None,
    sections: Sections = None,
    run: OfRun = None,
    device: OnDevice = "auto",
    as_json: AsJson = False,
) -> None:
    """Score a run against true classes, or on lines for checking and other strokes held back that it did not learn, beside the
    “predict by depth” baseline."""
    if truth is None:
        _evaluate_held_back(project, sections, run, device, as_json)
        return
    from seisviewer.workflows.evaluation import evaluate as score

    with opened_project(project) as (held, volume):
        wanted = section_list(sections) or unlabelled_sections(truth, held, volume, run)
        answer = run_work(score(held, volume, truth, wanted, run=run, device=device))
    if as_json:
        say_json(answer)
    else:
        typer.echo(score_table(answer))


def _evaluate_held_back(project: Path, sections: str | None, run: int | None, device: str, as_json: bool) -> None:
    if sections is not None:
        raise BadRequest(tr("--sections goes with --truth: without it, all that is held back counts."))
    show_check(project, run, device, as_json)


def section_list(text: str | None) -> tuple[SectionId, ...]:
    """Read `inline:241,crossline:652`; empty for None. Raises BadRequest for what names no section."""
    return sections_named(text or "")


def unlabelled_sections(truth: Path, project: Project, volume: Volume, run: int | None = None) -> tuple[SectionId, ...]:
    """The sections of a truth file in which the project has no strokes, nor had when the run learned."""
    from seisviewer.labels.label_files import read_sections
    from seisviewer.workflows.evaluation import known_sections
    from seisviewer.workflows.prediction import latest_run

    labelled = known_sections(project.snapshot(), latest_run(project, run))
    wanted = tuple(section for section in read_sections(truth, volume.geometry) if section not in labelled)
    if not wanted:
        raise BadRequest(
            tr("Every section of {truth} is labelled in the project: none is left to score.").format(truth=truth)
        )
    return wanted
