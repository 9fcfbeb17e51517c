"""What a file may cost its reader in a child process, and the sentence where it costs more or brings the reader down."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from seisviewer.errors import UnreadableFile
from seisviewer.guarded_process import Answer, Failure, Limits, NoAnswer, lent_process
from seisviewer.memory import available_memory
from seisviewer.translation import tr

UNPACKING_SECONDS = 4.0  # of a packed file besides, which may hold far more than its size says
PACKED = (b"PK\x03\x04", b"\x1f\x8b", b"BZh")  # how files begin that are unpacked: ZIP, gzip, bzip2
SECONDS_A_BYTE = 5e-6  # the slowest formats, which are text, take a tenth
WORKING = 2  # times the room of what is read: a reader holds the file beside it
FAILURES = {
    Failure.CRASHED: tr("it is damaged in a way that the reader of its format does not survive"),
    Failure.TOO_LONG: tr("the reader of its format does not come to an end with it"),
}


def limits_of(paths: Sequence[Path], seconds: float, room: int) -> Limits:
    """Of one call that reads these files. seconds: of a processor, whatever their size. room: bytes that what is in them
    may take."""
    return Limits(seconds + sum(map(_seconds_by_content, paths)), WORKING * room)


def said_by_child(call: str, path: Path, seconds: float, *, parts: Sequence[Path] = ()) -> Answer:
    """What a child says of a file that a stranger made.

    call: of `foreign_service`, which gets the path. parts: the files, where the path is a folder. Raises UnreadableFile
    where the child crashes, or takes more time or memory than it may.
    """
    room = available_memory() // 2
    limits = limits_of(parts or [path], seconds, room)
    while True:
        with lent_process() as child:
            may_be_harmed = child.has_answered
            try:
                return child.ask(call, {"path": str(path.absolute())}, limits)
            except NoAnswer as error:
                if not is_worth_another(error, may_be_harmed=may_be_harmed):
                    raise unreadable(path, error.failure, room) from error


def is_worth_another(error: NoAnswer, *, may_be_harmed: bool) -> bool:
    """Whether a new reader should have the last word: what was read before may have done harm that shows only now."""
    return error.failure is Failure.CRASHED and may_be_harmed


def unreadable(path: Path, failure: Failure, room: int) -> UnreadableFile:
    """The sentence for a file that no reader has survived."""
    if failure is Failure.TOO_LARGE:
        spare = f"{room / 2**30:.1f} GiB" if room > 2**30 else f"{room / 2**20:.0f} MiB"
        return UnreadableFile(
            tr(
                "{path_name} is not read: it takes more than the memory that there is to spare "
                "({spare}); close other programs, open fewer files, or fetch it again if it should be "
                "small."
            ).format(path_name=path.name, spare=spare)
        )
    return UnreadableFile(
        tr("{path_name} cannot be read ({failures}): fetch or copy it again, or convert it.").format(
            path_name=path.name, failures=FAILURES[failure]
        )
    )


def _seconds_by_content(path: Path) -> float:
    try:
        with path.open("rb") as file:
            is_packed = file.read(4).startswith(PACKED)
        return SECONDS_A_BYTE * path.stat().st_size + (UNPACKING_SECONDS if is_packed else 0.0)
    except OSError:  # whoever reads it says why
        return 0.0
