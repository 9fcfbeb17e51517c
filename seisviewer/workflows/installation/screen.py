"""Whether a window can open here, found in a child process: where Qt lacks a system library it ends its process."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator

from seisviewer.translation import tr
from seisviewer.workflows.installation.finding import Finding, State

SCREEN_OPTION = "--screen-check"
ADVICE = tr("On Debian or Ubuntu packaging/run-demo.sh installs what Qt needs of the system.")
SECONDS = 30.0  # a cold start of Qt from a slow disk takes five


def has_screen() -> bool:
    """Whether a window can be shown; only Linux machines are expected to be without a screen."""
    named = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return not sys.platform.startswith("linux") or any(os.environ.get(name) for name in named)


def screen_findings() -> Iterator[Finding]:
    """What `app.screen_check` says about the screen and the fonts; a finding with what Qt said where it fails."""
    if not has_screen():
        yield Finding(
            tr("Screen"), "none", State.LIMITED, tr("Without one the commands work, and the window does not open.")
        )
        return
    command = [sys.executable, *(() if getattr(sys, "frozen", False) else ("-P", "-m", "seisviewer")), SCREEN_OPTION]
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace", timeout=SECONDS, check=False)
        said = json.loads(done.stdout) if done.returncode == 0 else None
    except (OSError, subprocess.TimeoutExpired, ValueError):
        yield Finding(tr("Screen"), tr("Qt did not answer"), State.BROKEN, ADVICE)
        return
    if said is None:
        yield Finding(tr("Screen"), _reason(done.stderr), State.BROKEN, ADVICE)
        return
    yield Finding(
        tr("Screen"),
        tr("Qt {qt} on “{platform}”: {listed}").format(
            qt=said["qt"], platform=said["platform"], listed="; ".join(said["screens"]) or tr("none")
        ),
    )
    yield Finding(tr("Language"), said["language"])
    chinese = said["chinese_fonts"]
    if chinese:
        yield Finding(tr("Chinese font"), chinese[0])
    else:
        yield Finding(
            tr("Chinese font"),
            "none",
            State.LIMITED,
            tr("Install one to read Chinese pages, on Debian fonts-noto-cjk."),
        )


def _reason(said: str) -> str:
    """What Qt or Python wrote last that tells something: Qt writes the list of its plugins behind the reason."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    telling = [
        line for line in lines if "could not" in line.lower() or "error" in line.lower() or "cannot" in line.lower()
    ]
    return (telling or lines or [tr("Qt ended without a word")])[-1]
