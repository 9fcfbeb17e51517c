"""A survey, opened by a worker once for all of its blocks."""

from __future__ import annotations

import hashlib
import threading
import uuid
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from seisviewer.errors import BadRequest, UnreadableFile
from seisviewer.progress import drive
from seisviewer.translation import tr
from seisviewer.volumes.geometry import Geometry
from seisviewer.volumes.open_choices import choices_from_json
from seisviewer.volumes.opening import open_steps
from seisviewer.volumes.store.source_identity import SourceIdentity
from seisviewer.volumes.volume import Volume
from seisviewer.workflows.remembered_choices import CHOSEN, choices_of
from seisviewer.workflows.survey_slopes import kept_slopes

_kept = threading.local()


@dataclass(frozen=True)
class SurveyOrder:
    """Which survey, in plain values. job: tells one call of the user from another. choices: how it is opened, as JSON.
    source: as which the file was known. grid: tells its lines and live traces from others."""

    job: str
    path: str
    choices: Mapping[str, Any] = field(hash=False)
    source: Mapping[str, Any] = field(hash=False)
    grid: str

    @classmethod
    def of(cls, volume: Volume) -> SurveyOrder:
        """Raises BadRequest where it is not sure where the traces lie, UnreadableFile where the file is gone."""
        if volume.unsure:
            raise BadRequest(volume.unsure)
        used = {name: value for name, value in choices_of(volume).items() if name != CHOSEN}
        source = SourceIdentity.of(volume.path).to_json()
        return cls(uuid.uuid4().hex, str(volume.path.absolute()), used, source, _grid(volume.geometry))

    def plain(self) -> dict[str, Any]:
        """As an argument of a block."""
        return asdict(self)


def survey_at_work(order: Mapping[str, Any]) -> Volume:
    """The survey of an order (its values by name), as this thread holds it. Raises BadRequest where it is not the same here
    as where it was ordered, and what opening it raises."""
    asked = SurveyOrder(**order)
    held: tuple[SurveyOrder, Volume] | None = getattr(_kept, "survey", None)
    if held is None or held[0] != asked:
        if held is not None:
            _kept.survey = None
            held[1].close()
        held = _kept.survey = asked, _opened(asked)
    return held[1]


def require_same_slopes(volume: Volume, has_slopes: bool) -> None:
    """Raise BadRequest where slopes of the survey are kept here and not where the work was ordered, or the other way."""
    if (kept_slopes(volume) is not None) != has_slopes:
        raise BadRequest(
            tr(
                "The dips of the survey are kept on one machine and not on a worker's: give the workers "
                "the same cache folder (XDG_CACHE_HOME), or leave --scheduler out."
            )
        )


def _opened(order: SurveyOrder) -> Volume:
    path = Path(order.path)
    try:
        is_same = SourceIdentity.from_json(order.source).is_still(path)
    except UnreadableFile:
        is_same = False
    if not is_same:
        raise BadRequest(
            tr(
                "A worker sees another {path_name}, or none, at {parent}: give all machines the same "
                "files under the same paths, and leave the survey alone meanwhile."
            ).format(path_name=path.name, parent=path.parent)
        )
    volume = drive(open_steps(path, **choices_from_json(dict(order.choices))))
    if _grid(volume.geometry) != order.grid:
        volume.close()
        raise BadRequest(
            tr(
                "A worker finds other lines in {path_name} than this program: install the same seisviewer on all."
            ).format(path_name=path.name)
        )
    return volume


def _grid(geometry: Geometry) -> str:
    axes = repr((geometry.inlines, geometry.crosslines, geometry.samples, geometry.is_2d))
    return hashlib.sha256(axes.encode() + geometry.live.tobytes()).hexdigest()
