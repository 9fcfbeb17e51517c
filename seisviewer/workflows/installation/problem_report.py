"""What a user sends with a report of a fault: what is installed and the end of the log. Nothing of their data."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from seisviewer.translation import tr
from seisviewer.workflows.installation.finding import Finding, State

ASKED = tr("What did you do, what did you expect, and what happened instead?")


def report_text(findings: Iterable[Finding], log: str) -> str:
    """Plain text. The home folder is written as “~”, so that it names nobody; file names in the log stay."""
    parts = [ASKED, "", "", tr("What is installed"), ""]
    for finding in findings:
        state = "" if finding.state is State.GOOD else f" [{finding.state.value}]"
        parts.append(f"{finding.part}: {finding.found}{state}")
    parts += ["", tr("The end of the log"), "", log.strip() or tr("Nothing has gone wrong so far.")]
    text = "\n".join(parts) + "\n"
    home = str(Path.home())
    return text.replace(home, "~") if len(home) > 1 else text  # "/" as a home would be every separator
