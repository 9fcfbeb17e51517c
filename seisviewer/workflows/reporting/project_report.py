"""What a report of a project says, gathered part by part."""

from __future__ import annotations

import platform
import time
from collections.abc import Generator, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

from seisviewer import __version__
from seisviewer.atomic_files import write_whole
from seisviewer.errors import BadRequest
from seisviewer.labels.label_volume import LabelSnapshot
from seisviewer.labels.shown_counts import shown_counts
from seisviewer.pictures.picture_files import picture_bytes
from seisviewer.pictures.picture_style import PictureStyle
from seisviewer.predictions.stored.line_passes import LinePasses
from seisviewer.progress import Progress
from seisviewer.project.project import Project
from seisviewer.translation import tr
from seisviewer.volumes.describe_survey import describe
from seisviewer.volumes.geometry import Direction, Geometry, SectionId
from seisviewer.volumes.section_names import section_title
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.exporting.export_answer import Answer
from seisviewer.workflows.pictures.section_pictures import ModelAnswer, section_picture
from seisviewer.workflows.prediction import honouring_rejections
from seisviewer.workflows.reporting.class_volumes import class_amounts, sample_size
from seisviewer.workflows.reporting.label_map import label_map
from seisviewer.workflows.reporting.report_page import Figure, Part, Table, page
from seisviewer.workflows.reporting.trust_part import trust
from seisviewer.workflows.runs.run_facts import run_facts

PICTURED = 4  # labelled sections that are shown where nobody names any
LINES = 40  # inlines that are asked for the amounts
STYLE = PictureStyle(width_mm=170.0, dpi=150)
LIBRARIES = ("numpy", "scipy", "scikit-learn", "torch", "segyio")
Numbers = dict[int, str]


def make_report(
    project: Project,
    volume: Volume,
    answer: Answer | None,
    sections: Sequence[SectionId] = (),
    lines: int = LINES,
    velocity: float = 0.0,
    device: str = "auto",
) -> Generator[Progress, None, str]:
    """The report as HTML.

    answer: whose classes are counted and drawn; None: there is none. sections: to be pictured, those with most labels where
    empty. lines: inlines at most that are asked for the amounts, evenly spaced; 0: all. velocity: m/s, for volumes of
    surveys in time. Raises BadRequest for a section that the survey has not.
    """
    snapshot, geometry = project.snapshot(), volume.geometry
    for section in sections:
        geometry.index(section)
    yield Progress(0, 0, tr("Describing the survey"))
    predictor = answer.predictor(volume, device) if answer is not None else None
    passes = LinePasses(predictor, volume, answer.store(project, geometry)) if predictor is not None else None
    parts = [_survey(volume), _labels(project, snapshot)]
    if passes is not None:
        parts.append((yield from _amounts(project, volume, answer, passes, lines, velocity)))
        parts.append((yield from trust(project, volume, answer, predictor, device)))
    pictured = tuple(sections) or most_labelled(snapshot)
    if pictured:
        parts.append((yield from _pictures(project, volume, answer, passes, pictured)))
    parts += [_runs(project), _made_with()]
    return page(tr("Report on {volume_name}").format(volume_name=volume.name), parts)


def write_report(path: Path, html: str) -> None:
    """Raises BadRequest where the file cannot be written."""
    write_whole(path, html.encode("utf-8", errors="replace"), BadRequest)


def most_labelled(snapshot: LabelSnapshot) -> tuple[SectionId, ...]:
    """The sections with most labels, in the order of their numbers."""
    geometry = snapshot.geometry

    def labelled(section: SectionId) -> int:
        return int((snapshot.section(section.direction, geometry.index(section)) >= 0).sum())

    return tuple(sorted(sorted(snapshot.labelled_sections, key=labelled, reverse=True)[:PICTURED]))


def _survey(volume: Volume) -> Part:
    facts = describe(volume)
    axis = tr("{first}–{last}, step {step} ({count})")
    samples = facts["samples"]
    unit = facts["unit"]
    rows = [
        (tr("File"), facts["path"]),
        (tr("Format"), facts["format"]),
        (tr("Kind"), facts["kind"]),
        (tr("Inlines"), axis.format(**facts["inlines"])),
        (tr("Crosslines"), axis.format(**facts["crosslines"])),
        (
            tr("Samples"),
            tr("{first:g}–{last:g} {unit}, every {sample_interval:g} ({count})").format(
                first=samples["first"],
                last=samples["last"],
                unit=unit,
                sample_interval=facts["sample_interval"],
                count=samples["count"],
            ),
        ),
        (
            tr("Traces with data"),
            tr("{live_traces:,} of {grid_traces:,} places").format(
                live_traces=facts["live_traces"], grid_traces=facts["grid_traces"]
            ),
        ),
        (tr("Coordinates"), facts["coordinate_system"] or facts["coordinate_unit"] or tr("not stated")),
    ]
    for corner in facts["corners"] or ():
        place = tr("Corner, inline {inline}, crossline {crossline}").format(**corner)
        rows.append((place, f"X {corner['x']:,}, Y {corner['y']:,}"))
    return Part(
        tr("Survey"), tuple(facts["notices"]), (Table(("", ""), tuple((name, str(value)) for name, value in rows)),)
    )


