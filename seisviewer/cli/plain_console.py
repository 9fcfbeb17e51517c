"""Where text goes in a shell, as it stands: names of classes, stations and files are no markup, and steer no terminal."""

from __future__ import annotations

import re
from typing import IO, Any

from rich.console import Console

CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f]")


def printable(text: str) -> str:
    """A text without control characters, which could colour, overwrite or rename what a terminal shows."""
    return CONTROLS.sub("�", text)


class PlainConsole(Console):
    """Prints text as it is given: no markup, no emoji codes, no colours of its own, no lines broken."""

    def __init__(self, file: IO[str] | None = None) -> None:
        super().__init__(file=file, markup=False, emoji=False, highlight=False, soft_wrap=True)

    def print(self, *objects: Any, **options: Any) -> None:
        super().print(*(printable(each) if isinstance(each, str) else each for each in objects), **options)
