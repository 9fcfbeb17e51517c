"""How a survey was opened, remembered by its project: what the user chose, and what was read or guessed beside it.

A choice holds for ever. What was guessed is only the first thing to try: a file that was exported anew may have its line
numbers in other header bytes, and is the same survey if these make the same lines.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from seisviewer.errors import BadRequest, ProjectError, UnknownGeometry, UnreadableFile
from seisviewer.progress import Notice, Progress, filtered
from seisviewer.project.survey import SurveyRecord, file_state, grid_in_words
from seisviewer.translation import tr
from seisviewer.volumes.npy_volume import NpyVolume
from seisviewer.volumes.open_choices import OpenChoices, choices_from_json, choices_to_json
from seisviewer.volumes.opening import open_steps
from seisviewer.volumes.segy.segy_volume import SegyVolume
from seisviewer.volumes.several_2d.line_list_file import is_line_list
from seisviewer.volumes.volume import Volume
from seisviewer.volumes.zarr_surveys.zarr_volume import ZarrVolume

Choices = dict[str, Any]  # what `open_steps` takes by name
CHOSEN = "chosen"


@dataclass(frozen=True)
class Remembered:
    """used: everything that made the survey what it was. chosen: what of it the user chose; None where an old project
    does not tell."""

    used: Choices
    chosen: Choices | None

    @classmethod
    def of(cls, survey: SurveyRecord, folder: Path) -> Remembered:
        """Raises ProjectError where the project in `folder` holds no such choices."""
        try:
            chosen = survey.choices.get(CHOSEN)
            used = {name: value for name, value in survey.choices.items() if name != CHOSEN}
            return cls(choices_from_json(used), None if chosen is None else choices_from_json(chosen))
        except (AttributeError, TypeError, ValueError, BadRequest) as error:
            raise ProjectError(
                tr("{folder} does not say how {survey_name} is opened ({error}): restore it from a backup.").format(
                    folder=folder, survey_name=survey.name, error=error
                )
            ) from error


def choices_of(volume: Volume) -> dict[str, Any]:
    """How a volume was opened, as JSON for its project."""
    if isinstance(volume, NpyVolume):
        used: dict[str, Any] = {"axes": asdict(volume.axes)}
    else:
        samples = volume.geometry.samples
        used = {"unit": samples.unit, "interval": float(samples.interval)}
        if isinstance(volume, SegyVolume):
            used |= {"headers": asdict(volume.scan.headers), "format": volume.scan.layout.format.option}
            if volume.chosen is not None and volume.chosen.line is not None:
                used["line"] = volume.chosen.line
        if isinstance(volume, ZarrVolume) and volume.variable:
            used["variable"] = volume.variable
    return used if volume.chosen is None else {**used, CHOSEN: choices_to_json(volume.chosen)}


def open_as_before(
    path: Path, survey: SurveyRecord, folder: Path, asked: Mapping[str, Any]
) -> Generator[Progress | Notice, None, Volume]:
    """Open the survey of a project as it was, or as guesses find it now if only so it has the lines that it had.

    asked: choices made now; they come before all others. The volume has other lines than the project where nothing gives
    those. Raises UnreadableFile, UnknownGeometry or ProjectError.
    """
    if is_line_list(path):  # each line keeps its own
        return (yield from open_steps(path, **asked))
    old = Remembered.of(survey, folder)
    attempts = _attempts(old, asked, is_changed=file_state(path) != (survey.bytes, survey.modified))
    failure: UnknownGeometry | UnreadableFile | None = None
    for choices, chosen in attempts:
        try:
            volume = yield from _opened(path, choices)
        except (UnknownGeometry, UnreadableFile) as error:
            failure = failure or error
            continue
        volume.chosen = None if chosen is None else OpenChoices(**chosen)
        has_its_lines = grid_in_words(volume.geometry) == grid_in_words(survey.geometry)
        if has_its_lines or (choices, chosen) == attempts[-1]:
            yield from map(Notice, volume.notices)
            return volume
        volume.close()
    raise failure


def first_choices(path: Path, survey: SurveyRecord, folder: Path, asked: Mapping[str, Any]) -> Choices:
    """What `open_as_before` opens with at first. Raises ProjectError."""
    is_changed = file_state(path) != (survey.bytes, survey.modified)
    return _attempts(Remembered.of(survey, folder), asked, is_changed=is_changed)[0][0]


def _attempts(old: Remembered, asked: Mapping[str, Any], *, is_changed: bool) -> list[tuple[Choices, Choices | None]]:
    """What to open with, in turn, and what of it was chosen."""
    before = {**(old.chosen or {}), **old.used, **asked}
    if old.chosen is None:
        # The axes of an array are never guessed. Of the rest nobody knows: it may have been chosen.
        axes = {name: value for name, value in old.used.items() if name == "axes"}
        attempts: list[tuple[Choices, Choices | None]] = [(before, None), ({**axes, **asked}, {**axes, **asked})]
    else:
        chosen = {**old.chosen, **asked}
        attempts = [(chosen, chosen), (before, chosen)] if is_changed else [(before, chosen), (chosen, chosen)]
    return attempts[:1] if attempts[0][0] == attempts[1][0] else attempts


def _opened(path: Path, choices: Choices) -> Generator[Progress, None, Volume]:
    """Without the notices, which are of no interest where it comes to nothing."""
    return (yield from filtered(open_steps(path, **choices), lambda event: isinstance(event, Progress)))