def _labels(project: Project, snapshot: LabelSnapshot) -> Part:
    counts = shown_counts(snapshot)
    if not counts:
        return Part(tr("Labels"), (tr("Nothing is labelled yet."),))
    total = sum(counts.values())
    share = total / max(1, int(snapshot.geometry.live.sum()) * snapshot.geometry.samples.count)
    rows = tuple((project.classes.name_of(number), f"{count:,}") for number, count in counts.items())
    sections = len(snapshot.labelled_sections)
    said = tr("{total:,} samples on {sections} section{value} are labelled, {share:.2g} % of the survey.").format(
        total=total, sections=sections, value="s" * (sections != 1), share=100 * share
    )
    figure = Figure(
        tr("Labelled inlines (blue) and crosslines (orange); grey: no traces."),
        label_map(snapshot.geometry, snapshot),
        "svg+xml",
    )
    return Part(tr("Labels"), (said,), (Table((tr("Class"), tr("Labelled samples")), rows, frozenset({1})),), (figure,))


def _amounts(
    project: Project, volume: Volume, answer: Answer, passes: LinePasses, lines: int, velocity: float
) -> Generator[Progress, None, Part]:
    geometry = volume.geometry
    asked = _asked_inlines(geometry, lines)
    counts, stored = np.zeros(256, np.int64), 0
    for done, index in enumerate(asked):
        section = geometry.section(Direction.INLINE, index)
        yield Progress(
            done,
            len(asked),
            tr("Counting classes on {section_title}").format(section_title=section_title(geometry, section).lower()),
        )
        stored += passes.has(section)
        classes = honouring_rejections(project, passes.over(section)).classes
        counts += np.bincount(classes[geometry.section_live(section)].ravel(), minlength=256)
    counts[255] = 0
    size = sample_size(geometry, velocity)
    traces = int(geometry.live[asked].sum())
    rows = tuple(
        (project.classes.name_of(each.number), f"{100 * each.share:.1f} %", size.in_words(each.samples))
        for each in class_amounts(counts)
    )
    covered = tr(
        "According to {answer_name}, on {count:,} of {count2:,} inlines with {traces:,} of "
        "{sum:,} traces; amounts are those of these traces alone, traces without data left out."
    ).format(
        answer_name=answer.name,
        count=len(asked),
        count2=geometry.inlines.count,
        traces=traces,
        sum=int(geometry.live.sum()),
    )
    kept = f"{project.folder.name}/predictions/{answer.store(project, geometry).name}"
    source = tr("Of these {stored:,} were read from {kept}, where what this model predicted is kept").format(
        stored=stored, kept=kept
    )
    rest = len(asked) - stored
    source += tr("; {rest:,} were predicted for this report.").format(rest=rest) if rest else "."
    table = Table((tr("Class"), tr("Share"), tr("Amount")), rows, frozenset({1, 2}))
    return Part(tr("Classes"), tuple(filter(None, (covered, source, size.note))), (table,))


def _asked_inlines(geometry: Geometry, lines: int) -> np.ndarray:
    there = np.flatnonzero(geometry.live.any(axis=1))
    if not 0 < lines < len(there):
        return there
    return there[np.unique(np.linspace(0, len(there) - 1, lines).round().astype(int))]


def _pictures(
    project: Project,
    volume: Volume,
    answer: Answer | None,
    passes: LinePasses | None,
    sections: Sequence[SectionId],
) -> Generator[Progress, None, Part]:
    figures = []
    for done, section in enumerate(sections):
        title = section_title(volume.geometry, section)
        yield Progress(done, len(sections), tr("Drawing {title}").format(title=title.lower()))
        drawn = section_picture(volume, section, project=project)
        figures.append(Figure(tr("{title}: what was painted.").format(title=title), picture_bytes(drawn, STYLE, "png")))
        if passes is not None and section.direction is not Direction.TIME:
            said = honouring_rejections(project, passes.over(section))
            drawn = section_picture(
                volume, section, project=project, answer=ModelAnswer(said.classes, said.confidence), labels=False
            )
            figures.append(
                Figure(
                    tr("{title}: classes according to {answer_name}.").format(title=title, answer_name=answer.name),
                    picture_bytes(drawn, STYLE, "png"),
                )
            )
    return Part(tr("Sections"), figures=tuple(figures))


def _runs(project: Project) -> Part:
    facts = run_facts(project)
    if not facts:
        return Part(tr("Runs and scores"), (tr("No run was trained."),))
    columns = (
        tr("Run"),
        tr("Kind"),
        tr("State"),
        tr("Labels"),
        tr("Began"),
        tr("Took"),
        tr("Mean IoU on strokes held back"),
    )
    rows = tuple((each.title, each.kind, each.state, each.labels, each.began, each.took, each.score) for each in facts)
    latest = facts[0]
    settings = Table((tr("Settings of {title}").format(title=latest.title), ""), latest.settings)
    return Part(tr("Runs and scores"), tables=(Table(columns, rows), *((settings,) if latest.settings else ())))


def _made_with() -> Part:
    rows = [("seisviewer", __version__), (tr("Python"), platform.python_version())]
    for name in LIBRARIES:
        try:
            rows.append((name, version(name)))
        except PackageNotFoundError:  # a packaged program may not carry what it is made of
            continue
    made = time.strftime("%Y-%m-%d %H:%M %Z")
    return Part(tr("Versions"), (tr("Made on {made}.").format(made=made),), (Table(("", ""), tuple(rows)),))
