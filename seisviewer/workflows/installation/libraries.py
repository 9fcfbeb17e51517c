"""Which libraries are there, against the versions that the program was made for."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import metadata

from packaging.requirements import Requirement

from seisviewer.translation import tr
from seisviewer.workflows.installation.finding import Finding, State

PROGRAM = "seisviewer"


def library_findings() -> Iterator[Finding]:
    """A finding for each library that the program needs, and one for each set of further ones (an “extra”)."""
    try:
        needed = [Requirement(line) for line in metadata.requires(PROGRAM) or ()]
    except metadata.PackageNotFoundError:
        yield Finding(
            tr("Libraries"), tr("not known"), State.LIMITED, tr("The program was not installed: use pip install.")
        )
        return
    for requirement in needed:
        if requirement.marker is None or requirement.marker.evaluate({"extra": ""}):
            yield _library(requirement)
    for extra in metadata.metadata(PROGRAM).get_all("Provides-Extra") or ():
        yield _extra(extra, [each for each in needed if _is_of(each, extra)])


def _library(requirement: Requirement) -> Finding:
    found = _version(requirement.name)
    put_right = tr("pip install “{requirement_name}{specifier}”").format(
        requirement_name=requirement.name, specifier=requirement.specifier
    )
    if found is None:
        return Finding(
            requirement.name,
            tr("not installed"),
            State.BROKEN,
            tr("Install it: {put_right}").format(put_right=put_right),
        )
    if not requirement.specifier.contains(found, prereleases=True):
        wanted = tr("This program was made for {specifier}: {put_right}").format(
            specifier=requirement.specifier, put_right=put_right
        )
        return Finding(requirement.name, found, State.LIMITED, wanted)
    return Finding(requirement.name, found)


def _extra(name: str, requirements: list[Requirement]) -> Finding:
    """One that is not wholly there is no fault: it is installed by those who want it."""
    lacking = [each.name for each in requirements if _version(each.name) is None]
    if not lacking:
        return Finding(tr("Extra “{name}”").format(name=name), "installed")
    return Finding(
        tr("Extra “{name}”").format(name=name),
        tr("without {lacking} (pip install “{program}[{name}]” brings it)").format(
            lacking=", ".join(lacking), program=PROGRAM, name=name
        ),
    )


def _is_of(requirement: Requirement, extra: str) -> bool:
    marker = requirement.marker
    return marker is not None and marker.evaluate({"extra": extra}) and not marker.evaluate({"extra": ""})


def _version(name: str) -> str | None:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return None
