"""Everything that is looked at, one after the other, and what the last fault left in the log."""

from __future__ import annotations

from collections.abc import Generator

from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.workflows.installation.finding import Finding, State
from seisviewer.workflows.installation.libraries import library_findings
from seisviewer.workflows.installation.machine import (
    picker_finding,
    processor_finding,
    room_findings,
    system_findings,
)
from seisviewer.workflows.installation.plugin_findings import plugin_findings
from seisviewer.workflows.installation.screen import screen_findings

PARTS = (
    (tr("Looking at the system"), system_findings),
    (tr("Starting Qt"), screen_findings),
    (tr("Starting PyTorch"), lambda: (processor_finding(),)),
    (tr("Looking for pickers"), lambda: (picker_finding(),)),
    (tr("Looking at memory and disks"), room_findings),
    (tr("Looking at libraries"), library_findings),
    (tr("Loading plugins"), plugin_findings),
)


def examine() -> Generator[Progress, None, tuple[Finding, ...]]:
    """Look at the whole installation; nothing is changed."""
    findings: list[Finding] = []
    for done, (message, look) in enumerate(PARTS):
        yield Progress(done, len(PARTS), message)
        findings += look()
    yield Progress(len(PARTS), len(PARTS), tr("Looked at everything"))
    return tuple(findings)


def is_broken(findings: tuple[Finding, ...]) -> bool:
    """Whether something lacks that the program needs."""
    return any(each.state is State.BROKEN for each in findings)
