"""Which libraries are there, against the versions that the program was made for."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import metadata

from packaging.requirements import Requirement

from seisviewer.workflows.installation.finding import Finding, State

PROGRAM = "seisviewer"


def library_findings() -> Iterator[Finding]:
    """A finding for each library that the program needs, and one for each set of further ones (an “extra”)."""
    try:
        needed = [Requirement(line) for line in metadata.requires(PROGRAM) or ()]
    except metadata.PackageNotFoundError:
        yield Finding("Libraries", "not known", State.LIMITED, "The program was not installed: use pip install.")
        return
    for requirement in needed:
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield _library(requirement)
    for extra in metadata.metadata(PROGRAM).get_all("Provides-Extra") or ():
        yield _extra(extra, [each for each in needed if _is_of(each, extra)])


def _library(requirement: Requirement) -> Finding:
    found = _version(requirement.name)
    put_right = f"pip install “{requirement.name}{requirement.specifier}”"
    if found is None:
        return Finding(requirement.name, "not installed", State.BROKEN, f"Install it: {put_right}")
    if not requirement.specifier.contains(found, prereleases=True):
        wanted = f"This program was made for {requirement.specifier}: {put_right}"
        return Finding(requirement.name, found, State.LIMITED, wanted)
    return Finding(requirement.name, found)


def _extra(name: str, requirements: list[Requirement]) -> Finding:
    """One that is not wholly there is no fault: it is installed by those who want it."""
    lacking = [each.name for each in requirements if _version(each.name) is None]
    if not lacking:
        return Finding(f"Extra “{name}”", "installed")
    return Finding(f"Extra “{name}”", f"without {', '.join(lacking)} (pip install “{PROGRAM}[{name}]” brings it)")


def _is_of(requirement: Requirement, extra: str) -> bool:
    marker = requirement.marker
    return marker is not None and marker.evaluate({"extra": extra}) and not marker.evaluate({"extra": ""})


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
