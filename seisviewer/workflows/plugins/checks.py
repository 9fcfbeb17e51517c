"""The check that authors of plugins run: each is asked as the program asks it, with a small example.

Every check is a generator of sentences about what was right; what is wrong is raised as a PluginError or BadRequest.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

import numpy as np

from seisviewer.errors import BadRequest, PluginError
from seisviewer.picks.observations import OF_PICKS, write_picks
from seisviewer.picks.pick import Event, Pick
from seisviewer.pictures.colour_maps import PluginMap
from seisviewer.plugins.found import Plugin, all_plugins, calling, load, wrong
from seisviewer.progress import drive
from seisviewer.structure.attributes.plugin_attributes import plugin_values
from seisviewer.translation import tr
from seisviewer.volumes.geometry import LINES, Direction, Geometry, LineAxis, SampleAxis
from seisviewer.volumes.open_choices import OpenChoices
from seisviewer.volumes.plugin_volume import open_by_plugin
from seisviewer.waveforms.station import StationId
from seisviewer.workflows.exporting.export_plan import OF_VOLUMES
from seisviewer.workflows.plugins.built_in import built_in_names

INTERVAL = 0.004

Checked = Generator[str, None, None]


def named(name: str) -> tuple[Plugin, ...]:
    """The plugins of that name, or all of a package of that name. Raises BadRequest."""
    every = all_plugins()
    found = [each for each in every if each.name == name]
    found = found or [each for each in every if each.package.rpartition(" ")[0].lower() == name.lower()]
    if not found:
        known = ", ".join(sorted({each.name for each in every})) or tr("none is installed")
        raise BadRequest(
            tr("There is no plugin “{name}” ({known}): install its package into this Python first.").format(
                name=name, known=known
            )
        )
    return tuple(found)


def check(plugin: Plugin, file: Path | None = None) -> Checked:
    """Ask a plugin for what its group is asked for. file: a survey that it reads. Yields what was right; raises PluginError or
    BadRequest."""
    if plugin.name in built_in_names(plugin.group):
        raise PluginError(
            tr(
                "The {plugin} has the name of something that seisviewer has itself, which goes first: rename it."
            ).format(plugin=plugin)
        )
    load(plugin)
    yield tr("{place} is loaded").format(place=plugin.place)
    checks: dict[str, Callable[[], Checked]] = {
        "volumes": lambda: _volume(plugin, file),
        "networks": lambda: _of_networks(plugin),
        "pickers": lambda: _of_networks(plugin),
        "attributes": lambda: _attribute(plugin),
        "exports": lambda: _export(plugin),
        "colormaps": lambda: _colours(plugin),
    }
    yield from checks[plugin.group]()


def _volume(plugin: Plugin, file: Path | None) -> Checked:
    if file is None:
        yield tr("reading is not checked: name a survey of its format with --file")
        return
    volume = drive(open_by_plugin(plugin, file, OpenChoices()))
    geometry = volume.geometry
    yield tr("{file_name} has {shape} inlines, crosslines and samples, {sum} live traces").format(
        file_name=file.name, shape=" × ".join(map(str, geometry.shape)), sum=int(geometry.live.sum())
    )
    try:
        lines = {direction: _places(geometry.count(direction)) for direction in Direction}
        inlines = {
            index: volume.section(geometry.section(Direction.INLINE, index)) for index in lines[Direction.INLINE]
        }
        for direction in (*LINES[1:], Direction.TIME):
            for place in lines[direction]:
                section = volume.section(geometry.section(direction, place))
                for index, inline in inlines.items():
                    along = inline[place] if direction is Direction.CROSSLINE else inline[:, place]
                    if not np.array_equal(section[index], along, equal_nan=True):
                        raise wrong(
                            plugin,
                            tr("gives another {direction} {place} than its inlines say").format(
                                direction=direction, place=place
                            ),
                        )
    finally:
        volume.close()
    yield tr("inlines, crosslines and time slices agree where they cross")


def _of_networks(plugin: Plugin) -> Checked:
    from seisviewer.networks import plugin_checks  # PyTorch and SeisBench take seconds

    yield from (plugin_checks.network if plugin.group == "networks" else plugin_checks.picker)(plugin)


def _attribute(plugin: Plugin) -> Checked:
    traces = np.random.default_rng(0).normal(size=(12, 200)).astype(np.float32)
    traces[3] = np.nan
    given = traces.copy()
    values = plugin_values(plugin.name, given, INTERVAL)
    if not np.array_equal(given, traces, equal_nan=True):
        raise wrong(plugin, tr("changed the amplitudes that it was given"))
    yield tr("it gives {sum} values for {sum2} samples").format(
        sum=int(np.isfinite(values).sum()), sum2=int(np.isfinite(traces).sum())
    )
    if not np.isfinite(values).any():
        raise wrong(plugin, tr("gives no value at all"))
    some = plugin_values(plugin.name, traces[4:9], INTERVAL)
    if not np.allclose(some, values[4:9], rtol=1e-4, atol=1e-6, equal_nan=True):
        raise wrong(
            plugin,
            tr("gives a trace other values when other traces are beside it: time slices would differ from lines"),
        )
    yield tr("the values of a trace follow from that trace alone")


def _export(plugin: Plugin) -> Checked:
    with tempfile.TemporaryDirectory(prefix="seisviewer-plugin-") as folder:
        if plugin.name.startswith(OF_PICKS):
            path = Path(folder) / f"check.{plugin.name.removeprefix(OF_PICKS)}"
            pick = Pick(StationId("XX", "TEST", "", "HH"), "P", 1.5e9, event=1)
            write_picks(path, [pick], [Event(1.5e9 - 10, 35.0, -117.0, 8.0, id=1)])
            yield tr("it writes a pick and an event into {st_size} bytes").format(st_size=path.stat().st_size)
            return
        if not plugin.name.startswith(OF_VOLUMES):
            raise wrong(
                plugin,
                tr("is named neither {of_picks}ENDING nor {of_volumes}ENDING").format(
                    of_picks=OF_PICKS, of_volumes=OF_VOLUMES
                ),
            )
        live = np.ones((3, 4), bool)
        live[0, 0] = False
        geometry = Geometry(LineAxis(100, 2, 3), LineAxis(500, 1, 4), SampleAxis(0.0, 4.0, 5), live)
        write = load(plugin)
        for kind, nothing in ((np.int8, -1), (np.float32, np.nan)):
            path = Path(folder) / f"{np.dtype(kind).name}.{plugin.name.removeprefix(OF_VOLUMES)}"
            about = {"content": "classes", "long_name": tr("Classes of a check"), "names": {0: "sand"}}
            with calling(plugin, tr("writing {path_name}").format(path_name=path.name)):
                write(path, geometry, _inlines(geometry, kind, nothing), about)
            if not path.is_file() or not path.stat().st_size:
                raise wrong(plugin, tr("wrote nothing into {path_name}").format(path_name=path.name))
        yield tr("it writes class numbers and confidences")


def _inlines(geometry: Geometry, kind: type, nothing: float) -> Iterator[np.ndarray]:
    for live in geometry.live:
        values = np.zeros((geometry.crosslines.count, geometry.samples.count), kind)
        values[~live] = nothing
        yield values


def _colours(plugin: Plugin) -> Checked:
    yield tr("it has {count} colours").format(count=len(PluginMap(plugin).loaded().stops))


def _places(count: int) -> list[int]:
    return sorted({0, count // 2, count - 1})
