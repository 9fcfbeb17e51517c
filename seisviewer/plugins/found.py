"""The plugins that are installed: packages that name an object of theirs under one of GROUPS in their entry points.

Names come from the metadata of packages, which is text; a plugin's code is imported when it is used, and only from what the
user has installed: nothing in a project or a data file can name code. One that fails is left out and says so in one sentence.
"""

from __future__ import annotations

import logging
import re
import sys
import threading
from collections.abc import Generator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from seisviewer.errors import PluginError, SeisviewerError
from seisviewer.translation import tr

# What a plugin may add; the entry point groups are named so after PREFIX. What each is asked for stands in
# `workflows/plugins/protocols.py`.
GROUPS = ("volumes", "networks", "pickers", "attributes", "exports", "colormaps")
PREFIX = "seisviewer."
METADATA = (".dist-info", ".egg-info")
NAME = re.compile(r"[A-Za-z0-9][\w.+-]*")  # of a plugin: it stands in lists, and in commands
LONGEST = 300  # letters of what a plugin says of its failure

log = logging.getLogger(__name__)
_lock = threading.RLock()
_loaded: dict[Plugin, Any] = {}
_failed: dict[Plugin, str] = {}


@dataclass(frozen=True)
class Plugin:
    """group: one of GROUPS. place: “module:object”. package: who brings it, with its version."""

    group: str
    name: str
    place: str
    package: str

    def __str__(self) -> str:
        return tr("plugin “{name}” of {package}").format(name=self.name, package=self.package)


def plugins(group: str) -> dict[str, Plugin]:
    """By name, those of a group but for what failed when it was imported. Nothing is imported."""
    return {each.name: each for each in all_plugins() if each.group == group and each not in _failed}


@cache
def all_plugins() -> tuple[Plugin, ...]:
    """Every plugin that is installed, by group and name; of two with one name the first package's."""
    found: dict[tuple[str, str], Plugin] = {}
    for each in sorted(_named(), key=lambda each: (each.group, each.name, each.package)):
        found.setdefault((each.group, each.name), each)
    return tuple(found.values())


def load(plugin: Plugin) -> Any:
    """The object of a plugin, imported the first time. Raises PluginError, every time the same."""
    with _lock:
        if plugin in _failed:
            raise PluginError(_failed[plugin])
        if plugin not in _loaded:
            module, _, name = plugin.place.partition(":")
            try:
                from importlib import import_module

                found = import_module(module)
                for part in name.split("."):
                    found = getattr(found, part)
            except (Exception, SystemExit) as error:  # whatever a stranger's module does when it is imported
                _failed[plugin] = tr(
                    "The {plugin} cannot be loaded ({said_by}) and is left out: install it anew, or uninstall it."
                ).format(plugin=plugin, said_by=said_by(error))
                log.warning(_failed[plugin])
                raise PluginError(_failed[plugin]) from error
            _loaded[plugin] = found
        return _loaded[plugin]


def loaded(plugin: Plugin) -> Any | None:
    """The object of a plugin if it was imported already: for who must not wait."""
    with _lock:
        return _loaded.get(plugin)


@contextmanager
def calling(plugin: Plugin, doing: str) -> Generator[None, None, None]:
    """Round a call of a plugin's code: whatever it raises becomes one sentence. doing: “reading a.xyz”. A sentence of its own
    (a SeisviewerError) passes."""
    try:
        yield
    except (SeisviewerError, MemoryError):
        raise
    except (Exception, SystemExit) as error:
        if type(error).__name__ == "OutOfMemoryError":  # PyTorch's; who calls can do with less
            raise
        sentence = tr("The {plugin} failed at {doing} ({said_by}): do without it, or tell its author.").format(
            plugin=plugin, doing=doing, said_by=said_by(error)
        )
        log.warning(sentence, exc_info=error)
        raise PluginError(sentence) from error


def wrong(plugin: Plugin, what: str) -> PluginError:
    """For what a plugin gave and is none of what it was asked for. what: “gave no array”."""
    return PluginError(tr("The {plugin} {what}: do without it, or tell its author.").format(plugin=plugin, what=what))


def said_by(error: BaseException) -> str:
    text = " ".join(str(error).split())[:LONGEST].rstrip(".")
    return f"{type(error).__name__}: {text}" if text else type(error).__name__


def forget() -> None:
    """Look anew at what is installed, and try anew what failed."""
    with _lock:
        all_plugins.cache_clear()
        _loaded.clear()
        _failed.clear()


def _named() -> Iterator[Plugin]:
    for folder in _folders_that_name_us():
        from importlib.metadata import PathDistribution  # a tenth of a second, for those who have plugins

        try:
            package = PathDistribution(folder)
            who = f"{package.metadata['Name']} {package.version}"
            entries = list(package.entry_points)
        except (Exception, SystemExit) as error:  # damaged metadata
            log.warning("%s is left out: %s", folder, error)
            continue
        for entry in entries:
            group = entry.group.removeprefix(PREFIX)
            if entry.group.startswith(PREFIX) and group in GROUPS:
                if NAME.fullmatch(entry.name):
                    yield Plugin(group, entry.name, entry.value.split("[")[0].strip(), who)
                else:
                    log.warning("%s names a plugin %r, which is no plain name: it is left out", who, entry.name)


def _folders_that_name_us() -> Iterator[Path]:
    """Metadata of packages with a group of ours. Their text is looked at as it lies there: the library for it takes ten times
    as long over all that is installed, and the window waits for it."""
    sign = f"[{PREFIX}".encode()
    for place in dict.fromkeys(sys.path):
        folder = Path(place)
        if (
            not place or folder == Path.cwd()
        ):  # where the program was started may lie what a stranger packed with the data
            continue
        try:
            metadata = sorted(each for each in folder.iterdir() if each.name.endswith(METADATA))
        except OSError:  # an archive, or no folder
            continue
        for each in metadata:
            try:
                text = (each / "entry_points.txt").read_bytes()
            except OSError:
                continue
            if sign in text.replace(b" ", b""):
                yield each
