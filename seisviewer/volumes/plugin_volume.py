"""Surveys of formats that plugins read: what they give is looked at before it is shown."""

from __future__ import annotations

import logging
from collections.abc import Generator
from dataclasses import replace
from pathlib import Path

import numpy as np

from seisviewer.errors import BadRequest
from seisviewer.plugins.found import Plugin, calling, load, wrong
from seisviewer.progress import Progress
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Geometry, SectionId
from seisviewer.volumes.open_choices import OpenChoices
from seisviewer.volumes.volume import Volume, finite

log = logging.getLogger(__name__)


class PluginVolume(Volume):
    """A survey that a plugin reads. Its sections have the shape and the live traces that its geometry says."""

    def __init__(self, path: Path, plugin: Plugin, inner: Volume, choices: OpenChoices) -> None:
        self.path, self.name = path, path.name[: -len(plugin.name) - 1]
        samples = inner.geometry.samples
        said = {"unit": choices.unit or samples.unit, "interval": choices.interval or samples.interval}
        self.geometry = replace(inner.geometry, samples=replace(samples, **said))
        self.notices = tuple(str(each) for each in getattr(inner, "notices", ()))
        self._plugin, self._inner = plugin, inner

    def section(self, section: SectionId) -> np.ndarray:
        self.geometry.index(section)
        with calling(
            self._plugin, tr("reading {section} of {path_name}").format(section=section, path_name=self.path.name)
        ):
            amplitudes = np.array(self._inner.section(section), np.float32, order="C")
        shape = self.geometry.section_shape(section.direction)
        if amplitudes.shape != shape:
            raise wrong(
                self._plugin,
                tr("gave {section} of {path_name} as {shape} in place of {shape2}").format(
                    section=section, path_name=self.path.name, shape=amplitudes.shape, shape2=shape
                ),
            )
        amplitudes = finite(amplitudes)
        amplitudes[~self.geometry.section_live(section)] = np.nan
        return amplitudes

    def close(self) -> None:
        try:
            self._inner.close()
        except (Exception, SystemExit) as error:  # nothing more is asked of it
            log.warning("The %s failed at closing %s: %s", self._plugin, self.path.name, error)


def open_by_plugin(plugin: Plugin, path: Path, choices: OpenChoices) -> Generator[Progress, None, Volume]:
    """Open a file with the reader of a plugin, a function `(path) -> Volume`. Raises PluginError."""
    if replace(choices, unit=None, interval=None) != OpenChoices():
        raise BadRequest(
            tr(
                "{path_name} is read by the {plugin}, which is told no choices: leave all but unit and interval out."
            ).format(path_name=path.name, plugin=plugin)
        )
    yield Progress(0, 0, tr("Opening {path_name}").format(path_name=path.name))
    reader = load(plugin)
    with calling(plugin, tr("opening {path_name}").format(path_name=path.name)):
        inner = reader(path)
    geometry = getattr(inner, "geometry", None)
    if not isinstance(geometry, Geometry) or not callable(getattr(inner, "section", None)):
        raise wrong(
            plugin,
            tr("gave a {name} for {path_name} and no survey with a geometry and sections").format(
                name=type(inner).__name__, path_name=path.name
            ),
        )
    if geometry.live.shape != geometry.shape[:2] or geometry.live.dtype != bool or not geometry.live.any():
        raise wrong(
            plugin,
            tr("gave {path_name} without a live trace, or with live traces of another grid").format(
                path_name=path.name
            ),
        )
    return PluginVolume(path, plugin, inner, choices)
