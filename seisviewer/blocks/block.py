"""One block of work: which function, and the plain values it is called with."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from seisviewer import __version__, errors
from seisviewer.errors import SeisviewerError
from seisviewer.progress import Notice
from seisviewer.translation import tr

PLAIN = bool | int | float | str | None


@dataclass(frozen=True)
class Block:
    """operation: "package.module:function". arguments: plain values by name (numbers, texts, lists and dictionaries of
    such; paths as texts), so that nothing else ever travels to another process or machine.

    The function does its work whole: it may be called again after a worker was lost in the middle of it, writes files in
    one step, holds no more memory than its block takes, and returns a small plain value.
    """

    operation: str
    arguments: Mapping[str, Any]

    @classmethod
    def of(cls, function: Callable[..., Any], **arguments: Any) -> Block:
        """A call of a function of a module. Raises TypeError for an argument that is not plain."""
        return cls(f"{function.__module__}:{function.__qualname__}", plain(arguments))


@dataclass(frozen=True)
class Outcome:
    """What came of a block. value: what its function returned. error: class name and sentence of a SeisviewerError."""

    value: Any = None
    error: tuple[str, str] | None = None

    def checked(self) -> Any:
        """The value; raises the error, with its own class where that is made of a sentence alone."""
        if self.error is None:
            return self.value
        name, sentence = self.error
        kind = getattr(errors, name, SeisviewerError)
        try:
            raised = kind(sentence)
        except TypeError:
            raised = SeisviewerError(sentence)
        raise raised


Done = tuple[int, Outcome]  # which block, and what came of it
Runs = Generator[Done | Notice | None, None, None]  # None: nothing is finished yet, and one may stop here


def plain(value: Any) -> Any:
    """The value with paths as texts and tuples as lists; raises TypeError where anything else is in it."""
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, Mapping):
        return {_name(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, PLAIN):
        return value
    raise TypeError(tr("{name} is no plain value for a block.").format(name=type(value).__name__))


def run_block(operation: str, arguments: Mapping[str, Any], version: str = __version__) -> tuple[Any, Any]:
    """Call a block's function in this process: its value, and class name and sentence of a SeisviewerError or None.

    version: of the program that asks; another one here would answer differently.
    """
    if version != __version__:
        return None, (
            SeisviewerError.__name__,
            tr("A worker has seisviewer {version} and this is {version2}: install the same on all machines.").format(
                version=__version__, version2=version
            ),
        )
    module, _, name = operation.partition(":")
    try:
        return getattr(importlib.import_module(module), name)(**arguments), None
    except SeisviewerError as error:
        return None, (type(error).__name__, str(error))


def _name(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(tr("{key!r} names nothing: the keys of a block's arguments are texts.").format(key=key))
    return key
