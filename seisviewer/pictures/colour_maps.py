"""The colour maps of amplitudes: one JSON file each in resources/colour_maps, those of the user and of plugins, in one table."""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from seisviewer.errors import PluginError
from seisviewer.pictures.coloured_stops import ColourMap
from seisviewer.pictures.own_colour_maps import own_maps
from seisviewer.plugins.found import Plugin, calling, load, plugins, wrong
from seisviewer.translation import tr

GROUP = "colormaps"  # of plugins
STOPS = 256  # colours that a function is asked for
log = logging.getLogger(__name__)


@cache
def colour_maps() -> dict[str, ColourMap]:
    """Every colour map by its name, in the order to offer them."""
    found = []
    for file in files("seisviewer.resources").joinpath("colour_maps").iterdir():
        if file.name.endswith(".json"):
            body = json.loads(file.read_text(encoding="utf-8"))
            stops = np.array([list(bytes.fromhex(colour[1:])) for colour in body["colours"]], np.uint8)
            found.append(
                (body["order"], ColourMap(file.name.removesuffix(".json"), body["title"], body["kind"], stops))
            )
    return {colour_map.name: colour_map for _, colour_map in sorted(found, key=lambda entry: entry[0])}


@dataclass(frozen=True)
class PluginMap:
    """A colour map of a plugin, which is not imported before it is drawn."""

    plugin: Plugin

    @property
    def name(self) -> str:
        return self.plugin.name

    @property
    def title(self) -> str:
        return f"{self.plugin.name} ({self.plugin.package})"

    def loaded(self) -> ColourMap:
        """Raises PluginError."""
        made = load(self.plugin)
        with calling(self.plugin, tr("giving its colours")):
            stops = _stops(made)
        if stops is None:
            raise wrong(
                self.plugin, tr("gave no colours: an array (n, 3) of uint8, or of floats from 0 to 1, is asked for")
            )
        return ColourMap(self.name, self.title, "sequential", stops)


def _stops(made: object) -> np.ndarray | None:
    """uint8 (stops, 3) of an array, or of a function such as Matplotlib's colour maps are; None for what is none."""
    values = np.asarray(made(np.linspace(0.0, 1.0, STOPS)) if callable(made) else made)
    if values.ndim != 2 or len(values) < 2 or values.shape[1] not in (3, 4):
        return None
    if values.dtype.kind == "f" and ((values >= 0) & (values <= 1)).all():
        return np.rint(255 * values[:, :3]).astype(np.uint8)
    if values.dtype.kind in "iu" and ((values >= 0) & (values <= 255)).all():
        return values[:, :3].astype(np.uint8)
    return None


def amplitude_maps() -> dict[str, ColourMap | PluginMap]:
    """Those that can tell a negative amplitude from a positive one, those of the user and of plugins last."""
    ours = {name: found for name, found in (colour_maps() | own_maps()).items() if found.kind != "cyclic"}
    return ours | {name: PluginMap(plugin) for name, plugin in plugins(GROUP).items() if name not in colour_maps()}


def colour_map(name: str) -> ColourMap:
    """A colour map by name; grey for a name that this version does not have, and in the place of a plugin's that fails."""
    try:
        return checked_map(name)
    except PluginError as error:
        log.info("grey is drawn: %s", error)
        return colour_maps()["grey"]


def checked_map(name: str) -> ColourMap:
    """`colour_map`; raises PluginError where a plugin fails."""
    ours = colour_maps().get(name) or own_maps().get(name)
    if ours is None and (plugin := plugins(GROUP).get(name)) is not None:
        return PluginMap(plugin).loaded()
    return ours or colour_maps()["grey"]
