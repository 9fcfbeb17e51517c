"""The exceptions a user can act on. Each message is one sentence: what is wrong with what, and what to do."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from seisviewer.translation import tr


class SeisviewerError(Exception):
    """Base of every error that is shown to the user as its message, without a traceback."""


class UnreadableFile(SeisviewerError):
    """The file cannot be read, or reading it would show something that is not in it."""


class ServerLost(UnreadableFile):
    """A server no longer gives what it gave before, or never did; it may do so at another time."""


class UnclearFile(UnreadableFile):
    """The file leaves open what its samples are: the user may say it (format, unit, sample interval).

    options: for a shell, what to give.
    """

    def __init__(self, message: str, options: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.options = tuple(options)


class SeveralVolumes(UnclearFile):
    """A store holds several volumes, and does not say which is the survey: the user may choose one of these names."""

    def __init__(self, store: str, names: Sequence[str]) -> None:
        self.names = tuple(names)
        said = ", ".join(names[:6]) + (" …" if len(names) > 6 else "")
        super().__init__(
            tr("{store} holds several volumes: {said}. Say which one to open.").format(store=store, said=said),
            [tr("--variable {name}").format(name=name) for name in names[:6]],
        )


class UnknownGeometry(SeisviewerError):
    """The trace headers do not say where the traces lie; the user may name other header bytes.

    options: for a shell, the ways to open the file nevertheless: what to give, and what that would be.
    """

    def __init__(self, message: str, options: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.options = tuple(options)


class ProjectError(SeisviewerError):
    """The project folder is missing, damaged, newer than this program, or held by another program."""


class UnknownSource(ProjectError):
    """A project that was handed over reads files outside its own folder: the user may agree to that once.

    folder: of the project. what: which files, as a sentence.
    """

    def __init__(self, folder: Path, files: Sequence[Path | str]) -> None:
        more = tr(" and {count} more").format(count=len(files) - 1) if len(files) > 1 else ""
        self.folder = folder
        self.what = tr("{folder_name} was made elsewhere and reads {files}{more}, outside its own folder.").format(
            folder_name=folder.name, files=files[0], more=more
        )
        super().__init__(
            tr("{what} If you know who made it, agree once with “seisviewer trust {folder}”.").format(
                what=self.what, folder=folder
            )
        )


class ProjectGone(ProjectError):
    """The file of an open project was deleted, moved or spoilt: nothing more is stored until it is saved elsewhere."""


class DiskFull(ProjectError):
    """There is no room on the disk of a project: it can be read, and nothing can be stored."""


class LabelsError(SeisviewerError):
    """Labels cannot be read, do not fit the survey, or are too few for what was asked."""


class UnclearLabels(LabelsError):
    """One value covers nearly everything in a file of labels, and may stand for “unlabelled”: the user may say it.

    value: which. share: of all samples in the file, 0–1.
    """

    def __init__(self, sentence: str, value: int, share: float) -> None:
        super().__init__(sentence)
        self.value, self.share = value, share

    @property
    def percent(self) -> int:
        """The share; 100 only where it is everything."""
        return percent_of(self.share)


def percent_of(share: float) -> int:
    return 100 if share == 1 else min(round(100 * share), 99)


class ModelError(SeisviewerError):
    """A network, a weights file or a run cannot be used."""


class CacheError(SeisviewerError):
    """What can be worked out again cannot be kept."""


class BadRequest(SeisviewerError):
    """What was asked for does not exist in this survey or project."""


class NotStored(BadRequest):
    """A file of a store cannot be written."""


class PluginError(SeisviewerError):
    """A plugin, which is somebody else's package, cannot be used."""
