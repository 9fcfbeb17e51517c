"""`seisviewer report`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from seisviewer.cli.console import output, run_work
from seisviewer.cli.learning_commands import OfRun, OnDevice, Sections, check_place, section_list
from seisviewer.cli.opened_project import ProjectFolder, opened_project
from seisviewer.errors import BadRequest
from seisviewer.translation import tr


def register(app: typer.Typer) -> None:
    app.command()(report)


def report(
    project: ProjectFolder,
    out: Annotated[Path, typer.Argument(help="File to write: .html, or .pdf.")],
    sections: Sections = None,
    lines: Annotated[
        int, typer.Option(help="Inlines at most that are asked how much of each class there is; 0: all.", min=0)
    ] = 40,
    velocity: Annotated[float, typer.Option(help="m/s, makes volumes of a survey in two-way time.", min=0)] = 0.0,
    run: OfRun = None,
    device: OnDevice = "auto",
) -> None:
    """Write one page that stands alone: survey, labels, how much of each class, pictures, scores, settings, versions."""
    from seisviewer.workflows.exporting.export_answer import Answer, answers
    from seisviewer.workflows.prediction import latest_run, name_in_use
    from seisviewer.workflows.reporting.project_report import make_report, write_report

    check_place(out)
    if out.suffix.lower() not in (".html", ".htm", ".pdf"):
        raise BadRequest(
            tr("{out_name} is no name of a report: let it end in .html or .pdf.").format(out_name=out.name)
        )
    with opened_project(project) as (held, volume):
        chosen = latest_run(held, run) if run is not None or answers(held) else None
        answer = None if chosen is None else Answer.of(chosen)
        if chosen is not None:
            output().print(tr("The model is that of {name_in_use}.").format(name_in_use=name_in_use(held, chosen)))
        html = run_work(make_report(held, volume, answer, section_list(sections), lines, velocity, device))
    if out.suffix.lower() == ".pdf":
        write_pdf(out, html)
    else:
        write_report(out, html)
    output().print(tr("Wrote {out}.").format(out=out))


def write_pdf(out: Path, html: str) -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")  # nothing is shown
    try:
        from seisviewer.app.exporting.report_pdf import write_report_pdf
    except ImportError as error:
        raise BadRequest(
            tr("A PDF needs PyQt6, which is not installed: write .html, which any browser prints.")
        ) from error
    write_report_pdf(out, html)
