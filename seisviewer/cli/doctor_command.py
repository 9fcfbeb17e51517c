"""`seisviewer doctor`."""

from __future__ import annotations

import typer

from seisviewer.cli.console import run_work, say_json
from seisviewer.cli.plain_table import entry_text
from seisviewer.cli.survey_commands import AsJson
from seisviewer.translation import tr
from seisviewer.workflows.installation.examination import examine, is_broken
from seisviewer.workflows.installation.finding import Finding, State


def register(app: typer.Typer) -> None:
    app.command("doctor")(doctor)


def doctor(as_json: AsJson = False) -> None:
    """Say what is installed, whether it is enough, and what to do where it is not.

    Looks at the screen, the processors that learn, weights of pickers, memory, disks, fonts and libraries, and changes
    nothing. Ends with 1 where something lacks that the program needs.
    """
    findings = run_work(examine())
    if as_json:
        say_json([as_plain(each) for each in findings])
    else:
        typer.echo("\n".join(line for each in findings for line in lines(each)))
    if is_broken(findings):
        raise typer.Exit(1)


def lines(finding: Finding) -> list[str]:
    """“Memory      21.0 GiB free of 23.4 GiB”, with the advice below it."""
    found = finding.found if finding.state is State.GOOD else f"{tr(finding.state.value).upper()}: {finding.found}"
    text = [entry_text(finding.part, found)]
    if finding.advice:
        text.append(entry_text("", finding.advice))
    return text


def as_plain(finding: Finding) -> dict[str, str]:
    return {
        "part": finding.part,
        "state": finding.state.value,
        "found": finding.found,
        "advice": finding.advice,
    }
