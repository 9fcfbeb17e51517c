"""Files of picks and events: which formats there are, told by what stands in them, and by the ending of the name."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any

from seisviewer.atomic_files import replacing
from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.picks.format_signs import beginning_of, format_by_content, kind_of_table
from seisviewer.picks.found_picks import FoundPicks, gathered
from seisviewer.picks.pick import Event, Pick, Review
from seisviewer.plugins.found import Plugin, calling, load, plugins, wrong
from seisviewer.translation import tr

if TYPE_CHECKING:
    from seisviewer.picks.table_lines import Starts


@dataclass(frozen=True)
class Format:
    """write: “module:function”, called with (path, picks, events). read: called with (path), gives FoundPicks; "" for a
    format that is not written, or not read."""

    title: str
    endings: tuple[str, ...]
    write: str = ""
    read: str = ""


REGISTRY = {
    "quakeml": Format(
        "QuakeML",
        (".xml", ".quakeml", ".qml", ".scml"),
        "seisviewer.picks.quakeml:write_quakeml",
        "seisviewer.picks.quakeml_reading:read_quakeml",
    ),
    "csv": Format(
        tr("Table"), (".csv", ".tsv"), "seisviewer.picks.table:write_table", "seisviewer.picks.table:read_csv"
    ),
    "nonlinloc": Format(
        tr("NonLinLoc observations"),
        (".obs",),
        "seisviewer.picks.nonlinloc:write_obs",
        "seisviewer.picks.nonlinloc:read_obs",
    ),
    "snuffler": Format(
        tr("Snuffler markers"),
        (".markers", ".txt"),
        "seisviewer.picks.snuffler:write_markers",
        "seisviewer.picks.snuffler:read_markers",
    ),
    "bulletin": Format(
        tr("Bulletins (NonLinLoc, Nordic, IMS)"),
        (".hyp", ".nor", ".nordic", ".ims"),
        read="seisviewer.picks.quakeml_reading:read_quakeml",
    ),
    "hypodd": Format(tr("hypoDD phases"), (".pha", ".dat"), read="seisviewer.picks.hypodd:read_hypodd"),
    "real": Format(tr("REAL phases"), (".txt", ".dat"), read="seisviewer.picks.real_listing:read_real"),
}
SHARED = (".xml", ".txt", ".dat")  # endings that other files have too: what stands in them counts
GROUP, OF_PICKS = "exports", "picks."  # of plugins that write picks: after the dot stands the ending


def write_picks(path: str | Path, picks: Iterable[Pick], events: Iterable[Event] = ()) -> None:
    """Write a file in the format of its ending; raises BadRequest for another ending, or where it cannot be written.

    Rejected picks are in QuakeML and tables, which say that they are rejected, and in no other format.
    """
    path = Path(path)
    for each in REGISTRY.values():
        if each.write and path.suffix.lower() in each.endings:
            _function(each.write)(path, picks, events)
            return
    plugin = _plugins().get(path.suffix.lower())
    if plugin is not None:
        _write_by_plugin(plugin, path, picks, events)
        return
    raise _no_format(path, BadRequest, endings())


def read_picks(path: str | Path, starts: Starts | None = None) -> FoundPicks:
    """Picks and events of a file, in the format that its content shows, else that of its ending.

    A table that names stations and phases is one of picks, any other one of events. starts: of the windows of a data set,
    see `table.read_csv`. Raises UnreadableFile.
    """
    path = Path(path)
    beginning = beginning_of(path)
    name = format_by_content(beginning) or _by_ending(path)
    if name != "csv":
        return _function(REGISTRY[name].read)(path)
    if kind_of_table(beginning) == "events":
        from seisviewer.picks.catalogue import read_event_table

        return gathered((), read_event_table(path))
    from seisviewer.picks.table import read_csv

    return read_csv(path, starts)


def is_pick_file(path: Path) -> bool:
    """Whether a file holds picks or events rather than waveforms; one of a shared ending is looked into."""
    ending = path.suffix.lower()
    if ending not in endings(reading=True) or not path.is_file():
        return False
    return ending not in SHARED or bool(format_by_content(beginning_of(path)))


def endings(*, reading: bool = False) -> tuple[str, ...]:
    """The endings of the formats that can be written, or read."""
    each = (form.endings for form in REGISTRY.values() if (form.read if reading else form.write))
    ours = dict.fromkeys(ending for endings in each for ending in endings)
    return tuple(ours) if reading else (*ours, *_plugins())


def written_formats() -> dict[str, str]:
    """What can be written: the first ending of each format, by its title; those of plugins last."""
    ours = {each.title: each.endings[0] for each in REGISTRY.values() if each.write}
    return ours | {
        tr("{ending} by {package}").format(ending=ending[1:].upper(), package=plugin.package): ending
        for ending, plugin in _plugins().items()
    }


def _plugins() -> dict[str, Plugin]:
    """Those that write picks, by their ending; ours go first."""
    ours = {ending for each in REGISTRY.values() if each.write for ending in each.endings}
    named = {
        f".{name.removeprefix(OF_PICKS).lower()}": each
        for name, each in plugins(GROUP).items()
        if name.startswith(OF_PICKS)
    }
    return {ending: each for ending, each in named.items() if ending not in ours}


def _write_by_plugin(plugin: Plugin, path: Path, picks: Iterable[Pick], events: Iterable[Event]) -> None:
    """A file that is there when it is whole. Rejected picks are not handed over."""
    write = load(plugin)
    kept = tuple(pick for pick in picks if pick.review is not Review.REJECTED)
    with replacing(path, BadRequest) as temporary:
        with calling(plugin, tr("writing {path_name}").format(path_name=path.name)):
            write(temporary, kept, tuple(events))
        if not temporary.stat().st_size:
            raise wrong(plugin, tr("wrote nothing into {path_name}").format(path_name=path.name))


def _by_ending(path: Path) -> str:
    for name, each in REGISTRY.items():
        if each.read and path.suffix.lower() in each.endings:
            return name
    raise _no_format(path, UnreadableFile, endings(reading=True))


def _no_format(
    path: Path, error: type[BadRequest | UnreadableFile], known: tuple[str, ...]
) -> BadRequest | UnreadableFile:
    return error(
        tr("{path_name} is of no format of picks: choose a name that ends in {known}.").format(
            path_name=path.name, known=", ".join(known)
        )
    )


def _function(entry: str) -> Callable[..., Any]:
    module, name = entry.split(":")
    return getattr(import_module(module), name)
